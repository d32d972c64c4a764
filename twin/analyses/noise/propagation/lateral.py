"""Attenuation of a path around vertical edges (CNOSSOS-EU 2.5.4, "lateral diffractions")."""

from __future__ import annotations

from math import log10

from numba import njit

from twin.analyses.noise.propagation.bands import BANDS
from twin.analyses.noise.propagation.diffraction import pure_db
from twin.analyses.noise.propagation.ground import ground_db
from twin.analyses.noise.propagation.plane import Line
from twin.analyses.noise.propagation.vertical import Level, straight_ground


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
    ground = straight_ground(n, d, z, g, zs, zr, gs, favourable)
    spread = 20.0 * log10(direct_m) + 11.0
    delta = length_m - direct_m
    for band in range(BANDS):
        air = 0.001 * alpha_db_per_km[band] * length_m
        out[band] = spread + air + ground_db(band, ground) + pure_db(band, delta, between_m)
