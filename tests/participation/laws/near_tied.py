"""Votes in which three options are nearly level: where a rule that breaks a law is likely to."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import permutations
from typing import Any

from participation.tallies.catalogue import RULES
from tests.participation.laws.votes import Rows, drawn

THREE = (1, 2, 3)
FOUR = (1, 2, 3, 4)


def profiles(rule: str, rng: random.Random) -> list[tuple[Rows, Sequence[int]]]:
    """Votes and their options: one of a few ballots on four options, and three that are close."""
    found: list[tuple[Rows, Sequence[int]]] = [(drawn(rule, rng, FOUR, rng.randint(1, 7)), FOUR)]
    for close in CLOSE:
        rows = close(RULES[rule].form, rng, rng.sample(THREE, 3))
        found.append(([row for row in rows if row[1]], THREE))
    return found


def _spread(form: str, rng: random.Random, ids: Sequence[int]) -> Rows:
    """About as many ballots put each of the three first; what comes second varies far more."""
    about = rng.randint(4, 12)
    orders = list(permutations(ids))
    return [
        (_said(form, rng, order), round(about * rng.random()) + rng.randint(0, 2))
        for order in orders
    ]


def _middle(form: str, rng: random.Random, ids: Sequence[int]) -> Rows:
    """The last of them is first on the fewest ballots, and second, faintly, on nearly all."""
    one, other, middle = ids
    about = rng.randint(4, 12)
    rows = [
        (_said(form, rng, (one, middle, other), faint=True), about + rng.randint(0, 2)),
        (_said(form, rng, (other, middle, one), faint=True), about + rng.randint(0, 2)),
        (_said(form, rng, (middle, one, other)), about // 2 + rng.randint(0, 2)),
        (_said(form, rng, (middle, other, one)), rng.randint(0, 2)),
    ]
    return rows


def _level(form: str, rng: random.Random, ids: Sequence[int]) -> Rows:
    """Each of them beats the next in a circle by as many ballots; at times one ballot more."""
    one, other, third = ids
    seed, times = rng.random(), rng.randint(1, 4)
    circle = ((one, other, third), (other, third, one), (third, one, other))
    # The same ballot with other names: the same draws, in the same order.
    rows = [(_said(form, random.Random(seed), order), times) for order in circle]
    return [*rows, (_said(form, rng, rng.sample(ids, 3)), rng.randint(0, 1))]


CLOSE = (_spread, _middle, _level)


def _said(form: str, rng: random.Random, order: Sequence[int], *, faint: bool = False) -> Any:
    """A ballot that likes the options in this order; faint: the second hardly more than the third.

    faint ballots name the second all the same, where the form can say so.
    """
    first, second, third = order
    if form == "ticks":
        return sorted(order[: rng.choice((1, 1, 2))])
    if form == "ranking":
        return [[one] for one in order[: 3 if faint else rng.choice((1, 2, 3, 3))]]
    if form == "points":
        less = rng.randint(0, 4)
        return sorted([one, n] for one, n in ((first, 10 - less), (second, less)) if n)
    low = 0 if faint else rng.randint(0, 1)
    graded = ((first, 5), (second, low + (1 if faint else rng.randint(0, 3))), (third, low))
    return sorted([one, grade] for one, grade in graded if grade)


def raised(form: str, said: Any, winner: int) -> Any:
    """The ballot with more support for `winner` and the rest as it was."""
    if form == "ticks":
        return sorted({*said, winner})
    if form == "ranking":
        rest = [[one for one in tier if one != winner] for tier in said]
        return [[winner], *(tier for tier in rest if tier)]
    if form == "points":
        return [[winner, sum(n for _one, n in said)]]
    return sorted([*([one, n] for one, n in said if one != winner), [winner, 5]])


def worth(form: str, said: Any, option: int) -> int:
    """How high a ballot puts the option; the higher the better."""
    if form == "ticks":
        return int(option in said)
    if form == "ranking":
        return -next((at for at, tier in enumerate(said) if option in tier), len(said))
    return int(dict(map(tuple, said)).get(option, 0))


def beats(form: str, rows: Rows, one: int, other: int) -> bool:
    """Whether more ballots put the one above the other than the other way round."""
    lead = 0
    for said, times in rows:
        gap = worth(form, said, one) - worth(form, said, other)
        lead += times * ((gap > 0) - (gap < 0))
    return lead > 0
