"""Cumulative points: every ballot spreads the same number of points; the most points win.

Ties, as published: the option that more ballots gave points to, then the one that stands first on
the list.
"""

from __future__ import annotations

from dataclasses import dataclass

from participation.tallies.graded.grades import histogram, points_of
from participation.tallies.sheets import Sheet


@dataclass(frozen=True)
class Cumulative:
    """order: options, best first. points, givers: option -> sum, ballots that gave it any."""

    order: tuple[int, ...]
    points: dict[int, int]
    givers: dict[int, int]
    tied: tuple[int, ...]


def cumulative(sheet: Sheet, purse: int) -> Cumulative:
    """Sum the points; a ballot may keep some. Raises ValueError when one spends over `purse`."""
    if sheet.values.size and int(sheet.values.sum(axis=0, dtype="int64").max()) > purse:
        raise ValueError(f"a ballot gives more than {purse} points")
    counts = histogram(sheet, purse)
    options = sheet.options
    points = dict(zip(options, points_of(counts).tolist(), strict=True))
    givers = dict(zip(options, counts[:, 1:].sum(axis=1).tolist(), strict=True))
    # Sorting keeps the list's order among those that nothing tells apart.
    order = sorted(options, key=lambda one: (-points[one], -givers[one]))
    best = [one for one in order if points[one] == points[order[0]]]
    return Cumulative(tuple(order), points, givers, tuple(best) if len(best) > 1 else ())
