"""Points at which a quantity is worked out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

MOVED = 1
"""Quality bit: stands nearer to its facade than asked for, because another building is close."""


@dataclass(frozen=True)
class Receivers:
    """Points in the city's metric CRS, arrays of shape (n,) but xy.

    xy: shape (n, 2). height_m: above ground. building: row of the building in front of which the
    receiver stands, -1 on the grid. bearing_deg: the way the facade faces, clockwise from north,
    NaN on the grid. cell: number of the grid cell, -1 at a facade. quality: bit set, 0 = sound.
    number: what the receiver is called, ascending; at a facade it depends on the place of its
    building in the table and on the outline of that building alone, so it stays what it is when
    other buildings come or go; on the grid it is the cell. facade_m: metres of facade that the
    receiver stands for, 0 on the grid.
    """

    xy: NDArray[np.float64]
    height_m: NDArray[np.float64]
    building: NDArray[np.int64]
    bearing_deg: NDArray[np.float64]
    cell: NDArray[np.int64]
    quality: NDArray[np.uint8]
    number: NDArray[np.int64]
    facade_m: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.xy)

    def part(self, which: NDArray[Any] | slice) -> Receivers:
        """The receivers that `which` (a mask, positions or a slice) picks."""
        return Receivers(
            xy=self.xy[which],
            height_m=self.height_m[which],
            building=self.building[which],
            bearing_deg=self.bearing_deg[which],
            cell=self.cell[which],
            quality=self.quality[which],
            number=self.number[which],
            facade_m=self.facade_m[which],
        )
