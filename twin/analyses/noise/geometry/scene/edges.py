"""What stands between sources and receivers, as flat arrays that compiled loops read."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

BUILDING, WALL, TERRAIN, GROUND = 0, 1, 2, 3
"""Kinds of edges: building outline, thin wall, terrain break line, border of a ground area."""


class Scene(NamedTuple):
    """Edges of a city part with a uniform grid over them; made by ``build_scene``.

    origin: shape (2,), what was subtracted from all x and y. xy: (n, 4), x0 y0 x1 y1 from the
    origin. foot, top: (n, 2), altitudes at both ends (a terrain line has its own altitude in both).
    kind: (n,). owner: (n,), row of the building, or number of buildings + row of the wall, else -1.
    ground: (n, 2), ground factor left and right of a GROUND edge. before: (n,), the edge that comes
    before in the same ring or wall, -1 at a wall's start. absorption_row: (n,), row of `absorption`
    (m, 8). Building outlines run so that the building is on their left. owner_start: (owners + 1,),
    edges of owner o are owner_start[o]:owner_start[o + 1]. cell_start: (columns * rows + 1,),
    cell_edge: edges of each grid cell of `cell_m` metres. All metres.
    """

    origin: NDArray[np.float64]
    xy: NDArray[np.float64]
    foot: NDArray[np.float64]
    top: NDArray[np.float64]
    kind: NDArray[np.int8]
    owner: NDArray[np.int32]
    ground: NDArray[np.float64]
    before: NDArray[np.int32]
    absorption_row: NDArray[np.int32]
    absorption: NDArray[np.float64]
    owner_start: NDArray[np.int64]
    cell_start: NDArray[np.int64]
    cell_edge: NDArray[np.int32]
    columns: int
    rows: int
    cell_m: float
    default_g: float
