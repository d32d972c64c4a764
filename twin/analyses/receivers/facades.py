"""Receivers in front of the facades of buildings that people live in."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from twin.analyses.receivers.outlines import Walls, walls_of
from twin.analyses.receivers.receivers import MOVED, Receivers
from twin.citystate import Table

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

HEIGHT_M = 4.0
DISTANCE_M = 2.0
"""Height above ground and distance from the facade: Directive 2015/996, Annex, 2.8 (as amended by
2021/1226: receivers 4 m high, at most 2 m in front of the facade, its own reflection left out)."""
SPACING_M = 12.0
NUMBERS_PER_BUILDING = 1000
CLEAR_M = 0.5
"""A receiver keeps this distance from every other building."""
ASSUMED = "height assumed"
"""In the quality of a building whose height the connector filled in (twin.connectors.bdtopo)."""
CLOSER_M = (1.0, 0.6)
"""Distances tried where another building stands in the way, metres from the facade."""


def obstacles(building: Table) -> Bools:
    """Which buildings stand: all but those of height 0, which a plan has taken away."""
    if "height_m" not in building.columns:
        return np.ones(len(building), dtype=bool)
    return np.asarray(~(building.columns["height_m"].astype(float) <= 0))


def height_assumed(building: Table) -> Bools:
    """Which standing buildings the source gave no height: none is known, or it was filled in."""
    found = np.zeros(len(building), dtype=bool)
    if "height_m" in building.columns:
        found |= ~np.isfinite(building.columns["height_m"].astype(float))
    if "quality" in building.columns:
        found |= np.char.find(building.columns["quality"].astype(str), ASSUMED) >= 0
    return found & obstacles(building)


def inhabited(building: Table) -> Bools:
    """Which standing buildings have residents or dwellings."""
    lived = np.zeros(len(building), dtype=bool)
    for name in ("residents", "dwellings"):
        if name in building.columns:
            lived |= np.nan_to_num(building.columns[name].astype(float)) > 0
    return np.asarray(lived & obstacles(building))


def facade_receivers(
    building: Table,
    *,
    height_m: float = HEIGHT_M,
    distance_m: float = DISTANCE_M,
    spacing_m: float = SPACING_M,
    rows: Ints | None = None,
) -> Receivers:
    """Receivers in front of the exposed facades of inhabited buildings, by building and outline.

    Outline pieces are simplified to 1 m, and each piece of 2.5 m or more has one receiver per
    `spacing_m`. Where another building is in the way the receiver moves nearer to its facade
    (quality MOVED); where there is no room, as at a shared wall, there is none. rows: only in
    front of these buildings. Metric CRS of the table.
    """
    lived = np.flatnonzero(inhabited(building))
    if rows is not None:
        lived = lived[np.isin(lived, rows)]
    walls = walls_of(building.geometry, lived, spacing_m)
    walls = walls.part(walls.place < NUMBERS_PER_BUILDING)
    standing = np.flatnonzero(obstacles(building))
    shapes = building.geometry[standing]
    xy, moved, kept = _free_places(walls, shapes, standing, building.geometry, distance_m)
    found = Receivers(
        xy=xy,
        height_m=np.full(len(xy), float(height_m)),
        building=walls.building,
        bearing_deg=np.degrees(np.arctan2(walls.normal[:, 0], walls.normal[:, 1])) % 360.0,
        cell=np.full(len(xy), -1, dtype=np.int64),
        quality=np.where(moved, MOVED, 0).astype(np.uint8),
        number=walls.building * NUMBERS_PER_BUILDING + walls.place,
        facade_m=walls.length_m,
    )
    return found.part(kept)


def _free_places(
    walls: Walls, shapes: NDArray[Any], standing: Ints, geometry: NDArray[Any], distance_m: float
) -> tuple[Floats, Bools, Bools]:
    """Where each wall's receiver can stand, whether it moved, and whether it stands at all."""
    count = len(walls.building)
    xy, moved = np.empty((count, 2)), np.zeros(count, dtype=bool)
    waiting = np.arange(count)
    tree = shapely.STRtree(shapes)
    for step, distance in enumerate((distance_m, *(d for d in CLOSER_M if d < distance_m))):
        if not len(waiting):
            break
        at = _in_front(walls.part(waiting), geometry, distance)
        free = ~_blocked(at, walls.building[waiting], distance, tree, standing, geometry)
        xy[waiting[free]], moved[waiting[free]] = at[free], step > 0
        waiting = waiting[~free]
    kept = np.ones(count, dtype=bool)
    kept[waiting], xy[waiting] = False, 0.0
    return xy, moved, kept


def _in_front(walls: Walls, geometry: NDArray[Any], distance: float) -> Floats:
    """Points `distance` from the true outline, though the wall they stand for is simplified."""
    first = walls.middle + walls.normal * distance
    own = shapely.distance(shapely.points(first), geometry[walls.building])
    off = np.clip(distance - own, -1.5, 1.5)
    return np.asarray(first + walls.normal * off[:, None])


def _blocked(
    at: Floats,
    own: Ints,
    distance: float,
    tree: Any,
    standing: Ints,
    geometry: NDArray[Any],
) -> Bools:
    """Points in or too near to a building; their own may be no nearer than half the distance."""
    points = shapely.points(at)
    point, shape = tree.query(points, predicate="dwithin", distance=CLEAR_M)
    blocked = np.zeros(len(at), dtype=bool)
    others = standing[shape] != own[point]
    blocked[point[others]] = True
    to_own = shapely.distance(points, geometry[own])
    return np.asarray(blocked | (to_own < distance / 2))
