"""Knapsack: the affordable set of projects with the highest total score.

Exact, by dynamic programming over the attainable totals (Bellman 1957), kept sparse: of two sets
that cost the same or more and score no more, the worse is dropped, and so is a set that could not
reach the best one known even if projects could be bought in parts (Dantzig's bound, 1957). Ties, as
published: the cheaper set, then the one that keeps the projects that stand first on the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from participation.tallies.budgets.outcome import BudgetOutcome, Step
from participation.tallies.budgets.profile import BudgetProfile, Ints

MOST_STATES = 2_000_000
"""Sets kept side by side; beyond it the exact answer would take too long, and we say so."""
LARGEST = 2**62
WORD = 63
"""Projects in one whole number of a set's list."""


class TooLarge(ValueError):
    """There are too many projects with too different costs for an exact knapsack."""


@dataclass(frozen=True)
class Sets:
    """Sets of projects by rising cost: what each costs and scores, and its projects as bits.

    bits: shape (sets, words); the project that stands first on the list has the highest bit.
    """

    cost: Ints
    score: Ints
    bits: NDArray[np.int64]

    def __getitem__(self, chosen: Any) -> Sets:
        return Sets(self.cost[chosen], self.score[chosen], self.bits[chosen])


def knapsack(profile: BudgetProfile) -> BudgetOutcome:
    """The set with the most score that the budget can pay; raises TooLarge beyond MOST_STATES."""
    winners = best_set(
        [int(cost) for cost in profile.cost], list(profile.score), int(profile.budget)
    )
    money = Fraction(profile.budget, profile.unit)
    steps = []
    for one in winners:
        money -= Fraction(int(profile.cost[one]), profile.unit)
        steps.append(Step(profile.names[one], True, "fits", money))
    return BudgetOutcome(
        rule="knapsack",
        winners=tuple(profile.names[one] for one in winners),
        steps=tuple(steps),
        spent=Fraction(profile.budget, profile.unit) - money,
        budget=Fraction(profile.budget, profile.unit),
        scores=dict(zip(profile.names, profile.score, strict=True)),
    )


def best_set(costs: Sequence[int], scores: Sequence[Fraction], budget: int) -> list[int]:
    """Places of the projects that win, in published order; raises TooLarge."""
    unit = lcm(*(score.denominator for score in scores))
    worth = [int(score * unit) for score in scores]
    able = [one for one in range(len(costs)) if worth[one] > 0 and costs[one] <= budget]
    if sum(worth[one] for one in able) > LARGEST or sum(costs) + budget > LARGEST:
        raise TooLarge("the costs or the scores have too many digits")
    # The best buys first, so that the bound is close from the start.
    able.sort(key=lambda one: (Fraction(costs[one], worth[one]), one))
    cost = np.array([costs[one] for one in able], dtype=np.int64)
    score = np.array([worth[one] for one in able], dtype=np.int64)
    words = len(costs) // WORD + 1
    sets = Sets(*(np.zeros(1, dtype=np.int64),) * 2, np.zeros((1, words), dtype=np.int64))
    for at, one in enumerate(able):
        sets = _undominated(sets, _with(sets, one, int(cost[at]), int(score[at]), budget))
        sets = sets[_hopeful(sets, cost[at + 1 :], score[at + 1 :], budget)]
        if len(sets.cost) > MOST_STATES:
            raise TooLarge(f"more than {MOST_STATES:,} sets of projects to compare")
    best = sets.bits[int(np.argmax(sets.score))]
    return [one for one in range(len(costs)) if best[one // WORD] >> (WORD - 1 - one % WORD) & 1]


def _with(sets: Sets, one: int, cost: int, score: int, budget: int) -> Sets:
    """The sets that can still pay for project `one`, with it."""
    more = sets[sets.cost + cost <= budget]
    bits = more.bits.copy()
    bits[:, one // WORD] |= 1 << (WORD - 1 - one % WORD)
    return Sets(more.cost + cost, more.score + score, bits)


def _undominated(some: Sets, others: Sets) -> Sets:
    """Both together by cost, with only those that score more than any that costs no more."""
    both = Sets(
        np.concatenate([some.cost, others.cost]),
        np.concatenate([some.score, others.score]),
        np.concatenate([some.bits, others.bits]),
    )
    # By cost, then the higher score, then the projects that stand first; lexsort's last key leads.
    keys = [-both.bits[:, word] for word in reversed(range(both.bits.shape[1]))]
    both = both[np.lexsort([*keys, -both.score, both.cost])]
    before = np.concatenate([[-1], np.maximum.accumulate(both.score)[:-1]])
    return both[both.score > before]


def _hopeful(sets: Sets, cost: Ints, score: Ints, budget: int) -> NDArray[np.bool_]:
    """Which sets could still become the best with the projects left, sorted by the best buy."""
    upto_cost = np.concatenate([[0], np.cumsum(cost)])
    upto_score = np.concatenate([[0], np.cumsum(score)])
    money = budget - sets.cost
    whole = np.searchsorted(upto_cost, money, side="right") - 1
    sure = sets.score + upto_score[whole]
    if not len(cost):
        return np.asarray(sets.score == sets.score.max())
    part = np.minimum(whole, len(cost) - 1)
    rest = (money - upto_cost[whole]).astype(float) * score[part] / np.maximum(cost[part], 1)
    # Rounding must not drop a set; a whole point more than the bound is always enough.
    bound = sure + np.where(whole < len(cost), np.floor(rest * (1 + 1e-9)) + 1, 0)
    return np.asarray(bound >= sure.max())
