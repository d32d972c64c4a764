"""Greedy: the highest score first, as long as the money lasts.

Two conventions on a project that does not fit any more: it is skipped and cheaper ones may still
win ("greedy"), or the list ends there ("greedy-no-skip"). Ties, as published: the project that
stands first on the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from participation.tallies.budgets.outcome import BudgetOutcome, Step
from participation.tallies.budgets.profile import BudgetProfile

WITHDRAWN_COST = 999_999_999
"""Pabulib marks a withdrawn project by this cost: it is passed over and does not end the list."""


def ranking(profile: BudgetProfile) -> list[int]:
    """Project numbers by score, best first; equal scores in published order."""
    return sorted(range(len(profile)), key=lambda one: (-profile.score[one], one))


def greedy(
    profile: BudgetProfile,
    *,
    skip: bool = True,
    least_score: Fraction = Fraction(0),
    last_share: Fraction | None = None,
    taken_before: Sequence[int] = (),
    left: int | None = None,
) -> BudgetOutcome:
    """Projects by falling score while they fit; below `least_score` none.

    skip: pass over what does not fit, else stop there. last_share: with skip off, the first project
    that does not fit is paid for all the same when this share of its cost is left (Poznań: 0.8).
    taken_before, left: projects that are paid for already and the money after them, for completing
    another rule's outcome.
    """
    money = profile.budget if left is None else left
    steps: list[Step] = []
    winners = set(taken_before)
    stopped = False
    for one in ranking(profile):
        if one in winners:
            continue
        cost = int(profile.cost[one])
        why = "stopped" if stopped else _judged(profile, one, money, least_score)
        if why == "too dear" and not skip and cost != WITHDRAWN_COST * profile.unit:
            stopped = True
            if last_share is not None and money >= last_share * cost:
                why = "topped up"
        taken = why in ("fits", "topped up")
        if taken:
            winners.add(one)
            money = max(0, money - cost)
        steps.append(Step(profile.names[one], taken, why, Fraction(money, profile.unit)))
    spent = sum(int(profile.cost[one]) for one in winners)
    return BudgetOutcome(
        rule="greedy" if skip else "greedy-no-skip",
        winners=tuple(profile.names[one] for one in sorted(winners)),
        steps=tuple(steps),
        spent=Fraction(spent, profile.unit),
        budget=Fraction(profile.budget, profile.unit),
        scores=dict(zip(profile.names, profile.score, strict=True)),
    )


def _judged(profile: BudgetProfile, one: int, money: int, least_score: Fraction) -> str:
    if profile.score[one] < least_score:
        return "too few"
    return "fits" if profile.cost[one] <= money else "too dear"
