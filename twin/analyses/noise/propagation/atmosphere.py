"""How much the air takes from a sound: ISO 9613-1:1993."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from twin.analyses.noise.propagation.bands import EXACT_HZ

REFERENCE_PRESSURE_PA = 101_325.0
REFERENCE_K, TRIPLE_POINT_K = 293.15, 273.16


def absorption_db_per_km(
    temperature_c: float, humidity_percent: float, pressure_pa: float = REFERENCE_PRESSURE_PA
) -> NDArray[np.float64]:
    """Atmospheric absorption per octave band at its exact mid-band frequency.

    Parameters are air temperature, relative humidity and static pressure; the result has shape
    (8,), dB per km. Equations 3 to 5 and B.2, B.3 of ISO 9613-1:1993.
    """
    kelvin = temperature_c + 273.15
    warmth = kelvin / REFERENCE_K
    pressure = pressure_pa / REFERENCE_PRESSURE_PA
    saturation = 10.0 ** (-6.8346 * (TRIPLE_POINT_K / kelvin) ** 1.261 + 4.6151)
    vapour_percent = humidity_percent * saturation / pressure
    oxygen_hz = pressure * (
        24.0 + 4.04e4 * vapour_percent * (0.02 + vapour_percent) / (0.391 + vapour_percent)
    )
    nitrogen_hz = (
        pressure
        / np.sqrt(warmth)
        * (9.0 + 280.0 * vapour_percent * np.exp(-4.170 * (warmth ** (-1.0 / 3.0) - 1.0)))
    )
    square = EXACT_HZ**2
    classical = 1.84e-11 / pressure * np.sqrt(warmth)
    oxygen = 0.01275 * np.exp(-2239.1 / kelvin) / (oxygen_hz + square / oxygen_hz)
    nitrogen = 0.1068 * np.exp(-3352.0 / kelvin) / (nitrogen_hz + square / nitrogen_hz)
    per_metre = 8.686 * square * (classical + warmth**-2.5 * (oxygen + nitrogen))
    return np.asarray(1000.0 * per_metre, dtype=np.float64)
