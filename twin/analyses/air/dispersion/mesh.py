"""Square cells over a city: which stretches of street and which receptors lie in which."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

CELL_M = 80.0
NEAR_CELLS = 3
LONGEST_M = 40.0


@dataclass(frozen=True)
class Stretches:
    """Straight pieces of street of at most 40 m, arrays of shape (stretches,), ordered by cell.

    x, y: start. ux, uy: unit vector. length_m. street: row of the street."""

    x: Floats
    y: Floats
    ux: Floats
    uy: Floats
    length_m: Floats
    street: Ints


@dataclass(frozen=True)
class Mesh:
    """x0, y0: south-west corner; cells of 80 m, numbered row by row. first: where each cell's
    stretches begin, shape (columns * rows + 1,)."""

    x0: float
    y0: float
    columns: int
    rows: int
    stretches: Stretches
    first: Ints

    def cell_of(self, x: Floats, y: Floats) -> Ints:
        """Cell number of points; those outside count to the cell at the edge."""
        column = np.clip((x - self.x0) // CELL_M, 0, self.columns - 1).astype(np.int64)
        row = np.clip((y - self.y0) // CELL_M, 0, self.rows - 1).astype(np.int64)
        return np.asarray(row * self.columns + column)

    def lines(self) -> NDArray[np.object_]:
        """The stretches as lines."""
        s = self.stretches
        start = np.stack([s.x, s.y], axis=1)
        end = start + s.length_m[:, None] * np.stack([s.ux, s.uy], axis=1)
        return np.asarray(shapely.linestrings(np.stack([start, end], axis=1)))


def mesh_of(lines: NDArray[np.object_], rows: Ints) -> Mesh:
    """Cells over the streets and one cell around: they stay where they are when buildings change.

    lines: street geometry, metric CRS; rows: those that traffic uses, at least one.
    """
    cut = shapely.segmentize(lines[rows], LONGEST_M)
    points, owner = shapely.get_coordinates(cut, return_index=True)
    joined = owner[1:] == owner[:-1]
    start, end = points[:-1][joined], points[1:][joined]
    length = np.hypot(*(end - start).T)
    real = length > 1e-6
    start, end, length = start[real], end[real], length[real]
    street = rows[owner[:-1][joined][real]]
    low = (np.floor(points.min(axis=0) / CELL_M) - 1) * CELL_M
    size = np.floor((points.max(axis=0) - low) / CELL_M).astype(int) + 2
    empty = Stretches(*(np.empty(0),) * 5, np.empty(0, dtype=np.int64))
    bare = Mesh(float(low[0]), float(low[1]), int(size[0]), int(size[1]), empty, np.empty(0, int))
    middle = (start + end) / 2
    cell = bare.cell_of(middle[:, 0], middle[:, 1])
    order = np.lexsort((street, cell))
    unit = ((end - start) / length[:, None])[order]
    kept = Stretches(
        start[order, 0], start[order, 1], unit[:, 0].copy(), unit[:, 1].copy(),
        length[order], street[order],
    )  # fmt: skip
    first = np.searchsorted(cell[order], np.arange(bare.columns * bare.rows + 1))
    return Mesh(bare.x0, bare.y0, bare.columns, bare.rows, kept, first.astype(np.int64))
