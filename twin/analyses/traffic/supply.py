"""What a street can carry, and how its travel time grows with traffic."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twin.analyses.network import DriveNetwork, assumed_limit_kmh
from twin.analyses.network.defaults import free_speed_kmh
from twin.citystate import Table

Floats = NDArray[np.float64]

SATURATION_VEH_H = 1900.0
"""Base saturation flow of a lane, passenger cars per hour of green (HCM 2016, chapter 19)."""
GREEN_SHARE = {1: 0.50, 2: 0.50, 3: 0.45, 4: 0.40, 5: 0.35, 6: 0.15}
"""Assumed share of the hour in which a lane may discharge, by importance: signals on main
streets; yielding, parking and deliveries on local ones."""
BPR_B, BPR_POWER = 1.0, 4.0
"""Delay t0 (1 + b (v/c)^power), the form and the power of the Bureau of Public Roads (1964),
Traffic Assignment Manual; b = 1, because our capacity is what junctions let through, where
Spiess (1990), Transportation Science 24(2), asks for twice the free time."""
DEFAULT_LANES = {"both": 2.0, "one": 1.0}


@dataclass(frozen=True)
class Supply:
    """Per directed link: free speed, capacity, BPR figures; how much of it was defaulted.

    free_kmh, capacity (veh/h), b, power: shape (links,). defaulted_km: what -> length of streets
    where a default stood in ("speed", "lanes").
    """

    free_kmh: Floats
    capacity: Floats
    b: Floats
    power: Floats
    defaulted_km: dict[str, float]


def supply(street: Table, network: DriveNetwork) -> Supply:
    """Capacity and free speed of the network's links from the (edited) street table.

    Streets need importance, road_class, restricted, direction, lanes (of both directions
    together), speed_kmh, mean_speed_kmh. A two-way street shares its lanes evenly; a two-way
    street of one lane gives each direction half of it. Missing or zero lanes count as 2 (two-way)
    or 1 (one-way).
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
        b=np.full(len(rows), BPR_B),
        power=np.full(len(rows), BPR_POWER),
        defaulted_km={
            "speed": float(network.length_km[once & guessed].sum()),
            "lanes": float(network.length_km[once & unknown].sum()),
        },
    )


def _first_of_each(rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Marks one link per street, so that a two-way street's length counts once."""
    first = np.zeros(len(rows), dtype=bool)
    first[np.unique(rows, return_index=True)[1]] = True
    return first
