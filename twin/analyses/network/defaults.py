"""What we assume about a street where the source is silent; each figure says why."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LIMIT_KMH = {1: 50.0, 2: 50.0, 3: 50.0, 4: 50.0, 5: 30.0, 6: 20.0}
"""Assumed speed limit by importance in a built-up area, km/h.

50 is the French limit in built-up areas (Code de la route R413-3); 30 and 20 are the limits of a
"zone 30" and of a "zone de rencontre" (R110-2), assumed for streets of local importance.
"""
RESTRICTED_LIMIT_KMH = 20.0
JUNCTION_DELAY_H_PER_KM = 1 / 28.0 - 1 / 50.0
"""Time lost at junctions per km where no mean speed is known, h/km: the difference between the
median mean speed (28 km/h) and the limit of main streets in BD TOPO Nantes, June 2025."""
SLOWEST_KMH = 5.0


def assumed_limit_kmh(
    importance: NDArray[Any], road_class: NDArray[Any], restricted: NDArray[np.bool_]
) -> Floats:
    """Assumed speed limit, km/h, shape (n,).

    importance: 1 (through roads) to 6 (lanes), anything else counts as 5. road_class: a track
    gets 20 km/h. restricted: streets for permit holders only get 20 km/h.
    """
    limit = np.full(len(importance), LIMIT_KMH[5])
    for level, value in LIMIT_KMH.items():
        limit[importance == level] = value
    slow = np.asarray(restricted, dtype=bool) | (np.asarray(road_class) == "track")
    limit[slow] = RESTRICTED_LIMIT_KMH
    return limit


def free_speed_kmh(
    limit: Floats, assumed: Floats, mean: Floats
) -> tuple[Floats, NDArray[np.bool_]]:
    """Speed without other traffic, km/h, and where a default stood in for the mean, shape (n,).

    limit: the limit in force (edited or not). assumed: the limit that the source's mean speed
    belongs to. mean: the source's mean speed, NaN or 0 where unknown. A mean speed is the time at
    the limit plus the time lost at junctions; a new limit changes only the first of the two:
    1/free = 1/limit + max(0, 1/mean - 1/assumed).
    """
    known = np.isfinite(mean) & (mean > 0)
    lost = np.full(len(limit), JUNCTION_DELAY_H_PER_KM)
    lost[known] = np.maximum(0.0, 1.0 / mean[known] - 1.0 / assumed[known])
    usable = np.where(np.isfinite(limit) & (limit > 0), limit, assumed)
    free = 1.0 / (1.0 / usable + lost)
    return np.maximum(free, SLOWEST_KMH), ~known
