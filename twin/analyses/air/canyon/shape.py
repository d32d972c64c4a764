"""How wide and high the canyon around each stretch of street is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from twin.analyses.air.dispersion.mesh import Stretches
from twin.analyses.receivers.facades import height_assumed, obstacles
from twin.citystate import Table

Floats = NDArray[np.float64]

FARTHEST_M = 40.0
"""A building farther than this from the street's axis makes no canyon."""
LOWEST_M = 4.0
DEFAULT_HEIGHT_M = 9.0
"""Height of a building of unknown height: three storeys, the median in Nantes."""
PLACES = (0.2, 0.5, 0.8)
FIELDS = ("x", "y", "ux", "uy", "length_m", "street")


@dataclass(frozen=True)
class Canyons:
    """Per stretch and side (0 left, 1 right of its direction), shape (stretches, 2): distance_m
    from the axis to the buildings, height_m of them (0 where that side is open). is_canyon:
    shape (stretches,): at least one side is built up over half of the looks."""

    distance_m: Floats
    height_m: Floats
    is_canyon: NDArray[np.bool_]


def heights_m(building: Table | None) -> tuple[NDArray[Any], Floats, NDArray[np.bool_]]:
    """Outlines and heights of the buildings that stand in the wind's way, and which rows of the
    table are of assumed height, by this default or by the connector. Height 0 is a building taken
    away; below 4 m counts as open."""
    if building is None or not len(building):
        return np.empty(0, dtype=object), np.empty(0), np.zeros(0, dtype=bool)
    height = np.full(len(building), np.nan)
    if "height_m" in building.columns:
        height = building.columns["height_m"].astype(float)
    stands = obstacles(building)
    unknown = stands & ~np.isfinite(height)
    height = np.where(unknown, DEFAULT_HEIGHT_M, height)
    kept = stands & (height >= LOWEST_M)
    return building.geometry[kept], height[kept], unknown | height_assumed(building)


def canyons(stretches: Stretches, shapes: NDArray[Any], height_m: Floats) -> Canyons:
    """Looks to both sides from three places on each stretch, at right angles, up to 40 m.

    shapes: building outlines, shape (b,), metric CRS; height_m: shape (b,). The distance is the
    median of the looks that meet a building, the height their mean over all three, so that gaps
    between buildings make a canyon lower. An open side is as far away as the other.
    """
    count = len(stretches.x)
    distance, height = np.full((count, 2), np.nan), np.zeros((count, 2))
    with ThreadPoolExecutor(2) as pool:
        sides = pool.map(lambda sign: _looks(stretches, sign, shapes, height_m), (1.0, -1.0))
        for side, (met, high) in enumerate(sides):
            seen = np.isfinite(met)
            built = seen.mean(axis=1) >= 0.5
            height[built, side] = high[built].mean(axis=1)
            if built.any():
                distance[built, side] = np.nanmedian(met[built], axis=1)
    distance = np.where(np.isfinite(distance), distance, distance[:, ::-1])
    known = np.isfinite(distance).all(axis=1)
    return Canyons(np.where(np.isfinite(distance), distance, FARTHEST_M), height, known)


def canyons_again(
    old: Canyons,
    stretches: Stretches,
    near: NDArray[np.bool_],
    shapes: NDArray[Any],
    height_m: Floats,
) -> Canyons:
    """The same canyons, those of the stretches `near` a change looked at anew."""
    part = Stretches(*(getattr(stretches, name)[near] for name in FIELDS))
    new = canyons(part, shapes, height_m)
    found = Canyons(old.distance_m.copy(), old.height_m.copy(), old.is_canyon.copy())
    found.distance_m[near], found.height_m[near] = new.distance_m, new.height_m
    found.is_canyon[near] = new.is_canyon
    return found


def _looks(
    stretches: Stretches, sign: float, shapes: NDArray[Any], height_m: Floats
) -> tuple[Floats, Floats]:
    """Distance to the first building (NaN: none) and its height (0), shape (stretches, 3)."""
    count = len(stretches.x)
    along = np.array(PLACES)[None, :] * stretches.length_m[:, None]
    x = (stretches.x[:, None] + along * stretches.ux[:, None]).ravel()
    y = (stretches.y[:, None] + along * stretches.uy[:, None]).ravel()
    nx = np.repeat(-stretches.uy * sign, len(PLACES))
    ny = np.repeat(stretches.ux * sign, len(PLACES))
    found, high = np.full(len(x), np.nan), np.zeros(len(x))
    if len(shapes) and count:
        ends = np.stack([x + FARTHEST_M * nx, y + FARTHEST_M * ny], axis=1)
        rays = shapely.linestrings(np.stack([np.stack([x, y], axis=1), ends], axis=1))
        ray, shape = shapely.STRtree(shapes).query(rays, predicate="intersects")
        part = shapely.intersection(rays[ray], shapes[shape])
        metres = shapely.distance(shapely.points(x[ray], y[ray]), part)
        order = np.lexsort((metres, ray))
        first = order[np.unique(ray[order], return_index=True)[1]]
        found[ray[first]] = metres[first]
        high[ray[first]] = height_m[shape[first]]
    # An axis under a building (a passage) is no street between facades.
    inside = found < 1.0
    found[inside], high[inside] = np.nan, 0.0
    return found.reshape(count, len(PLACES)), high.reshape(count, len(PLACES))
