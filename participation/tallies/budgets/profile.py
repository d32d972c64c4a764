"""Ballots of a budget vote as arrays, equal ballots counted together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


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
    if budget < 0 or any(cost < 0 for cost in costs.values()):
        raise ValueError("an amount of money below zero")
    unit = np.lcm.reduce(
        [amount.denominator for amount in (budget, *costs.values())], dtype=object, initial=1
    )
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
    sizes = np.array([len(key) for key in ordered], dtype=np.int64)
    profile = BudgetProfile(
        names=names,
        cost=np.array([int(cost * unit) for cost in costs.values()], dtype=np.int64),
        budget=int(budget * unit),
        unit=int(unit),
        score=(),
        ballots=np.array([groups[key] for key in ordered], dtype=np.int64),
        start=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        project=np.array([one for key in ordered for one in key], dtype=np.int64),
    )
    counted = profile.supporters().tolist()
    given = score if score is not None else dict(zip(names, map(Fraction, counted), strict=True))
    return BudgetProfile(
        **{**vars(profile), "score": tuple(given.get(name, Fraction(0)) for name in names)}
    )
