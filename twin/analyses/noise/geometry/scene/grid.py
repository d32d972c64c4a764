"""A uniform grid over edges: which edges touch which square."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

PAD_M = 1e-5
MOST_CELLS = 4_000_000
MANY_CELLS = 4

Index = tuple[NDArray[np.int64], NDArray[np.int32], int, int, float]


def grid_over(xy: NDArray[np.float64], cell_m: float) -> Index:
    """Edges of each square as CSR: (start, edge, columns, rows, metres of a square).

    xy: shape (n, 4), all >= 0, metres. Squares are made larger where there would be more than
    MOST_CELLS of them. An edge is listed in each square it touches, within PAD_M, in rising order.
    """
    reach = xy.reshape(-1, 2).max(axis=0) if len(xy) else np.zeros(2)
    cell_m = max(cell_m, float(np.sqrt(reach[0] * reach[1] / MOST_CELLS)))
    columns, rows = (int(c) for c in reach // cell_m + 1)
    low = np.minimum(xy[:, :2], xy[:, 2:]) - PAD_M
    high = np.maximum(xy[:, :2], xy[:, 2:]) + PAD_M
    limit = np.array([columns - 1, rows - 1])
    first = np.clip(np.floor(low / cell_m), 0, limit).astype(np.int64)
    last = np.clip(np.floor(high / cell_m), 0, limit).astype(np.int64)
    wide = last - first + 1
    count = wide[:, 0] * wide[:, 1]
    edge = np.repeat(np.arange(len(xy)), count)
    place = np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count)
    column = first[edge, 0] + place % wide[edge, 0]
    row = first[edge, 1] + place // wide[edge, 0]
    keep = _touch(xy, edge, column, row, cell_m, count)
    cell = (row * columns + column)[keep]
    order = np.argsort(cell, kind="stable")
    start = np.zeros(columns * rows + 1, dtype=np.int64)
    np.cumsum(np.bincount(cell, minlength=columns * rows), out=start[1:])
    return start, edge[keep][order].astype(np.int32), columns, rows, cell_m


def _touch(
    xy: NDArray[np.float64],
    edge: NDArray[np.int64],
    column: NDArray[np.int64],
    row: NDArray[np.int64],
    cell_m: float,
    count: NDArray[np.int64],
) -> NDArray[np.bool_]:
    """Whether the edge passes through the square: only long edges are tested, the others pass."""
    keep = np.ones(len(edge), dtype=np.bool_)
    test = np.flatnonzero(count[edge] > MANY_CELLS)
    if not len(test):
        return keep
    ends = xy[edge[test]]
    dx, dy = ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1]
    x = (column[test] + 0.5) * cell_m - ends[:, 0]
    y = (row[test] + 0.5) * cell_m - ends[:, 1]
    half = 0.5 * cell_m + PAD_M
    keep[test] = np.abs(dx * y - dy * x) <= half * (np.abs(dx) + np.abs(dy))
    return keep
