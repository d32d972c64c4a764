"""Ground attenuation in homogeneous and favourable conditions (CNOSSOS-EU 2.5.3)."""

from __future__ import annotations

from math import exp, log, log10, sqrt

from numba import njit

from twin.analyses.noise.propagation.bands import F_0_75, F_1_5, F_2_5, WAVE_NUMBER

RAY_CURVE_PER_M = 2e-4
"""a0, the inverse of the curvature radius of favourable rays (2.5.19)."""
TURBULENCE = 6e-3


Stretch = tuple[float, float, float, float, float]
"""A stretch of ground as its attenuation needs it: heights of both ends over the mean plane (raised
in favourable conditions), distance along it, softness G_w^1.3 (HARD for G_path = 0) and the
greatest gain, the lower bound of the attenuation as a power ratio."""
HARD = -1.0
BEL = log(10.0) / 10.0
"""Turns dB of a power into its natural logarithm."""


@njit(cache=True, nogil=True, error_model="numpy")
def softness(factor: float) -> float:
    """The ground factor as the parameter w takes it, G_w^1.3."""
    return factor**1.3 if factor > 0.0 else 0.0


@njit(cache=True, nogil=True, error_model="numpy")
def w_of(band: int, soft: float) -> float:
    """The parameter w of the ground effect in a band, from G_w^1.3 (2.5.17)."""
    square = soft * soft
    below: float = F_1_5[band] * square + 1.3e3 * F_0_75[band] * soft + 1.16e6
    w: float = 0.0185 * F_2_5[band] * square / below
    return w


@njit(cache=True, nogil=True, error_model="numpy")
def cf_of(w: float, distance: float) -> float:
    """The parameter C_f of the ground effect, m (2.5.16)."""
    reach = w * distance
    return distance * (1.0 + 3.0 * reach * exp(-sqrt(reach))) / (1.0 + reach)


@njit(cache=True, nogil=True, error_model="numpy")
def ground_gain(band: int, stretch: Stretch) -> float:
    """What the ground leaves of the power in one band, never over its greatest gain (2.5.15)."""
    zs, zr, distance, soft, most = stretch
    if soft < 0.0:
        return most
    k = WAVE_NUMBER[band]
    c = cf_of(w_of(band, soft), distance) / k
    root = sqrt(2.0 * c)
    strength = (zs * zs - root * zs + c) * (zr * zr - root * zr + c)
    gain = 4.0 * k * k / (distance * distance) * strength
    return gain if gain < most else most


@njit(cache=True, nogil=True, error_model="numpy")
def ground_db(band: int, stretch: Stretch) -> float:
    """A_ground of a stretch in one band. dB."""
    return -10.0 * log10(ground_gain(band, stretch))


@njit(cache=True, nogil=True, error_model="numpy")
def homogeneous(zs: float, zr: float, distance: float, factor: float, corrected: float) -> Stretch:
    """A stretch of ground in homogeneous conditions, from G_path and G'_path (2.5.15 to 2.5.18)."""
    if factor <= 0.0:
        return zs, zr, distance, HARD, exp(3.0 * BEL)
    return zs, zr, distance, softness(corrected), exp(3.0 * BEL * (1.0 - corrected))


@njit(cache=True, nogil=True, error_model="numpy")
def favourable(zs: float, zr: float, distance: float, factor: float, corrected: float) -> Stretch:
    """A stretch of ground in favourable conditions: raised heights, greater gain (2.5.19, 20)."""
    heights = zs + zr
    most_db = 3.0 * (1.0 - corrected)
    reach = 30.0 * heights
    if distance > reach:
        most_db *= 1.0 + 2.0 * (1.0 - reach / distance)
    most = exp(BEL * most_db)
    if factor <= 0.0 or heights < 1e-9:
        return zs, zr, distance, HARD, most
    drift = TURBULENCE * distance / heights
    bend = 0.5 * RAY_CURVE_PER_M * distance * distance / (heights * heights)
    lifted_s, lifted_r = zs + bend * zs * zs + drift, zr + bend * zr * zr + drift
    return lifted_s, lifted_r, distance, softness(factor), most
