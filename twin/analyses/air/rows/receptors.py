"""Where the air is worked out: up to three points per building, and the grid."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from twin.analyses.receivers import Receivers, facade_receivers
from twin.citystate import Table

Ints = NDArray[np.int64]

PER_BUILDING = 3
APART_DEG = 60.0


def facades_of(building: Table | None, lines: NDArray[Any]) -> Receivers:
    """Receptors at facades, 4 m high, up to three per building with homes.

    lines: the streets with cars. Of a building's receivers the one nearest to such a street stands
    for it, and up to two more that face at least 60 degrees away from those already chosen.
    """
    if building is None or not len(building):
        return _nowhere()
    found = facade_receivers(building)
    return found.part(chosen(found, lines))


def facades_again(
    old: Receivers, building: Table, lines: NDArray[Any], changed: NDArray[Any]
) -> Receivers:
    """The same receptors, those of buildings within 10 m of a changed outline placed anew."""
    _, at = shapely.STRtree(building.geometry).query(changed, predicate="dwithin", distance=10.0)
    rows = np.unique(at)
    new = facade_receivers(building, rows=rows)
    new = new.part(chosen(new, lines))
    kept = old.part(~np.isin(old.building, rows))
    both = Receivers(
        **{
            one.name: np.concatenate([getattr(kept, one.name), getattr(new, one.name)])
            for one in fields(Receivers)
        }
    )
    return both.part(np.argsort(both.number, kind="stable"))


def _nowhere() -> Receivers:
    empty, whole = np.empty(0), np.empty(0, dtype=np.int64)
    return Receivers(
        np.empty((0, 2)), empty, whole, empty, whole, np.empty(0, dtype=np.uint8), whole, empty
    )


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
