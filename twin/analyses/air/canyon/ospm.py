"""A street canyon after OSPM: a plume along the ground and air that turns over between walls.

Hertel, O. & Berkowicz, R. (1989), Modelling pollution from traffic in a street canyon, DMU Luft
A-129; Berkowicz, R. (2000), OSPM - a parameterised street pollution model, Environmental Monitoring
and Assessment 65, 323-331. Own code from the published equations; constants as in Berkowicz 2000.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]

INITIAL_M, ROUGHNESS_M, TURBULENCE = 2.0, 0.60, 0.1
CAR_M2, LORRY_M2, STIRRING = 2.0, 16.0, 0.30
BLOCK_M = 100.0
"""How far the street runs on like this in both directions: a block, assumed."""
MEANDER_RAD = 0.5
MEANDERS = (-0.8, -0.4, 0.0, 0.4, 0.8)
"""The wind swings by 0.5 rad within the hour; five directions stand for all."""


def stirring_m_s(light_veh_h: float, heavy_veh_h: float, speed_kmh: float, width_m: float) -> float:
    """Turbulence that traffic makes, sigma_w0: 0.30 times the root of moving area per width."""
    moved = (light_veh_h * CAR_M2 + heavy_veh_h * LORRY_M2) / 3600.0 * speed_kmh / 3.6
    return STIRRING * math.sqrt(moved / width_m)


@njit(cache=True, nogil=True, error_model="numpy")
def side_of_street(
    across: float,
    wind_m_s: float,
    width_m: float,
    own_m: float,
    other_m: float,
    stirred_m_s: float,
    receptor_m: float,
) -> float:
    """Concentration per unit emission at one side of a canyon, s/m²: µg/m³ per µg/(m s).

    across: the part of the wind's direction that blows towards this side, -1 to 1. wind_m_s:
    above the roofs. own_m, other_m: height of the buildings on this and the other side.
    Below zero this side is in the lee of its own buildings, and the air above the ground comes
    back to it; above zero it faces the wind.
    """
    lee = across <= 0.0
    upwind, downwind = (own_m, other_m) if lee else (other_m, own_m)
    height = max(0.5 * (own_m + other_m), INITIAL_M + 0.5)
    sin_phi = max(abs(across), 1e-3)
    cos_phi = math.sqrt(max(0.0, 1.0 - sin_phi * sin_phi))
    slower = math.log(INITIAL_M / ROUGHNESS_M) / math.log(height / ROUGHNESS_M)
    slower *= 1.0 - min(0.9, 0.2 * upwind / height) * sin_phi * sin_phi
    ground = slower * wind_m_s
    stirred2 = stirred_m_s * stirred_m_s
    rise = math.sqrt((TURBULENCE * ground) ** 2 + stirred2)
    exchange = math.sqrt((TURBULENCE * wind_m_s) ** 2 + 0.4 * stirred2)
    strong = 1.0 if wind_m_s > 2.0 else math.sqrt(0.5 * wind_m_s)
    vortex = 2.0 * upwind * strong
    path = width_m / sin_phi
    longest = path if cos_phi < 1e-9 else min(path, BLOCK_M / cos_phi)
    escape = ground * (height - INITIAL_M) / rise
    scale = math.sqrt(2.0 / math.pi) / (width_m * rise)
    if lee:
        reach = min(longest, vortex)
        value = _plume(reach, 0.0, escape, ground, rise, exchange, height, receptor_m)
        turned = math.cos(2.0 * strong * math.asin(min(1.0, sin_phi)))
        if turned > 0.0 and vortex < longest:
            value += turned * _plume(
                longest, vortex, escape, ground, rise, exchange, height, receptor_m
            )
    else:
        reach = min(longest, max(0.0, path - vortex))
        value = _plume(reach, 0.0, escape, ground, rise, exchange, height, receptor_m)
    total = scale * value
    if vortex > 0.0 and receptor_m <= upwind:
        daily = math.sqrt(ground * ground + stirred2)
        total += _turning(
            width_m, sin_phi, path, vortex, upwind, downwind, exchange, daily, wind_m_s
        )
    return total


@njit(cache=True, nogil=True, error_model="numpy")
def _plume(
    to_m: float,
    from_m: float,
    escape_m: float,
    ground: float,
    rise: float,
    exchange: float,
    height: float,
    receptor_m: float,
) -> float:
    """The direct plume from sources between from_m and to_m upwind: it grows upwards in a line
    until it reaches the roofs at escape_m, and thins out from there."""
    grown = max(min(to_m, escape_m), from_m)
    top = INITIAL_M + rise / ground * grown
    low = max(INITIAL_M + rise / ground * from_m, receptor_m)
    value = math.log(top / min(top, max(INITIAL_M, low)))
    beyond, before = max(0.0, to_m - escape_m), max(0.0, from_m - escape_m)
    rate = exchange / (ground * height)
    return value + rise / exchange * (math.exp(-rate * before) - math.exp(-rate * beyond))


@njit(cache=True, nogil=True, error_model="numpy")
def _turning(
    width_m: float,
    sin_phi: float,
    path: float,
    vortex: float,
    upwind: float,
    downwind: float,
    exchange: float,
    ground: float,
    roof: float,
) -> float:
    """Air that turns over in the lee of the upwind buildings: what goes in leaves by the top and
    by the slanting side of a trapezoid, as far as no building closes it."""
    inside = min(path, vortex)
    top = min(path, 0.5 * vortex)
    slant = math.sqrt(upwind * upwind + 0.25 * vortex * vortex)
    cut = 2.0 * upwind * (vortex - inside) / vortex
    open_m = max(0.0, slant * (upwind - min(cut, downwind)) / upwind)
    side = (open_m * ground + slant * roof) / (open_m + slant)
    return inside * sin_phi / (width_m * (exchange * top + side * open_m))


@njit(cache=True, nogil=True, error_model="numpy")
def _swung(
    across: float, wind: float, width: float, own: float, other: float, stir: float, height: float
) -> float:
    angle = math.asin(max(-1.0, min(1.0, across)))
    total = 0.0
    for part in MEANDERS:
        total += side_of_street(
            math.sin(angle + part * MEANDER_RAD), wind, width, own, other, stir, height
        )
    return total / len(MEANDERS)


@njit(cache=True, nogil=True, error_model="numpy")
def canyon_factors(
    stretches: NDArray[np.int64],
    ux: Floats,
    uy: Floats,
    distance: Floats,
    height: Floats,
    share: Floats,
    wind: Floats,
    stir_at_15m: float,
    receptor_m: float,
    worst_m_s: float,
    year: Floats,
    hour: Floats,
) -> None:
    """Fills year (stretches, 2) with the mean over the rose and hour (stretches, 2, directions)
    with a slow wind from each direction, of the given stretches; s/m². Shapes as in Canyons and
    Rose."""
    directions = share.shape[0]
    for i in stretches:
        width = max(distance[i, 0] + distance[i, 1], 6.0)
        stir = stir_at_15m * math.sqrt(15.0 / width)
        for side in range(2):
            sign = 1.0 if side == 0 else -1.0
            own, other = height[i, side], height[i, 1 - side]
            for d in range(directions):
                to = 2.0 * math.pi * d / directions + math.pi
                across = sign * (-uy[i] * math.sin(to) + ux[i] * math.cos(to))
                for k in range(share.shape[1]):
                    if share[d, k] > 0.0:
                        year[i, side] += share[d, k] * _swung(
                            across, wind[k], width, own, other, stir, receptor_m
                        )
            for d in range(hour.shape[2]):
                to = 2.0 * math.pi * d / hour.shape[2] + math.pi
                across = sign * (-uy[i] * math.sin(to) + ux[i] * math.cos(to))
                hour[i, side, d] = _swung(across, worst_m_s, width, own, other, stir, receptor_m)
