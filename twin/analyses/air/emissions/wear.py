"""Dust from tyres, brakes and the road surface by speed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

TYRE_G_KM = {"car": 0.0107, "van": 0.0169, "motorcycle": 0.0046}
BRAKE_G_KM = {"car": 0.0075, "van": 0.0117, "motorcycle": 0.0037}
ROAD_G_KM = {"car": 0.0150, "van": 0.0150, "motorcycle": 0.0060, "heavy": 0.0760}
"""All dust (TSP), g/km. EMEP/EEA guidebook 2019, part 1.A.3.b.vi-vii."""
LOAD = 0.5
TYRE_HEAVY_PER_AXLE = 0.5 * (1.41 + 1.38 * LOAD) * TYRE_G_KM["car"]
BRAKE_HEAVY_G_KM = 3.13 * (1 + 0.79 * LOAD) * BRAKE_G_KM["car"]
"""Heavy vehicles, half loaded: 3.13 gives the published default of 0.0327 g/km (the factor 1.956 of
an older edition goes with a larger car value)."""
PM10_SHARE = {"tyre": 0.600, "brake": 0.980, "road": 0.50}
PM25_SHARE = {"tyre": 0.420, "brake": 0.390, "road": 0.27}


def tyre_speed_factor(speed_kmh: Floats) -> Floats:
    """1.39 below 40 km/h, falling to 0.902 above 90 km/h (same source)."""
    v = np.asarray(speed_kmh, dtype=float)
    return np.where(v < 40, 1.39, np.where(v > 90, 0.902, -0.00974 * v + 1.78))


def brake_speed_factor(speed_kmh: Floats) -> Floats:
    """1.67 below 40 km/h, falling to 0.185 above 95 km/h (same source)."""
    v = np.asarray(speed_kmh, dtype=float)
    return np.where(v < 40, 1.67, np.where(v > 95, 0.185, -0.0270 * v + 2.75))


def wear_g_km(kind: str, axles: int, speed_kmh: Floats) -> tuple[Floats, Floats]:
    """PM10 and PM2.5 from wear, g/km per vehicle. kind: car, van, motorcycle or heavy; axles
    count for heavy ones only. Road wear does not depend on speed."""
    heavy = kind == "heavy"
    tyre = TYRE_HEAVY_PER_AXLE * axles if heavy else TYRE_G_KM[kind]
    brake = BRAKE_HEAVY_G_KM if heavy else BRAKE_G_KM[kind]
    parts = {
        "tyre": tyre * tyre_speed_factor(speed_kmh),
        "brake": brake * brake_speed_factor(speed_kmh),
        "road": np.full(np.shape(speed_kmh), ROAD_G_KM[kind]),
    }
    pm10 = sum(PM10_SHARE[name] * value for name, value in parts.items())
    pm25 = sum(PM25_SHARE[name] * value for name, value in parts.items())
    return np.asarray(pm10), np.asarray(pm25)
