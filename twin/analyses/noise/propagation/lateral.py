"""Attenuation of a path around vertical edges (CNOSSOS-EU 2.5.4, "lateral diffractions")."""

from __future__ import annotations

from math import exp, log10

from numba import njit

from twin.analyses.noise.propagation.bands import BANDS
from twin.analyses.noise.propagation.diffraction import pure_loss
from twin.analyses.noise.propagation.ground import BEL, ground_gain
from twin.analyses.noise.propagation.plane import Line
from twin.analyses.noise.propagation.vertical import (
    LEAST_DISTANCE_M,
    SPREAD,
    Level,
    straight_ground,
)


@njit(cache=True, nogil=True, error_model="numpy")
def lateral_gain(
    n: int,
    d: Line,
    z: Line,
    g: Line,
    zs: float,
    zr: float,
    gs: float,
    direct_m: float,
    length_m: float,
    between_m: float,
    alpha_db_per_km: Level,
    favourable: bool,
    out: Level,
) -> None:
    """What a path around vertical edges leaves of the power in one condition: 10^(-A / 10).

    As `lateral_path`, which gives the same in dB.
    """
    ground = straight_ground(n, d, z, g, zs, zr, gs, favourable)
    distance = max(direct_m, LEAST_DISTANCE_M)
    spread = 1.0 / (SPREAD * distance * distance)
    delta = length_m - direct_m
    for band in range(BANDS):
        air = exp(-0.001 * BEL * alpha_db_per_km[band] * length_m)
        edges = pure_loss(band, delta, between_m)
        out[band] = spread * air * ground_gain(band, ground) / edges


@njit(cache=True, nogil=True, error_model="numpy")
def lateral_path(
    n: int,
    d: Line,
    z: Line,
    g: Line,
    zs: float,
    zr: float,
    gs: float,
    direct_m: float,
    length_m: float,
    between_m: float,
    alpha_db_per_km: Level,
    favourable: bool,
    out: Level,
) -> None:
    """Attenuation of a path around vertical edges in one condition, per band into `out` (8,).

    `d`, `z`, `g` hold in their first `n` places the unfolded ground profile along the route (roofs
    it crosses included, the vertical edges not). `direct_m` is the distance from source to
    receiver, `length_m` the length along the route and `between_m` that between its first and last
    edge, all in three dimensions. Divergence goes by the direct distance, air by the length, the
    ground along the route; the path difference is that of straight lines in both conditions.
    dB, positive is quieter.
    """
    lateral_gain(
        n, d, z, g, zs, zr, gs, direct_m, length_m, between_m, alpha_db_per_km, favourable, out
    )
    for band in range(BANDS):
        out[band] = -10.0 * log10(out[band])
