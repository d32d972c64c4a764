"""Attenuation in the vertical plane of a path, by ground and by edges (CNOSSOS-EU 2.5.3, 2.5.4)."""

from __future__ import annotations

from math import exp, log10, sqrt

import numpy as np
from numba import njit
from numpy.typing import NDArray

from twin.analyses.noise.propagation.bands import BANDS, WAVELENGTH_M
from twin.analyses.noise.propagation.diffraction import MOST_OVER_EDGES, beside, pure_loss
from twin.analyses.noise.propagation.edges import (
    bend_of,
    difference,
    grazed_edge,
    hull,
    single_difference,
)
from twin.analyses.noise.propagation.ground import (
    BEL,
    Stretch,
    favourable,
    ground_gain,
    homogeneous,
)
from twin.analyses.noise.propagation.plane import (
    Line,
    corrected_ground_factor,
    distance_along,
    ground_factor,
    height_over,
    image_of,
    mean_plane,
)

Level = NDArray[np.float64]
SPREAD = 10.0**1.1
"""A_div = 20 lg d + 11 dB (2.5.12)."""
LEAST_DISTANCE_M = 0.1
"""Divergence is that of a point source; nearer than this it is held: no level is infinite."""
LEAST_DELTA_M = -float(WAVELENGTH_M[0]) / 20.0
"""An edge further below the ray than this disturbs no band (2.5.4: δ < -λ/20)."""


@njit(cache=True, nogil=True, error_model="numpy")
def straight_ground(
    n: int, d: Line, z: Line, g: Line, zs: float, zr: float, gs: float, curved: bool
) -> Stretch:
    """The whole profile as one stretch of ground, source to receiver."""
    slope, intercept = mean_plane(d, z, 0, n - 1)
    low = height_over(slope, intercept, d[0], zs)
    high = height_over(slope, intercept, d[n - 1], zr)
    distance = distance_along(slope, d[n - 1] - d[0], zr - zs)
    factor = ground_factor(d, g, 0, n - 1)
    corrected = corrected_ground_factor(factor, gs, distance, low + high)
    if curved:
        return favourable(low, high, distance, factor, corrected)
    return homogeneous(low, high, distance, factor, corrected)


@njit(cache=True, nogil=True, error_model="numpy")
def source_side(
    d: Line, z: Line, g: Line, zs: float, gs: float, edge: int, curved: bool
) -> tuple[Stretch, float, float]:
    """The ground from the source to an edge, and the mirrored source."""
    slope, intercept = mean_plane(d, z, 0, edge)
    low = height_over(slope, intercept, d[0], zs)
    high = height_over(slope, intercept, d[edge], z[edge])
    distance = distance_along(slope, d[edge] - d[0], z[edge] - zs)
    factor = ground_factor(d, g, 0, edge)
    corrected = corrected_ground_factor(factor, gs, distance, low + high)
    image_d, image_z = image_of(slope, d[0], zs, low)
    if curved:
        return favourable(low, high, distance, factor, corrected), image_d, image_z
    return homogeneous(low, high, distance, factor, corrected), image_d, image_z


@njit(cache=True, nogil=True, error_model="numpy")
def receiver_side(
    n: int, d: Line, z: Line, g: Line, zr: float, edge: int, curved: bool
) -> tuple[Stretch, float, float]:
    """The ground from an edge to the receiver, and the mirrored receiver."""
    slope, intercept = mean_plane(d, z, edge, n - 1)
    low = height_over(slope, intercept, d[edge], z[edge])
    high = height_over(slope, intercept, d[n - 1], zr)
    distance = distance_along(slope, d[n - 1] - d[edge], zr - z[edge])
    factor = ground_factor(d, g, edge, n - 1)
    image_d, image_z = image_of(slope, d[n - 1], zr, high)
    if curved:
        return favourable(low, high, distance, factor, factor), image_d, image_z
    return homogeneous(low, high, distance, factor, factor), image_d, image_z


