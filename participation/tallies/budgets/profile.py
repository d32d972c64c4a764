"""Ballots of a budget vote as arrays, equal ballots counted together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain
from math import lcm

import numpy as np
from numpy.typing import NDArray

from participation.tallies.sheets import Sheet

Ints = NDArray[np.int64]
NONE = np.zeros(0, dtype=np.int64)
AT_ONCE = 4_096


@dataclass(frozen=True)
class BudgetProfile:
    """Projects and grouped ballots.

    names: of the projects, in published order. cost: smallest money units, shape (projects,).
    budget: in the same units. unit: units that make one of the currency. score: what greedy sorts
    by, shape (projects,). ballots: how many said the same, shape (groups,). The projects that group
    g supports are project[start[g]:start[g + 1]], ascending.
    """

    names: tuple[str, ...]
    cost: Ints
    budget: int
    unit: int
    score: tuple[Fraction, ...]
    ballots: Ints
    start: Ints
    project: Ints

    def __len__(self) -> int:
        return len(self.names)

    @property
    def voters(self) -> int:
        """How many ballots there are, empty ones too."""
        return int(self.ballots.sum())

    def supporters(self) -> Ints:
        """Ballots that name each project, shape (projects,)."""
        weight = np.repeat(self.ballots, np.diff(self.start))
        return np.bincount(self.project, weight, minlength=len(self)).astype(np.int64)

    def by_project(self) -> tuple[Ints, Ints]:
        """The same the other way round: start (projects + 1,) and group, ascending."""
        group = np.repeat(np.arange(len(self.ballots)), np.diff(self.start))
        order = np.argsort(self.project, kind="stable")
        counts = np.bincount(self.project, minlength=len(self))
        return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), group[order]


def profile_of(
    costs: Mapping[str, Fraction],
    budget: Fraction,
    ballots: Iterable[tuple[Sequence[str], int]],
    score: Mapping[str, Fraction] | None = None,
) -> BudgetProfile:
    """The profile of projects with their costs and of ballots with how often each was cast.

    A ballot is the set of projects it names. score: None counts supporters. Raises ValueError on
    an unknown project, a negative cost or a negative number of ballots.
    """
    names = tuple(costs)
    number = {name: position for position, name in enumerate(names)}
    groups: dict[tuple[int, ...], int] = {}
    for named, times in ballots:
        if times < 0:
            raise ValueError("a number of ballots below zero")
        try:
            key = tuple(sorted({number[one] for one in named}))
        except KeyError as error:
            raise ValueError(f"a ballot names {error.args[0]}, which is not on the list") from None
        groups[key] = groups.get(key, 0) + times
    ordered = sorted(groups)
    profile = _priced(
        costs,
        budget,
        ballots=np.array([groups[key] for key in ordered], dtype=np.int64),
        sizes=np.array([len(key) for key in ordered], dtype=np.int64),
        project=np.fromiter(chain.from_iterable(ordered), dtype=np.int64),
    )
    if score is None:
        return profile
    return replace(profile, score=tuple(score.get(name, Fraction(0)) for name in names))


def profile_of_sheet(
    sheet: Sheet, costs: Mapping[int, Fraction], budget: Fraction
) -> BudgetProfile:
    """The same out of a table of ticks; `costs` says which of its options are projects."""
    place = {option: at for at, option in enumerate(sheet.options)}
    rows = np.array([place[one] for one in costs], dtype=np.int64)
    # Eight ticks in a byte, some ballots at a time, so that only one whole table is in memory.
    packed = np.zeros((len(sheet.times), len(costs) // 8 + 1), dtype=np.uint8)
    for at in range(0, len(packed), AT_ONCE):
        some = np.packbits(sheet.values[rows, at : at + AT_ONCE].T, axis=1)
        packed[at : at + AT_ONCE, : some.shape[1]] = some
    kept, group = np.unique(packed.view(f"V{packed.shape[1]}")[:, 0], return_inverse=True)
    distinct = kept.view(np.uint8).reshape(len(kept), packed.shape[1])
    sizes, projects = [], []
    for at in range(0, len(distinct), AT_ONCE):
        ticks = np.unpackbits(distinct[at : at + AT_ONCE], axis=1)
        sizes.append(ticks.sum(axis=1, dtype=np.int64))
        projects.append(np.nonzero(ticks)[1])
    return _priced(
        {str(one): cost for one, cost in costs.items()},
        budget,
        ballots=np.bincount(group, sheet.times, minlength=len(kept)).astype(np.int64),
        sizes=np.concatenate([NONE, *sizes]),
        project=np.concatenate([NONE, *projects]),
    )


def _priced(
    costs: Mapping[str, Fraction], budget: Fraction, *, ballots: Ints, sizes: Ints, project: Ints
) -> BudgetProfile:
    """A profile that counts supporters; money in the smallest unit that makes all of it whole."""
    if budget < 0 or any(cost < 0 for cost in costs.values()):
        raise ValueError("an amount of money below zero")
    unit = lcm(*(amount.denominator for amount in (budget, *costs.values())))
    profile = BudgetProfile(
        names=tuple(costs),
        cost=np.array([int(cost * unit) for cost in costs.values()], dtype=np.int64),
        budget=int(budget * unit),
        unit=unit,
        score=(),
        ballots=ballots,
        start=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        project=project,
    )
    return replace(profile, score=tuple(map(Fraction, profile.supporters().tolist())))
