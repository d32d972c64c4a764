"""CO2 of cars by mean speed, from a published fuel function."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SLOWEST_KMH, FASTEST_KMH = 10.0, 130.0
FUEL_A, FUEL_B, FUEL_C, FUEL_D, FUEL_E = 174.0, 0.0685, 0.364, -0.000247, 0.00874
"""Fuel of a petrol car, 1.4 to 2.0 l, Euro 4: EMEP/EEA air pollutant emission inventory guidebook
2013 (update of September 2014), part 1.A.3.b, Tier 3, Table 3-41."""
CO2_PER_FUEL = 44.011 / (12.011 + 1.008 * 1.86)
"""g CO2 per g fuel: all carbon burnt, hydrogen to carbon ratio 1.86 (same guidebook)."""


def fuel_g_km(speed_kmh: Floats) -> Floats:
    """Fuel, g/km: (a + c v + e v^2) / (1 + b v + d v^2), v held within 10 to 130 km/h."""
    v = np.clip(speed_kmh, SLOWEST_KMH, FASTEST_KMH)
    return np.asarray((FUEL_A + FUEL_C * v + FUEL_E * v**2) / (1 + FUEL_B * v + FUEL_D * v**2))


def co2_g_km(speed_kmh: Floats) -> Floats:
    """CO2 of the reference car at a mean speed, g/km."""
    return fuel_g_km(speed_kmh) * CO2_PER_FUEL
