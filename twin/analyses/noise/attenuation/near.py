"""Which pieces of street are near a point: a uniform grid over their middles."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from twin.analyses.noise.attenuation.sources import Sources
from twin.analyses.noise.geometry.compiled import inner
from twin.analyses.noise.geometry.order import put_in_order

CELL_M = 50.0


class Near(NamedTuple):
    """Sources by square of `cell_m`, as CSR.

    x0, y0: south-west corner, metric CRS. start: (columns * rows + 1,). source: numbers, rising
    in each square.
    """

    x0: float
    y0: float
    cell_m: float
    columns: int
    rows: int
    start: NDArray[np.int64]
    source: NDArray[np.int64]


def near_index(sources: Sources) -> Near:
    """The index of `sources`; none at all where there are none."""
    if not len(sources.street):
        return Near(0.0, 0.0, CELL_M, 0, 0, np.zeros(1, dtype=np.int64), sources.street)
    x, y = sources.x, sources.y
    x0, y0 = float(x.min()), float(y.min())
    column, row = ((x - x0) // CELL_M).astype(np.int64), ((y - y0) // CELL_M).astype(np.int64)
    columns, rows = int(column.max()) + 1, int(row.max()) + 1
    cell = row * columns + column
    start = np.zeros(columns * rows + 1, dtype=np.int64)
    np.cumsum(np.bincount(cell, minlength=columns * rows), out=start[1:])
    return Near(x0, y0, CELL_M, columns, rows, start, np.argsort(cell, kind="stable"))


@inner
def sources_near(
    index: Near, sources: Sources, x: float, y: float, range_m: float, out: NDArray[np.int64]
) -> int:
    """Numbers of the sources whose middle is within `range_m` of a point, into `out`.

    Nearest first; returns how many. Where two are equally near the lower number comes first.
    """
    count = 0
    squared = np.empty(len(out))
    first_column = max(0, int(np.floor((x - range_m - index.x0) / index.cell_m)))
    last_column = min(index.columns - 1, int(np.floor((x + range_m - index.x0) / index.cell_m)))
    first_row = max(0, int(np.floor((y - range_m - index.y0) / index.cell_m)))
    last_row = min(index.rows - 1, int(np.floor((y + range_m - index.y0) / index.cell_m)))
    for row in range(first_row, last_row + 1):
        for column in range(first_column, last_column + 1):
            cell = row * index.columns + column
            for k in range(index.start[cell], index.start[cell + 1]):
                one = index.source[k]
                dx = sources.x[one] - x
                dy = sources.y[one] - y
                if dx * dx + dy * dy <= range_m * range_m:
                    out[count], squared[count] = one, dx * dx + dy * dy
                    count += 1
    put_in_order(squared, out, count)
    return count
