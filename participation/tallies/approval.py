"""Approval: each ballot names all options its voter can live with; the most named wins.

Ties, as published: the option that stands first on the list. Brams and Fishburn, Approval Voting,
1983.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from participation.tallies.sheets import Sheet, sheet_of


@dataclass(frozen=True)
class Approval:
    """order: options, best first. approvals: option -> ballots that name it.

    tied: options with as many approvals as the first, when there are several.
    """

    order: tuple[int, ...]
    approvals: dict[int, int]
    ballots: int
    tied: tuple[int, ...]

    @property
    def winner(self) -> int | None:
        """The first in order; None without a ballot."""
        return self.order[0] if self.order and self.ballots else None


def ticked_sheet(
    rows: Mapping[tuple[int, ...], int] | Iterable[tuple[Any, int]], options: Sequence[int]
) -> Sheet:
    """The table of ballots with 1 where an option is named; None for an abstention.

    An option named twice counts once. Raises ValueError on an unknown option or a count below
    zero.
    """

    pairs = rows.items() if isinstance(rows, Mapping) else rows
    return sheet_of(pairs, options, _spread, twice=True)


def _spread(ballots: list[Any]) -> tuple[list[int], list[int], list[int]]:
    named = list(chain.from_iterable(ballots))
    return named, [1] * len(named), [len(ballot) for ballot in ballots]


def approval(sheet: Sheet) -> Approval:
    """Count approvals exactly."""
    counts = dict.fromkeys(sheet.options, 0)
    for option, row in zip(sheet.options, sheet.values, strict=True):
        counts[option] = int(sheet.times[row > 0].sum())
    # Sorting keeps the list's order among those that are level.
    order = sorted(sheet.options, key=lambda one: -counts[one])
    best = [one for one in order if counts[one] == counts[order[0]]]
    ballots = sheet.ballots
    return Approval(tuple(order), counts, ballots, tuple(best) if ballots and len(best) > 1 else ())
