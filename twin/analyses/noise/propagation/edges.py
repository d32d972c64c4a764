"""Edges a ray bends over and the path differences they make (CNOSSOS-EU 2.5.4, "pure diffraction").

Everything is written once for both conditions: `bend` is 0 for straight rays (homogeneous) and
1 / (2 Γ) for rays on arcs of radius Γ (favourable). Points are (d along the path, z altitude) in m.
"""

from __future__ import annotations

from math import sqrt

from numba import njit

from twin.analyses.noise.propagation.plane import SMALL_M, Line

LEAST_RADIUS_M = 1000.0
RADIUS_PER_DISTANCE = 8.0


@njit(cache=True, nogil=True, error_model="numpy")
def bend_of(distance_m: float) -> float:
    """1 / (2 Γ) of the favourable rays of a path: Γ = max(1000 m, 8 d) (2.5.24)."""
    return 0.5 / max(LEAST_RADIUS_M, RADIUS_PER_DISTANCE * distance_m)


@njit(cache=True, nogil=True, error_model="numpy")
def arc(chord: float, bend: float) -> float:
    """Length of the ray over a chord: 2 Γ arcsin(chord / 2 Γ) (2.5.25), the chord where bend is 0.

    By the power series of the arc sine: with Γ at least 8 chords it is exact to the last digits.
    """
    t = chord * bend
    t *= t
    series = 35.0 / 1152.0 + t * (63.0 / 2816.0)
    series = 5.0 / 112.0 + t * series
    series = 3.0 / 40.0 + t * series
    series = 1.0 / 6.0 + t * series
    return chord * (1.0 + t * series)


@njit(cache=True, nogil=True, error_model="numpy")
def ray(d0: float, z0: float, d1: float, z1: float, bend: float) -> float:
    """Length of the ray between two points. m."""
    run, rise = d1 - d0, z1 - z0
    return arc(sqrt(run * run + rise * rise), bend)


@njit(cache=True, nogil=True, error_model="numpy")
def hull(n: int, d: Line, z: Line, zs: float, zr: float, bend: float) -> tuple[int, int, float]:
    """Edges that keep the ray from S to R from passing: the convex hull over the profile.

    Returns the profile indices of the first and the last edge and the length of the ray between
    them (0 for one edge); first is -1 where the ray passes freely. Curved rays become straight when
    every altitude is lowered by the ray's rise over its chord: one hull serves both conditions.
    """
    end = d[n - 1]
    at_d, at_z, at = 0.0, zs, 0
    first, last, between = -1, -1, 0.0
    while True:
        run, rise = end - at_d, zr - at_z  # to what lies steepest up from here: R, so far
        following = -1
        for i in range(at + 1, n - 1):
            x = d[i]
            if x > at_d + SMALL_M and x < end - SMALL_M:
                over = z[i] - bend * x * (end - x) - at_z
                if over * run > rise * (x - at_d):
                    run, rise = x - at_d, over
                    following = i
        if following < 0:
            return first, last, between
        if first < 0:
            first = following
        else:
            between += ray(d[last], z[last], d[following], z[following], bend)
        last, at = following, following
        at_d += run
        at_z += rise


@njit(cache=True, nogil=True, error_model="numpy")
def single_difference(
    ds: float, zs: float, do: float, zo: float, dr: float, zr: float, bend: float
) -> float:
    """Path difference δ over one edge, negative where the line clears it (2.5.22, 26). m."""
    over = ray(ds, zs, do, zo, bend) + ray(do, zo, dr, zr, bend)
    direct = ray(ds, zs, dr, zr, bend)
    line = zs + (zr - zs) * (do - ds) / (dr - ds)
    if zo >= line:
        return over - direct
    reach = ray(ds, zs, do, line, bend) + ray(do, line, dr, zr, bend)
    return 2.0 * reach - over - direct


@njit(cache=True, nogil=True, error_model="numpy")
def difference(
    ds: float,
    zs: float,
    first_d: float,
    first_z: float,
    last_d: float,
    last_z: float,
    between: float,
    dr: float,
    zr: float,
    bend: float,
) -> float:
    """Path difference δ from (ds, zs) over all edges to (dr, zr) (2.5.22, 25, 28). m."""
    if last_d == first_d:
        return single_difference(ds, zs, first_d, first_z, dr, zr, bend)
    over = ray(ds, zs, first_d, first_z, bend) + between + ray(last_d, last_z, dr, zr, bend)
    return over - ray(ds, zs, dr, zr, bend)


@njit(cache=True, nogil=True, error_model="numpy")
def grazed_edge(
    n: int, d: Line, z: Line, zs: float, zr: float, bend: float, least: float
) -> tuple[int, float]:
    """The edge a free ray passes closest and its path difference; (-1, least) where none is near.

    Edges are profile points where the line turns down: wall tops and crests of the ground.
    """
    end = d[n - 1]
    nearest, greatest = -1, least
    for i in range(1, n - 1):
        x = d[i]
        if x <= SMALL_M or x >= end - SMALL_M:
            continue
        turn = (x - d[i - 1]) * (z[i + 1] - z[i]) - (z[i] - z[i - 1]) * (d[i + 1] - x)
        if turn < 0.0 or (z[i] > z[i - 1] and z[i] > z[i + 1]):
            delta = single_difference(0.0, zs, x, z[i], end, zr, bend)
            if delta > greatest:
                nearest, greatest = i, delta
    return nearest, greatest
