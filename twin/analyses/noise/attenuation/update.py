"""Following a plan: only receivers that a change can reach are worked out anew."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from twin.analyses.contract import Progress
from twin.analyses.noise.attenuation.operator import NoiseOperator, woven
from twin.analyses.noise.attenuation.prepare import (
    FOLLOWING,
    PLACING,
    operator_of,
    prepared,
    ready_of,
    rows_in_threads,
)
from twin.analyses.noise.attenuation.town import grounds_of, heights_of, town_of
from twin.analyses.noise.parameters import NoiseParameters
from twin.analyses.receivers import Receivers
from twin.citystate import CityState, Table

STREET = ("road_class", "restricted", "level", "z_start_m", "z_end_m")
BESIDE_M = 10.0
"""A changed outline is felt this much farther than the range: half a part of a street."""


def updated(
    operator: NoiseOperator,
    base: CityState,
    state: CityState,
    parameters: NoiseParameters,
    progress: Progress,
) -> NoiseOperator:
    """The operator of `state`, made from that of `base`; the same one where nothing changed.

    A path lies within the range of its receiver, so receivers farther than that from every changed
    building or ground keep their rows; the others are followed anew, all their paths. When streets
    changed, everything is.
    """
    if not same_streets(base, state):
        return prepared(state, parameters, progress)
    progress(0.0, PLACING)
    changed = changed_shapes(base, state, parameters)
    town = town_of(state, parameters)
    reach = shapely.STRtree(changed)
    new = [
        (receivers, ground_z, kept_of(field.receivers, receivers, reach, parameters))
        for field, receivers, ground_z in (
            (operator.facades, town.facades, town.facade_z),
            (operator.grid, town.grid, town.grid_z),
        )
    ]
    again = sum(int((kept < 0).sum()) for _, _, kept in new)
    if not again and all(
        len(receivers) == len(field)
        for (receivers, _, _), field in zip(new, (operator.facades, operator.grid), strict=True)
    ):
        return operator
    ready = ready_of(state, town, parameters, box_of(new, parameters))
    found, done = [], 0
    for (receivers, ground_z, kept), field in zip(
        new, (operator.facades, operator.grid), strict=True
    ):
        which = np.flatnonzero(kept < 0)

        def told(count: int, before: int = done) -> None:
            progress(0.1 + 0.9 * (before + count) / max(1, again), FOLLOWING)

        made = rows_in_threads(ready, receivers.part(which), ground_z[which], told)
        found.append([woven(field, kept, made)])
        done += len(which)
    return operator_of(town, state, found[0], found[1])


def kept_of(
    before: Receivers, now: Receivers, reach: Any, parameters: NoiseParameters
) -> NDArray[np.int64]:
    """For each receiver the position of its row in the old field, -1 where it must be made anew."""
    kept = np.full(len(now), -1, dtype=np.int64)
    if not len(before) or not len(now):
        return kept
    place = np.minimum(np.searchsorted(before.number, now.number), len(before) - 1)
    same = (before.number[place] == now.number) & (before.xy[place] == now.xy).all(axis=1)
    kept[same] = place[same]
    near, _ = reach.query(
        shapely.points(now.xy), predicate="dwithin", distance=parameters.range_m + BESIDE_M
    )
    kept[near] = -1
    return kept


def box_of(
    new: list[tuple[Receivers, NDArray[np.float64], NDArray[np.int64]]],
    parameters: NoiseParameters,
) -> tuple[float, float, float, float] | None:
    """What the receivers to be made anew can hear, with room for ways around buildings."""
    xy = np.concatenate([receivers.xy[kept < 0] for receivers, _, kept in new])
    if not len(xy):
        return None
    room = parameters.range_m + parameters.far_piece_m + parameters.lateral_m
    low, high = xy.min(axis=0) - room, xy.max(axis=0) + room
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def same_streets(base: CityState, state: CityState) -> bool:
    """Whether the streets are as they were in all that sources are made from."""
    old, new = base.tables.get("street"), state.tables.get("street")
    if old is new or old is None or new is None:
        return old is new
    if len(old) != len(new) or not _same_shapes(old, new).all():
        return False
    return all(_same(old.columns[name], new.columns[name]).all() for name in STREET)


def changed_shapes(base: CityState, state: CityState, parameters: NoiseParameters) -> NDArray[Any]:
    """Outlines of all buildings and grounds that are new, gone or different."""
    found = [np.empty(0, dtype=object)]
    old, new = base.tables.get("building"), state.tables.get("building")
    if old is not new and old is not None and new is not None:
        common = min(len(old), len(new))
        was, now = heights_of(old)[0], heights_of(new)[0]
        differs = ~_same_shapes(old, new) | (was[:common] != now[:common])
        for table, height in ((old, was), (new, now)):
            one = np.concatenate([differs, np.ones(len(table) - common, dtype=bool)])
            # A building that is gone before and after, or is none, changes nothing.
            found.append(table.geometry[one & (height > 0)])
    elif old is not new:
        found += [table.geometry for table in (old, new) if table is not None]
    found.append(_changed_grounds(base, state, parameters))
    return np.concatenate(found)


def _changed_grounds(
    base: CityState, state: CityState, parameters: NoiseParameters
) -> NDArray[Any]:
    """Areas whose ground factor is new, gone or different."""
    if all(base.tables.get(kind) is state.tables.get(kind) for kind in ("green", "water")):
        return np.empty(0, dtype=object)
    sides = [
        {(shape.wkb, factor): shape for shape, factor in zip(*grounds, strict=True)}
        for grounds in (grounds_of(city, parameters.ground) for city in (base, state))
    ]
    keys = sorted(set(sides[0]) ^ set(sides[1]))
    out = np.empty(len(keys), dtype=object)
    out[:] = [sides[0].get(key, sides[1].get(key)) for key in keys]
    return out


def _same_shapes(old: Table, new: Table) -> NDArray[np.bool_]:
    """Whether shapes are equal, row by row, as far as both tables go."""
    common = min(len(old), len(new))
    a, b = old.geometry[:common], new.geometry[:common]
    same = np.array([one is other for one, other in zip(a, b, strict=True)], dtype=bool)
    if not same.all():
        same[~same] = shapely.equals_exact(a[~same], b[~same], 0.0)
    return same


def _same(old: NDArray[Any], new: NDArray[Any]) -> NDArray[np.bool_]:
    """Whether values are equal; two unknown numbers are."""
    same = np.asarray(old == new)
    if old.dtype.kind == "f":
        same |= np.isnan(old) & np.isnan(new)
    return same
