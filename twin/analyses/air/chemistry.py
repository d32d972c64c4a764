"""How much of the NOx is NO2: published relations (NOx always counted as NO2)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

EMPIRICAL_UG = 100.0
UG_PER_PPB_NO2, UG_PER_PPB_O3 = 1.95, 2.03
"""At about 10 degrees, as OSPM counts."""


def yearly_no2(road_nox: Floats, ozone: float, primary: float) -> Floats:
    """NO2 that road NOx adds to an annual mean, µg/m³, shape of `road_nox`.

    primary: share of NO2 at the exhaust; ozone: annual mean of the background, which turns NO to
    NO2 until it is used up. van den Hout, K. D. & Baars, H. P. (1988), TNO report 88/192, as used
    in the Dutch standard method.
    """
    late = (1.0 - primary) * road_nox
    return np.asarray(primary * road_nox + late * ozone / (late + EMPIRICAL_UG))


def hourly_no2(
    nox: Floats,
    background_nox: float,
    background_no2: float,
    ozone: float,
    primary: float,
    radiation_w_m2: float,
    air_c: float,
    stay_s: float,
) -> Floats:
    """NO2 in one hour, µg/m³: NO + O3 and the sun's splitting of NO2 in balance with the time
    `stay_s` that air stays in the street. Hertel & Berkowicz (1989), DMU Luft A-129 (OSPM)."""
    kelvin = air_c + 273.15
    rate = 5.38e-2 * math.exp(-1430.0 / kelvin)
    sun = 0.0
    if radiation_w_m2 > 1.0:
        sun = 0.8e-3 * math.exp(-10.0 / radiation_w_m2) + 7.4e-6 * radiation_w_m2
    x = nox / UG_PER_PPB_NO2
    base_x, base_2 = background_nox / UG_PER_PPB_NO2, background_no2 / UG_PER_PPB_NO2
    unmixed = primary * np.maximum(0.0, x - base_x) + base_2
    oxidant = unmixed + ozone / UG_PER_PPB_O3
    renewed = 1.0 / (rate * stay_s)
    b = x + oxidant + sun / rate + renewed
    root = np.sqrt(np.maximum(0.0, b * b - 4.0 * (x * oxidant + unmixed * renewed)))
    return np.asarray(0.5 * (b - root) * UG_PER_PPB_NO2)
