"""How fast paths are worked out on one core, for `manage.py bench street`."""

from __future__ import annotations

from time import process_time

import numpy as np
from numba import njit

from twin.analyses.noise.propagation.atmosphere import absorption_db_per_km
from twin.analyses.noise.propagation.plane import Line
from twin.analyses.noise.propagation.vertical import Level, vertical_gain

LENGTH_M, HOUSE_M, HOUSE_HEIGHT_M = 200.0, 12.0, 9.0
SOURCE_Z, RECEIVER_Z, GROUND = 0.05, 4.0, 0.3


def microseconds_a_path(repeats: int = 20_000) -> dict[str, float]:
    """Processor time of one path in both conditions and all bands, by houses in its way.

    The keys are "0", "1" and "5" houses on 200 m of flat ground. One core, compiled code only.
    """
    return {str(houses): _measure(houses, repeats) for houses in (0, 1, 5)}


def _measure(houses: int, repeats: int) -> float:
    d, z, g = profile(houses)
    alpha, out_h, out_f = absorption_db_per_km(15.0, 70.0), np.zeros(8), np.zeros(8)
    _many(10, d, z, g, alpha, out_h, out_f)  # compiles
    best = np.inf
    for _ in range(3):
        start = process_time()
        _many(repeats, d, z, g, alpha, out_h, out_f)
        best = min(best, process_time() - start)
    return float(best / repeats * 1e6)


def profile(houses: int) -> tuple[Line, Line, Line]:
    """Flat ground with evenly spaced houses: distance, altitude, ground factor."""
    points = [(0.0, 0.0, GROUND)]
    for house in range(houses):
        near = (house + 1) * LENGTH_M / (houses + 1)
        far = near + HOUSE_M
        points += [(near, 0.0, 0.0), (near, HOUSE_HEIGHT_M, 0.0)]
        points += [(far, HOUSE_HEIGHT_M, 0.0), (far, 0.0, GROUND)]
    points.append((LENGTH_M, 0.0, 0.0))
    d, z, g = (np.ascontiguousarray(column) for column in np.array(points).T)
    return d, z, g


@njit(cache=True, nogil=True, error_model="numpy")
def _many(
    repeats: int, d: Line, z: Line, g: Line, alpha: Level, out_h: Level, out_f: Level
) -> float:
    total: float = 0.0
    for i in range(repeats):
        # A receiver a hair higher each time, so that no result can be reused.
        vertical_gain(len(d), d, z, g, SOURCE_Z, RECEIVER_Z + 1e-9 * i, 0.0, alpha, out_h, out_f)
        total += out_h[0] + out_f[7]
    return total
