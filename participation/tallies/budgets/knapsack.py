"""Knapsack: the affordable set of projects with the highest total score.

Exact, by dynamic programming over the attainable totals (Bellman 1957), kept sparse: of two sets
that cost the same or more and score no more, the worse is dropped. Ties, as published: the cheaper
set, then the one that keeps the projects that stand first on the list.
"""

from __future__ import annotations

from fractions import Fraction

from participation.tallies.budgets.outcome import BudgetOutcome, Step
from participation.tallies.budgets.profile import BudgetProfile

MOST_STATES = 2_000_000
"""Sets kept side by side; beyond it the exact answer would take too long, and we say so."""


class TooLarge(ValueError):
    """There are too many projects with too different costs for an exact knapsack."""


def knapsack(profile: BudgetProfile) -> BudgetOutcome:
    """The set with the most score that the budget can pay; raises TooLarge beyond MOST_STATES."""
    # A state is (cost, score, projects as bits); project 0 has the highest bit.
    states: list[tuple[int, Fraction, int]] = [(0, Fraction(0), 0)]
    size = len(profile)
    for one in range(size):
        cost, score = int(profile.cost[one]), profile.score[one]
        if score <= 0 or cost > profile.budget:
            continue
        bit = 1 << (size - 1 - one)
        more = [
            (spent + cost, reached + score, chosen | bit)
            for spent, reached, chosen in states
            if spent + cost <= profile.budget
        ]
        states = _undominated(states, more)
        if len(states) > MOST_STATES:
            raise TooLarge(f"more than {MOST_STATES:,} sets of projects to compare")
    best = states[-1]
    winners = [one for one in range(size) if best[2] >> (size - 1 - one) & 1]
    money = Fraction(profile.budget, profile.unit)
    steps = []
    for one in winners:
        money -= Fraction(int(profile.cost[one]), profile.unit)
        steps.append(Step(profile.names[one], True, "fits", money))
    return BudgetOutcome(
        rule="knapsack",
        winners=tuple(profile.names[one] for one in winners),
        steps=tuple(steps),
        spent=Fraction(best[0], profile.unit),
        budget=Fraction(profile.budget, profile.unit),
        scores=dict(zip(profile.names, profile.score, strict=True)),
    )


def _undominated(
    left: list[tuple[int, Fraction, int]], right: list[tuple[int, Fraction, int]]
) -> list[tuple[int, Fraction, int]]:
    """Both lists merged by cost, with only those that score more than any cheaper one."""
    merged = sorted(left + right, key=lambda state: (state[0], -state[1], -state[2]))
    kept: list[tuple[int, Fraction, int]] = []
    for state in merged:
        if not kept or state[1] > kept[-1][1]:
            kept.append(state)
    return kept
