"""Where the air is worked out: up to three points per building, and the grid."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from twin.analyses.contract import Frame
from twin.analyses.receivers import Receivers, facade_receivers, frame_of, grid_receivers
from twin.citystate import CityState

Ints = NDArray[np.int64]

PER_BUILDING = 3
APART_DEG = 60.0


def receptors_of(
    state: CityState, lines: NDArray[Any], grid_m: float
) -> tuple[Receivers, Receivers, Frame]:
    """Receptors at facades and on the grid, 4 m high, and the frame of the grid.

    lines: the streets with cars. Of a building's receivers the one nearest to such a street stands
    for it, and up to two more that face at least 60 degrees away from those already chosen.
    """
    building = state.tables.get("building")
    frame = frame_of(state, grid_m)
    grid = grid_receivers(state, frame)
    if building is None or not len(building):
        return grid.part(np.zeros(len(grid), dtype=bool)), grid, frame
    found = facade_receivers(building)
    return found.part(chosen(found, lines)), grid, frame


def chosen(facades: Receivers, lines: NDArray[Any]) -> NDArray[np.bool_]:
    """Which receivers stand for their building, shape (n,)."""
    kept = np.zeros(len(facades), dtype=bool)
    if not len(facades) or not len(lines):
        return kept
    points = shapely.points(facades.xy)
    at, nearest = shapely.STRtree(lines).query_nearest(points, all_matches=False)
    metres = np.full(len(facades), np.inf)
    # To the centimetre, so that ties fall the same way on every machine.
    metres[at] = np.round(shapely.distance(points[at], lines[nearest]), 2)
    order = np.lexsort((facades.number, metres, facades.building))
    owner = facades.building[order]
    picked: list[int] = []
    for position, building in zip(order, owner, strict=True):
        if picked and facades.building[picked[0]] != building:
            picked = []
        if len(picked) < PER_BUILDING and _apart(facades, position, picked):
            picked.append(int(position))
            kept[position] = True
    return kept


def _apart(facades: Receivers, position: int, picked: list[int]) -> bool:
    for other in picked:
        off = abs(float(facades.bearing_deg[position] - facades.bearing_deg[other])) % 360.0
        if min(off, 360.0 - off) < APART_DEG:
            return False
    return True
