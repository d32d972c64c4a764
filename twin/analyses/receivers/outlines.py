"""The outline of a building as straight walls, each with its place and the way it faces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SIMPLER_M = 1.0
"""Jogs of the outline smaller than this are no facade of their own."""
SHORTEST_M = 2.5
"""Shorter pieces of outline have no receiver: Directive 2015/996, 2.8, as amended by 2021/1226."""


@dataclass(frozen=True)
class Walls:
    """Pieces of facade, arrays of shape (n,) but middle and normal (n, 2).

    building: row in the table. place: number along the outline of the building, from 0. middle:
    of the piece. normal: unit vector away from the building. length_m: of the piece.
    """

    building: Ints
    place: Ints
    middle: Floats
    normal: Floats
    length_m: Floats

    def part(self, which: NDArray[Any]) -> Walls:
        """The pieces that `which` (a mask or positions) picks."""
        return Walls(
            self.building[which],
            self.place[which],
            self.middle[which],
            self.normal[which],
            self.length_m[which],
        )


def walls_of(geometry: NDArray[Any], rows: Ints, spacing_m: float) -> Walls:
    """The walls of the polygons at `rows`, outer rings and yards, cut to about `spacing_m`.

    geometry: polygons or multipolygons of the whole table, metric CRS. By building, then along
    the outline. A building with no piece of 2.5 m has its longest piece.
    """
    shapes, owner = shapely.get_parts(geometry[rows], return_index=True)
    rings, part = shapely.get_rings(shapes, return_index=True)
    yard = np.concatenate([[False], part[1:] == part[:-1]]) if len(part) else part.astype(bool)
    building = rows[owner[part]]
    simple = shapely.simplify(rings, SIMPLER_M)
    # A ring that folds to nothing when simplified, such as a kiosk's, stays as it is.
    rings = np.where(shapely.get_num_coordinates(simple) >= 4, simple, rings)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    start, end, ring = xy[:-1][same], xy[1:][same], ring[1:][same]
    ahead = end - start
    length = np.hypot(ahead[:, 0], ahead[:, 1])
    keep = _long_enough(building[ring], length)
    start, ahead, length, ring = start[keep], ahead[keep], length[keep], ring[keep]
    left = _area(xy, rings)[ring] > 0
    outside = np.where(left ^ yard[ring], 1.0, -1.0)[:, None]
    normal = outside * np.stack([ahead[:, 1], -ahead[:, 0]], axis=1) / length[:, None]
    pieces = np.maximum(1, np.rint(length / spacing_m)).astype(np.int64)
    wall = np.repeat(np.arange(len(length)), pieces)
    number = np.arange(len(wall)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    share = (number + 0.5) / pieces[wall]
    owner = building[ring][wall]
    return Walls(
        building=owner,
        place=np.arange(len(owner)) - np.searchsorted(owner, owner),
        middle=start[wall] + ahead[wall] * share[:, None],
        normal=normal[wall],
        length_m=length[wall] / pieces[wall],
    )


def _long_enough(building: Ints, length: Floats) -> NDArray[np.bool_]:
    """Pieces that get a receiver; `building` ascends."""
    keep = length >= SHORTEST_M
    if not len(building):
        return keep
    starts = np.flatnonzero(np.concatenate([[True], building[1:] != building[:-1]]))
    longest = np.repeat(
        np.maximum.reduceat(length, starts), np.diff(np.append(starts, len(building)))
    )
    return np.asarray((keep | ((longest < SHORTEST_M) & (length == longest))) & (length > 0))


def _area(xy: Floats, rings: NDArray[Any]) -> Floats:
    """Twice the signed area of each ring, positive where it runs counter-clockwise."""
    count = shapely.get_num_coordinates(rings)
    ring = np.repeat(np.arange(len(rings)), count)
    at = xy - xy[np.repeat(np.cumsum(count) - count, count)]
    inner = ring[1:] == ring[:-1]
    cross = at[:-1, 0] * at[1:, 1] - at[1:, 0] * at[:-1, 1]
    area = np.bincount(ring[1:][inner], weights=cross[inner], minlength=len(rings))
    return area.astype(np.float64)
