"""What a street can carry, and how its travel time grows with traffic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from twin.analyses.network import DriveNetwork, assumed_limit_kmh
from twin.analyses.network.defaults import free_speed_kmh
from twin.citystate import Table

Floats = NDArray[np.float64]

SATURATION_VEH_H = 1900.0
"""Base saturation flow of a lane, passenger cars per hour of green (HCM 2016, chapter 19)."""
GREEN_SHARE = {1: 1.00, 2: 0.50, 3: 0.45, 4: 0.40, 5: 0.35, 6: 0.15}
"""Assumed share of the hour in which a lane may discharge, by importance: all of it on roads
without junctions (1), signals on main streets; yielding, parking and deliveries on local ones."""
BPR = {1: (0.56, 3.6), 2: (0.71, 2.1), 3: (1.0, 4.0), 4: (1.0, 4.0), 5: (1.0, 4.0), 6: (1.0, 4.0)}
"""Delay t0 (1 + b (v/c)^power) by importance: (b, power). The form is that of the Bureau of Public
Roads (1964), Traffic Assignment Manual. 1 and 2, where the road itself binds: freeway and multilane
road of 50 mph, Horowitz, A. J. (1991), Delay-volume relations for travel forecasting, based on the
1985 Highway Capacity Manual, FHWA. From 3 on junctions bind, and our capacity is what they let
through: b = 1, the doubled time at capacity that Spiess (1990), Transportation Science 24(2), asks
for, with the Bureau's power (decision 0008)."""
DEFAULT_LANES = {"both": 2.0, "one": 1.0}


@dataclass(frozen=True)
class Supply:
    """Per directed link: free speed, capacity, BPR figures; how much of it was defaulted.

    free_kmh, capacity (passenger cars per hour), b, power: shape (links,). defaulted_km: what ->
    length of streets where a default stood in ("speed", "lanes"). heavy_allowed: whether lorries,
    buses and coaches may use the link, shape (links,).
    """

    free_kmh: Floats
    capacity: Floats
    b: Floats
    power: Floats
    defaulted_km: dict[str, float]
    heavy_allowed: NDArray[np.bool_]

    def in_world(self, factors: Mapping[str, float]) -> Supply:
        """The supply of one draw of "speed" and "capacity"."""
        return replace(
            self,
            free_kmh=self.free_kmh * factors["speed"],
            capacity=self.capacity * factors["capacity"],
        )


def supply(street: Table, network: DriveNetwork) -> Supply:
    """Capacity and free speed of the network's links from the (edited) street table.

    Streets need importance, road_class, restricted, direction, lanes (of both directions
    together), speed_kmh, mean_speed_kmh. A two-way street shares its lanes evenly; a two-way
    street of one lane gives each direction half of it. Missing or zero lanes count as 2 (two-way)
    or 1 (one-way). A street table without the column no_heavy bans no heavy vehicle.
    """
    c, rows = street.columns, network.street
    importance = np.clip(c["importance"][rows].astype(int), 1, 6)
    two_way = c["direction"][rows] == "both"
    lanes = c["lanes"][rows].astype(float)
    unknown = ~(np.isfinite(lanes) & (lanes > 0))
    lanes = np.where(unknown, np.where(two_way, DEFAULT_LANES["both"], DEFAULT_LANES["one"]), lanes)
    per_direction = np.where(two_way, lanes / 2, lanes)
    green = np.array([GREEN_SHARE[k] for k in range(1, 7)])[importance - 1]
    assumed = assumed_limit_kmh(
        c["importance"][rows], c["road_class"][rows], c["restricted"][rows].astype(bool)
    )
    limit, mean = c["speed_kmh"][rows].astype(float), c["mean_speed_kmh"][rows].astype(float)
    free, guessed = free_speed_kmh(limit, assumed, mean)
    once = _first_of_each(rows)
    return Supply(
        free_kmh=free,
        capacity=per_direction * green * SATURATION_VEH_H,
        b=np.array([BPR[k][0] for k in range(1, 7)])[importance - 1],
        power=np.array([BPR[k][1] for k in range(1, 7)])[importance - 1],
        defaulted_km={
            "speed": float(network.length_km[once & guessed].sum()),
            "lanes": float(network.length_km[once & unknown].sum()),
        },
        heavy_allowed=~banned_for_heavy(street)[rows],
    )


def banned_for_heavy(street: Table) -> NDArray[np.bool_]:
    """Whether heavy vehicles are kept out, per street row; False where the table does not say."""
    flag = street.columns.get("no_heavy")
    return np.zeros(len(street), dtype=bool) if flag is None else np.asarray(flag, dtype=bool)


def _first_of_each(rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Marks one link per street, so that a two-way street's length counts once."""
    first = np.zeros(len(rows), dtype=bool)
    first[np.unique(rows, return_index=True)[1]] = True
    return first
