"""CALINE3 on its own terms: links of a road and one hour of weather, as its user guide has it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from twin.analyses.air.dispersion.curves import spread
from twin.analyses.air.dispersion.plume import line

MILE_M = 1609.344
PPM_PER_UG_M3 = 0.0245 / 28.0
"""Carbon monoxide: molar volume 24.5 l, molar mass 28 g, as in the user guide."""
DEEP_M = -1.5
"""Cuttings deeper than this keep their air longer (Benson 1979)."""


@dataclass(frozen=True)
class Link:
    """A straight road. kind: AG at grade, BR bridge, FL fill, DP depressed. g_mile: emission per
    vehicle. height_m: of the source, negative in a cutting. width_m: of the mixing zone."""

    kind: str
    x1: float
    y1: float
    x2: float
    y2: float
    veh_h: float
    g_mile: float
    height_m: float
    width_m: float

    @property
    def ug_m_s(self) -> float:
        """Strength of the line source."""
        return self.veh_h / 3600.0 * self.g_mile * 1e6 / MILE_M


@dataclass(frozen=True)
class Weather:
    """wind_from_deg: clockwise from north. stability: 1 (A) to 6 (F). roughness_cm, averaging_min:
    of the site. Wind below 1 m/s counts as 1 m/s."""

    wind_m_s: float
    wind_from_deg: float
    stability: int
    mixing_m: float
    roughness_cm: float
    averaging_min: float = 60.0


def concentration_ug_m3(link: Link, weather: Weather, x: float, y: float, z: float) -> float:
    """What one link adds at a receptor z metres above ground. Settling and deposition are left
    out. Benson, P. E. (1979). CALINE3. FHWA/CA/TL-79/23."""
    length = math.hypot(link.x2 - link.x1, link.y2 - link.y1)
    ux, uy = (link.x2 - link.x1) / length, (link.y2 - link.y1) / length
    dx, dy = x - link.x1, y - link.y1
    aside, along = dx * uy - dy * ux, dx * ux + dy * uy
    to = math.radians(weather.wind_from_deg + 180.0)
    wx, wy = math.sin(to), math.cos(to)
    half = link.width_m / 2.0
    stay = 0.72 * abs(link.height_m) ** 0.83 if link.height_m < DEEP_M else 1.0
    wind = max(weather.wind_m_s, 1.0)
    s = spread(
        weather.stability, weather.roughness_cm, weather.averaging_min, half, stay * half / wind
    )
    earthwork = link.kind in ("FL", "DP")
    value = line(
        along, aside, length, half, ux * wx + uy * wy, wx * uy - wy * ux,
        s.y1, s.y2, s.z1, s.z2,
        _level(z, aside, link) if earthwork else z,
        0.0 if earthwork else link.height_m,
        weather.mixing_m,
    )  # fmt: skip
    return value * link.ug_m_s / wind * _sheltered(abs(aside), link, stay)


def _level(z: float, aside: float, link: Link) -> float:
    """Height above the source next to a dam or a cutting with slopes of 2 to 1."""
    half, height = link.width_m / 2.0, link.height_m
    beyond = max(0.0, abs(aside) - half)
    if beyond >= 2.0 * abs(height):
        return z
    return z - height * (1.0 - beyond / (2.0 * abs(height)))


def _sheltered(aside: float, link: Link, stay: float) -> float:
    """Slower wind in a cutting, fading out over three times its depth."""
    half, depth = link.width_m / 2.0, -link.height_m
    if link.height_m >= DEEP_M or aside >= half + 3.0 * depth:
        return 1.0
    return stay - (stay - 1.0) * max(0.0, aside - half) / (3.0 * depth)


def total_ppm(
    links: Sequence[Link], weather: Weather, x: float, y: float, z: float, ambient_ppm: float
) -> float:
    """Carbon monoxide at a receptor, ambient and all links."""
    added = sum(concentration_ug_m3(one, weather, x, y, z) for one in links)
    return ambient_ppm + added * PPM_PER_UG_M3
