"""Points at which a quantity is worked out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Receivers:
    """Points in the city's metric CRS, arrays of shape (n,) but xy.

    xy: shape (n, 2). height_m: above ground. building: row of the building in front of which the
    receiver stands, -1 on the grid. bearing_deg: the way the facade faces, clockwise from north,
    NaN on the grid. cell: number of the grid cell, -1 at a facade. quality: bit set, 0 = sound.
    """

    xy: NDArray[np.float64]
    height_m: NDArray[np.float64]
    building: NDArray[np.int64]
    bearing_deg: NDArray[np.float64]
    cell: NDArray[np.int64]
    quality: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.xy)
