"""What a point on a street adds around it in a mean year, tabled by distance and direction."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from twin.analyses.air.dispersion.curves import Spread, spread
from twin.analyses.air.dispersion.plume import across, upright
from twin.analyses.air.dispersion.rose import Rose

Floats = NDArray[np.float64]

HALF_WIDTH_M = 5.0
"""Half of the zone in which traffic stirs the air: 10 m is the least of CALINE3, one lane and 3 m
on each side. Taken for all streets: wide ones are several lines in the street data."""
SOURCE_M = 0.5
AVERAGING_MIN = 60.0
NEAREST_M, FARTHEST_M = 20.0, 10_000.0
DISTANCES, BEARINGS = 64, 144


@dataclass(frozen=True)
class PointTable:
    """Annual mean per unit source, µg/m³ per µg/s, shape (64 distances, 144 bearings + 1).

    Distances grow by a constant factor from 20 m; bearing 0: the receptor is north of the source,
    then clockwise; the last column repeats the first."""

    values: Floats


def spreads(rose: Rose, roughness_cm: float) -> list[Spread]:
    """The plume's width for each kind of weather of the rose."""
    return [
        spread(int(s), roughness_cm, AVERAGING_MIN, HALF_WIDTH_M, HALF_WIDTH_M / wind)
        for s, wind in zip(rose.stability, rose.wind_m_s, strict=True)
    ]


def point_table(rose: Rose, roughness_cm: float, receptor_m: float) -> PointTable:
    """The table of a rose. Inside a sector of 10 degrees the wind blows from all directions
    alike: the sideways Gaussian averaged over it is a difference of error functions over an arc.
    """
    widths = np.array([tuple(one) for one in spreads(rose, roughness_cm)])
    values = np.zeros((DISTANCES, BEARINGS + 1))
    _fill(values, rose.share, rose.wind_m_s, rose.mixing_m, widths, receptor_m)
    values[:, -1] = values[:, 0]
    return PointTable(values)


@njit(cache=True, nogil=True, error_model="numpy")
def _fill(
    values: Floats,
    share: Floats,
    wind: Floats,
    mixing: Floats,
    widths: Floats,
    receptor_m: float,
) -> None:
    sector = 2.0 * math.pi / share.shape[0]
    for i in range(values.shape[0]):
        r = NEAREST_M * (FARTHEST_M / NEAREST_M) ** (i / (DISTANCES - 1.0))
        for k in range(share.shape[1]):
            sy = widths[k, 0] * r ** widths[k, 1]
            sz = widths[k, 2] * r ** widths[k, 3]
            height = upright(receptor_m, SOURCE_M, sz, mixing[k]) / (
                math.sqrt(2.0 * math.pi) * sz * wind[k]
            )
            for j in range(values.shape[1] - 1):
                bearing = 2.0 * math.pi * j / BEARINGS
                total = 0.0
                for d in range(share.shape[0]):
                    # The receptor lies downwind when the wind blows towards its bearing.
                    off = bearing - (d * sector + math.pi)
                    off = (off + math.pi) % (2.0 * math.pi) - math.pi
                    if abs(off) < 0.5 * math.pi:
                        arc = across((off - 0.5 * sector) * r, (off + 0.5 * sector) * r, sy)
                        total += share[d, k] * arc / (r * sector)
                values[i, j] += total * height


@njit(cache=True, nogil=True, error_model="numpy")
def read_point(values: Floats, dx: float, dy: float) -> float:
    """The table at a receptor dx east and dy north of the source, between its entries by
    straight lines over the logarithm of the distance."""
    r = math.sqrt(dx * dx + dy * dy)
    place = math.log(max(r, NEAREST_M) / NEAREST_M) / math.log(FARTHEST_M / NEAREST_M)
    place *= DISTANCES - 1.0
    i = min(int(place), DISTANCES - 2)
    a = min(place - i, 1.0)
    turn = math.atan2(dx, dy) / (2.0 * math.pi) * BEARINGS
    if turn < 0.0:
        turn += BEARINGS
    j = min(int(turn), BEARINGS - 1)
    b = turn - j
    near = values[i, j] * (1.0 - b) + values[i, j + 1] * b
    far = values[i + 1, j] * (1.0 - b) + values[i + 1, j + 1] * b
    if near <= 0.0 or far <= 0.0:
        return float(near * (1.0 - a) + far * a)
    return math.exp(math.log(near) * (1.0 - a) + math.log(far) * a)
