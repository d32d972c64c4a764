"""Which streets each receptor has a value for, and where in memory."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from twin.analyses.air.dispersion.near import Sources, Targets, close_streets, neighbours

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Layout:
    """cell_first, cell_street: streets near each cell, the same list for all receptors in it.
    row_first: where each receptor's values begin, shape (rows + 1,). hour_first, hour_street: the
    streets within 60 m of each facade receptor; none on the grid."""

    cell_first: Ints
    cell_street: Ints
    row_first: Ints
    hour_first: Ints
    hour_street: Ints


def layout_of(sources: Sources, targets: Targets, facades: int, streets: int) -> Layout:
    """The layout for these receptors, the first `facades` of which stand at facades."""
    used = np.zeros(sources.columns * sources.rows, dtype=np.bool_)
    used[targets.cell] = True
    cell_first, cell_street = _cells(sources, used, streets)
    width = np.diff(cell_first)[targets.cell]
    row_first = np.concatenate([[0], np.cumsum(width)]).astype(np.int64)
    hour_first, hour_street = _hours(sources, targets, facades, streets)
    return Layout(cell_first, cell_street, row_first, hour_first, hour_street)


def _cells(sources: Sources, used: NDArray[np.bool_], streets: int) -> tuple[Ints, Ints]:
    first = np.zeros(len(used) + 1, dtype=np.int64)
    row = np.empty(streets, dtype=np.int64)
    _walk_cells(sources, used, row, first, row[:0])
    found = np.empty(first[-1], dtype=np.int64)
    _walk_cells(sources, used, row, first, found)
    return first, found


def _hours(sources: Sources, targets: Targets, facades: int, streets: int) -> tuple[Ints, Ints]:
    first = np.zeros(len(targets.x) + 1, dtype=np.int64)
    row, seen = np.empty(streets, dtype=np.int64), np.zeros(streets, dtype=bool)
    _walk_hours(sources, targets, facades, seen, row, first, row[:0])
    found = np.empty(first[-1], dtype=np.int64)
    _walk_hours(sources, targets, facades, seen, row, first, found)
    return first, found


# Both walks count when there is no room in `found`, and write when there is. Plain loops: numba
# takes seconds to compile what numpy would say in a word.
@njit(cache=True, nogil=True, error_model="numpy")
def _walk_cells(
    sources: Sources, used: NDArray[np.bool_], row: Ints, first: Ints, found: Ints
) -> None:
    for cell in range(len(used)):
        count = neighbours(sources, cell, row) if used[cell] else 0
        first[cell + 1] = first[cell] + count
        if len(found):
            for n in range(count):
                found[first[cell] + n] = row[n]


@njit(cache=True, nogil=True, error_model="numpy")
def _walk_hours(
    sources: Sources,
    targets: Targets,
    facades: int,
    seen: NDArray[np.bool_],
    row: Ints,
    first: Ints,
    found: Ints,
) -> None:
    for r in range(len(targets.x)):
        count = close_streets(sources, targets, r, seen, row) if r < facades else 0
        first[r + 1] = first[r] + count
        if len(found):
            for n in range(count):
                found[first[r] + n] = row[n]
