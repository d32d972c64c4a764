"""The plume of a finite line source, by elements across the wind (Benson 1979)."""

from __future__ import annotations

import math

from numba import njit

SQRT_2 = math.sqrt(2.0)
SQRT_2PI = math.sqrt(2.0 * math.pi)
NO_LID_M = 1000.0
"""From this mixing height on, reflections at the lid are left out (as in CALINE3)."""
SLOWEST_M_S = 1.0
"""Below 1 m/s the plume's spread along the wind can't be neglected: calm air counts as 1 m/s."""


@njit(cache=True, nogil=True, error_model="numpy")
def across(left_m: float, right_m: float, spread_m: float) -> float:
    """Share of a line from left_m to right_m beside the receptor that the wind brings there:
    the crosswind integral of the plume."""
    return 0.5 * (math.erf(right_m / (spread_m * SQRT_2)) - math.erf(left_m / (spread_m * SQRT_2)))


@njit(cache=True, nogil=True, error_model="numpy")
def upright(z_m: float, source_m: float, spread_m: float, mixing_m: float) -> float:
    """Sum of exponentials of the plume, its mirror image at the ground and those at the lid;
    2 at the height of a source on the ground without a lid."""
    total = _images(z_m, source_m, spread_m)
    if mixing_m >= NO_LID_M:
        return total
    for image in range(1, 200):
        shift = 2.0 * image * mixing_m
        more = _images(z_m + shift, source_m, spread_m) + _images(z_m - shift, source_m, spread_m)
        total += more
        if more < 1e-12 * total:
            break
    return total


@njit(cache=True, nogil=True, error_model="numpy")
def _images(z_m: float, source_m: float, spread_m: float) -> float:
    below, above = (z_m + source_m) / spread_m, (z_m - source_m) / spread_m
    return math.exp(-0.5 * below * below) + math.exp(-0.5 * above * above)


@njit(cache=True, nogil=True, error_model="numpy")
def element(
    near_m: float,
    far_m: float,
    aside_m: float,
    half_width_m: float,
    cos_phi: float,
    sin_phi: float,
    y1: float,
    y2: float,
    z1: float,
    z2: float,
    z_m: float,
    source_m: float,
    mixing_m: float,
) -> float:
    """One element of a line, turned across the wind, times the wind speed.

    near_m, far_m: ends along the line, from the receptor's foot point; aside_m: the receptor's
    distance from it, to the right. phi: from the line to where the wind blows. Five parts of the
    equivalent line carry 0.25, 0.75, 1, 0.75, 0.25 of the strength (Benson 1979, figure 3-4).
    """
    sin_t, cos_t = abs(sin_phi), abs(cos_phi)
    half = 0.5 * abs(far_m - near_m)
    centre = -0.5 * (near_m + far_m)
    crosses = half * sin_t >= half_width_m * cos_t
    reach = half_width_m / sin_t if crosses else half / cos_t
    fetch = centre * cos_phi + aside_m * sin_phi
    if fetch <= -reach:
        return 0.0
    strength = reach / half_width_m
    if fetch < reach:
        fetch = 0.5 * (reach + fetch)
        strength = fetch / half_width_m
    offset = centre * sin_phi - aside_m * cos_phi
    whole = half_width_m * cos_t + half * sin_t
    middle = abs(half * sin_t - half_width_m * cos_t)
    side = 0.5 * (whole - middle)
    sy = y1 * fetch**y2
    sz = z1 * fetch**z2
    top, bottom = offset + whole, offset - whole
    parts = across(offset - middle, offset + middle, sy)
    parts += 0.75 * (
        across(offset + middle, top - side, sy) + across(bottom + side, offset - middle, sy)
    )
    parts += 0.25 * (across(top - side, top, sy) + across(bottom, bottom + side, sy))
    return float(strength * parts * upright(z_m, source_m, sz, mixing_m) / (SQRT_2PI * sz))


@njit(cache=True, nogil=True, error_model="numpy")
def growth(cos_t: float) -> float:
    """How much longer each element is than the one before, by the wind's angle to the line."""
    if cos_t > 0.93969262078590838:  # below 20 degrees
        return 1.1
    if cos_t > 0.64278760968653933:  # below 50
        return 1.5
    if cos_t > 0.34202014332566873:  # below 70
        return 2.0
    return 4.0


@njit(cache=True, nogil=True, error_model="numpy")
def line(
    along_m: float,
    aside_m: float,
    length_m: float,
    half_width_m: float,
    cos_phi: float,
    sin_phi: float,
    y1: float,
    y2: float,
    z1: float,
    z2: float,
    z_m: float,
    source_m: float,
    mixing_m: float,
) -> float:
    """Concentration × wind speed per unit strength of a finite line, 1/m.

    along_m: the receptor's foot point from the line's start. The line is cut into elements that
    grow with their distance from the receptor. Strength in µg/(m s) times this over the wind
    speed in m/s is µg/m³.
    """
    first, last = -along_m, length_m - along_m
    if max(-first * cos_phi, -last * cos_phi) + aside_m * sin_phi < -2.0 * half_width_m:
        return 0.0
    base = growth(abs(cos_phi))
    total = 0.0
    for way in (1.0, -1.0):
        limit = last if way > 0.0 else -first
        start = first if way > 0.0 else -last
        done, size = 0.0, 2.0 * half_width_m
        while done < limit:
            begin, done = done, done + size
            size *= base
            if done > start:
                low, high = max(begin, start), min(done, limit)
                total += element(
                    way * low, way * high, aside_m, half_width_m, cos_phi, sin_phi,
                    y1, y2, z1, z2, z_m, source_m, mixing_m,
                )  # fmt: skip
    return total
