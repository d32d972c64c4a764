"""Votes written shortly for tests, and counted as the site counts them."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from participation.tallies.catalogue import RULES
from participation.tallies.content import Choice, canonical
from participation.tallies.outcome import Tally

Test = TypeVar("Test", bound=Callable[..., None])
SINGLE = [name for name, rule in RULES.items() if not rule.budget]
BUDGETS = [name for name, rule in RULES.items() if rule.budget]
KEEP = 9
"""The option that keeps things as they are, last on the list unless a test says otherwise."""
Rows = Sequence[tuple[Any, int]]
"""(what a ballot says, how often): ids, tiers or (id, number) pairs; None for an abstention."""


def any_vote(test: Test) -> Test:
    """The test on votes drawn from forty seeds; a seed is one draw, so that it stays quick."""
    seeds = st.integers(0, 2**32 - 1).map(random.Random)
    return settings(max_examples=40)(given(rng=seeds)(test))


def choices_of(
    ids: Sequence[int], costs: Mapping[int, int] | None = None, keep: int | None = None
) -> list[Choice]:
    """Options in published order; `keep` among them keeps things as they are."""
    return [
        Choice(one, Fraction(costs[one]) if costs and one in costs else None, one == keep)
        for one in ids
    ]


def texts_of(rule: str, rows: Rows) -> list[tuple[str, int]]:
    """Canonical texts of the rows."""
    form = RULES[rule].form
    said = [({"abstain": True} if given is None else {form: given}, n) for given, n in rows]
    return [(canonical(content), times) for content, times in said]


def counted(
    rule: str,
    rows: Rows,
    ids: Sequence[int],
    *,
    costs: Mapping[int, int] | None = None,
    keep: int | None = None,
    **given_settings: Any,
) -> Tally:
    """The tally of `rows` by `rule`."""
    return RULES[rule].count(texts_of(rule, rows), choices_of(ids, costs, keep), given_settings)


def strict(order: Sequence[int]) -> list[list[int]]:
    """A ranking without ties."""
    return [[one] for one in order]


def drawn(rule: str, rng: random.Random, ids: Sequence[int], voters: int) -> Rows:
    """Random ballots over `ids` in the rule's form."""
    return [(_GENERATORS[RULES[rule].form](rng, list(ids)), 1) for _ in range(voters)]


def _some(rng: random.Random, ids: list[int]) -> list[int]:
    return rng.sample(ids, rng.randint(1, len(ids)))


def _tiers(rng: random.Random, ids: list[int]) -> list[list[int]]:
    tiers: list[list[int]] = []
    for one in _some(rng, ids):
        if tiers and rng.random() < 0.25:
            tiers[-1] = sorted([*tiers[-1], one])
        else:
            tiers.append([one])
    return tiers


def _numbers(rng: random.Random, ids: list[int]) -> list[list[int]]:
    return sorted([one, rng.randint(1, 5)] for one in _some(rng, ids))


def _points(rng: random.Random, ids: list[int]) -> list[list[int]]:
    spread = rng.choices(ids, k=rng.randint(1, 10))
    return [[one, spread.count(one)] for one in sorted(set(spread))]


_GENERATORS = {
    "ticks": lambda rng, ids: sorted(_some(rng, ids)),
    "ranking": _tiers,
    "scores": _numbers,
    "grades": _numbers,
    "points": _points,
}