@njit(cache=True, nogil=True, error_model="numpy")
def with_edges(
    n: int,
    d: Line,
    z: Line,
    g: Line,
    zs: float,
    zr: float,
    gs: float,
    bend: float,
    edges: tuple[int, int, float, float],
    free: bool,
    out: Level,
) -> None:
    """Multiply `out` by what edges and the ground on both sides of them leave of the power.

    `edges`: first, last, ray length between them, path difference. Where the ray is `free`, bands
    in which Rayleigh's criterion does not hold get the ground of the whole profile instead.
    """
    first, last, between, delta = edges
    curved = bend > 0.0
    before, sd, sz = source_side(d, z, g, zs, gs, first, curved)
    behind, rd, rz = receiver_side(n, d, z, g, zr, last, curved)
    d1, z1, d2, z2 = d[first], z[first], d[last], z[last]
    ahead = difference(sd, sz, d1, z1, d2, z2, between, d[n - 1], zr, bend)
    beyond = difference(0.0, zs, d1, z1, d2, z2, between, rd, rz, bend)
    mirrored = 0.0
    plain = before
    if free:
        mirrored = single_difference(sd, sz, d1, z1, rd, rz, bend)
        plain = straight_ground(n, d, z, g, zs, zr, gs, curved)
    for band in range(BANDS):
        wavelength = WAVELENGTH_M[band]
        if free and (delta < -wavelength / 20.0 or delta <= wavelength / 4.0 - mirrored):
            out[band] *= ground_gain(band, plain)
            continue
        over = pure_loss(band, delta, between)
        amplitude = beside(ground_gain(band, before), pure_loss(band, ahead, between), over)
        amplitude *= beside(ground_gain(band, behind), pure_loss(band, beyond, between), over)
        out[band] *= amplitude * amplitude / min(over, MOST_OVER_EDGES)


@njit(cache=True, nogil=True, error_model="numpy")
def with_boundary(
    n: int,
    d: Line,
    z: Line,
    g: Line,
    zs: float,
    zr: float,
    gs: float,
    bend: float,
    out: Level,
) -> None:
    """Multiply `out` by what ground and edges leave in one condition (bend 0: homogeneous)."""
    first, last, between = hull(n, d, z, zs, zr, bend)
    free = first < 0
    if free:
        first, delta = grazed_edge(n, d, z, zs, zr, bend, LEAST_DELTA_M)
        last = first
    else:
        delta = difference(
            0.0, zs, d[first], z[first], d[last], z[last], between, d[n - 1], zr, bend
        )
    if first < 0:
        plain = straight_ground(n, d, z, g, zs, zr, gs, bend > 0.0)
        for band in range(BANDS):
            out[band] *= ground_gain(band, plain)
    else:
        with_edges(n, d, z, g, zs, zr, gs, bend, (first, last, between, delta), free, out)


@njit(cache=True, nogil=True, error_model="numpy")
def vertical_gain(
    n: int,
    d: Line,
    z: Line,
    g: Line,
    zs: float,
    zr: float,
    gs: float,
    alpha_db_per_km: Level,
    out_h: Level,
    out_f: Level,
) -> None:
    """What a path over ground and edges leaves of the power in both conditions: 10^(-A / 10).

    As `vertical_path`, which gives the same in dB; sums over paths need no logarithm.
    """
    run, rise = d[n - 1], zr - zs
    distance = max(sqrt(run * run + rise * rise), LEAST_DISTANCE_M)
    spread = 1.0 / (SPREAD * distance * distance)
    for band in range(BANDS):
        out_h[band] = spread * exp(-0.001 * BEL * alpha_db_per_km[band] * distance)
        out_f[band] = out_h[band]
    with_boundary(n, d, z, g, zs, zr, gs, 0.0, out_h)
    with_boundary(n, d, z, g, zs, zr, gs, bend_of(distance), out_f)


@njit(cache=True, nogil=True, error_model="numpy")
def vertical_path(
    n: int,
    d: Line,
    z: Line,
    g: Line,
    zs: float,
    zr: float,
    gs: float,
    alpha_db_per_km: Level,
    out_h: Level,
    out_f: Level,
) -> None:
    """Attenuation of a path over ground and edges in both conditions, into out_h and out_f.

    `d`, `z`, `g` hold in their first `n` places the profile: metres from the source, altitude of
    ground, walls and roofs, ground factor of the piece that starts at the point (0 on roofs and
    walls). `zs`, `zr` are altitudes, `gs` the ground factor at the source; `alpha_db_per_km`, out_h
    (homogeneous) and out_f (favourable) have shape (8,). Divergence, air, and ground or edges
    together; dB, positive is quieter.
    """
    vertical_gain(n, d, z, g, zs, zr, gs, alpha_db_per_km, out_h, out_f)
    for band in range(BANDS):
        out_h[band] = -10.0 * log10(out_h[band])
        out_f[band] = -10.0 * log10(out_f[band])
