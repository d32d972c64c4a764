"""Pieces of street as lines one can name: which way they run, where they end (pure: no Django).

Two pieces meet where their end points share a cell of 10 cm, BD TOPO's own coordinate step.
"""

from __future__ import annotations

import weakref
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from twin.citystate import Table

GRID_M = 0.1
Cell = tuple[int, int]


@dataclass(frozen=True)
class Ends:
    """First and last cell of every piece of street, and which pieces touch a cell."""

    first: list[Cell]
    last: list[Cell]
    touching: dict[Cell, list[int]]


_ENDS: dict[int, tuple[Any, Ends]] = {}


def ends_of(table: Table) -> Ends:
    """The ends of all pieces of a street table, made once for every geometry array."""
    key = id(table.geometry)
    known = _ENDS.get(key)
    if known is not None and known[0]() is table.geometry:
        return known[1]
    first, last = _cells(table.geometry, 0), _cells(table.geometry, -1)
    touching: dict[Cell, list[int]] = defaultdict(list)
    for row, (start, end) in enumerate(zip(first, last, strict=True)):
        touching[start].append(row)
        if end != start:
            touching[end].append(row)
    ends = Ends(first, last, dict(touching))
    _ENDS[key] = (weakref.ref(table.geometry, lambda _: _ENDS.pop(key, None)), ends)
    return ends


def _cells(lines: NDArray[Any], at: int) -> list[Cell]:
    points = shapely.get_coordinates(shapely.get_point(lines, at))
    return [(int(x), int(y)) for x, y in np.rint(points / GRID_M)]


@dataclass(frozen=True)
class Chain:
    """Pieces that follow one another.

    along: row -> whether the piece's own vertex order runs with the chain.
    start, end: the cells where the chain begins and ends.
    """

    along: dict[int, bool]
    start: Cell
    end: Cell


def follow(table: Table, rows: list[int]) -> Chain | None:
    """The chain that `rows` form, running as the first of them does; None when they fork or gap."""
    ends = ends_of(table)
    meeting: dict[Cell, list[int]] = defaultdict(list)
    for row in rows:
        meeting[ends.first[row]].append(row)
        meeting[ends.last[row]].append(row)
    if any(len(at) > 2 for at in meeting.values()):
        return None
    along = {rows[0]: True}
    end = _walk(ends, meeting, rows[0], ends.last[rows[0]], along, forward=True)
    start = _walk(ends, meeting, rows[0], ends.first[rows[0]], along, forward=False)
    return Chain(along, start, end) if len(along) == len(set(rows)) else None


def _walk(
    ends: Ends,
    meeting: dict[Cell, list[int]],
    row: int,
    at: Cell,
    along: dict[int, bool],
    *,
    forward: bool,
) -> Cell:
    """Go from cell to cell until the line ends, noting how each piece runs; the last cell."""
    while True:
        ahead = [other for other in meeting[at] if other != row and other not in along]
        if not ahead:
            return at
        row = ahead[0]
        enters_first = ends.first[row] == at
        along[row] = enters_first == forward
        at = ends.last[row] if enters_first else ends.first[row]


def cross_street(table: Table, cell: Cell, own: str) -> str:
    """Name of the most important other street that touches `cell`, "" when there is none."""
    names, importance = table.columns["name"], table.columns["importance"]
    others = [
        (float(importance[row]), str(names[row]))
        for row in ends_of(table).touching.get(cell, [])
        if str(names[row]) not in ("", own)
    ]
    return min(others)[1] if others else ""


def between(table: Table, rows: list[int], own: str) -> tuple[str, str]:
    """Names of the two cross streets farthest apart at the ends of `rows`; "" where none is.

    The ends are where only one of the rows arrives; rows that form a ring or two carriageways
    have others, so all their cells are looked at then.
    """
    ends = ends_of(table)
    count: dict[Cell, int] = defaultdict(int)
    for row in rows:
        count[ends.first[row]] += 1
        count[ends.last[row]] += 1
    tips = sorted(cell for cell, times in count.items() if times == 1)
    found = _farthest(table, tips, own) if len(tips) > 1 else None
    if found is None:
        found = _farthest(table, sorted(count), own)
    if found is not None:
        return found
    names = sorted({cross_street(table, cell, own) for cell in (tips or count)} - {""})
    return (names[0], "") if names else ("", "")


def _farthest(table: Table, cells: list[Cell], own: str) -> tuple[str, str] | None:
    """The two differing cross streets at the cells farthest apart."""
    named = [(cell, name) for cell in cells if (name := cross_street(table, cell, own))]
    pairs = [
        (float(np.hypot(a[0] - b[0], a[1] - b[1])), one, two)
        for i, (a, one) in enumerate(named)
        for b, two in named[i + 1 :]
        if one != two
    ]
    if not pairs:
        return None
    _, one, two = max(pairs)
    return (one, two)
