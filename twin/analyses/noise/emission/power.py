"""Sound power of traffic per metre of road (CNOSSOS-EU 2.2): the part that runs for every plan."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, log

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

from twin.analyses.noise.emission.roadway import REFERENCE_KMH, Roadway
from twin.analyses.noise.emission.vehicles import CATEGORIES, STUDDED_A, STUDDED_B

Floats = NDArray[np.float64]
SLOWEST_KMH, FASTEST_KMH = 20.0, 130.0
"""The formulas hold between these speeds; a vehicle beyond them counts as driving at the limit, in
its noise and in how many of them there are on a metre of road."""
WITH_TYRES = 3
"""Categories 1, 2, 3 make rolling noise; two-wheelers do not."""
STUDDED_KMH = (50.0, 90.0)
_STUDDED_A = STUDDED_A * log(10.0) / 10.0
_STUDDED_B = STUDDED_B / 10.0


@njit(cache=True, nogil=True, error_model="numpy")
def _studded(band: int, speed: float, share: float) -> float:
    """Factor on the rolling power of light vehicles by share of studded tyres (2.2.6 to 2.2.8)."""
    pace = min(max(speed, STUDDED_KMH[0]), STUDDED_KMH[1])
    gain = exp(_STUDDED_A[band] + _STUDDED_B[band] * log(pace / REFERENCE_KMH))
    return 1.0 - share + share * gain


@njit(cache=True, nogil=True, error_model="numpy")
def add_power(
    road: Roadway,
    category: int,
    flow: Floats,
    speed: Floats,
    rolling_gain: Floats,
    studded_share: float,
    out: Floats,
) -> None:
    """Add the power of one category's vehicles to `out`, pW per metre of road.

    `flow` in veh/h and `speed` in km/h of shape (k, m): k worlds or periods, m rows of the roadway;
    `category` is the place in CATEGORIES; `rolling_gain` (k,) a factor on rolling power, 1 as a
    rule; `studded_share`, of a whole year, counts for category 0 only. `out` has shape (k, m, 8).
    No flow, no sound; a speed that is not a number counts as the slowest.
    """
    worlds, streets = flow.shape
    for k in range(worlds):
        for m in range(streets):
            vehicles = flow[k, m]
            if not vehicles > 0.0:
                continue
            v = speed[k, m]
            v = min(v, FASTEST_KMH) if v > SLOWEST_KMH else SLOWEST_KMH
            pace = log(v / REFERENCE_KMH)
            density = vehicles / (1000.0 * v)
            rolling = density * rolling_gain[k]
            last, push = np.nan, 0.0
            for band in range(8):
                slope = road.propulsion_slope[m, category, band]
                if slope != last:  # most bands share one slope, and exponentials cost
                    last, push = slope, density * exp(slope * v)
                power = push * road.propulsion[m, category, band]
                if category < WITH_TYRES:
                    rolls = road.rolling[m, category, band] * exp(
                        road.rolling_slope[m, category, band] * pace
                    )
                    if category == 0 and studded_share > 0.0:
                        rolls *= _studded(band, v, studded_share)
                    power += rolling * rolls
                out[k, m, band] += power


def road_power(
    road: Roadway,
    flow_veh_h: Mapping[str, ArrayLike],
    speed_kmh: Mapping[str, ArrayLike],
    *,
    studded_share: float = 0.0,
    studded_months: float = 0.0,
) -> Floats:
    """Sound power level per metre of road, dB re 1 pW/m per octave band, shape (m, 8).

    Flows and speeds by category name, one number a street; the convenient form of `add_power`, in
    which studded tyres count for their months of the year. A street without traffic has -inf.
    """
    m = road.propulsion.shape[0]
    out = np.zeros((1, m, 8))
    for place, category in enumerate(CATEGORIES):
        if category in flow_veh_h:
            flow, speed = (
                np.ascontiguousarray(np.broadcast_to(np.asarray(values[category], float), (1, m)))
                for values in (flow_veh_h, speed_kmh)
            )
            share = studded_share * studded_months / 12.0
            add_power(road, place, flow, speed, np.ones(1), share, out)
    with np.errstate(divide="ignore"):
        level: Floats = 10.0 * np.log10(out[0])
    return level
