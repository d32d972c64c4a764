"""Rows of the operator: what every street gives to each of a few receivers."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from twin.analyses.noise.attenuation.mirrors import find_mirrors
from twin.analyses.noise.attenuation.near import Near, sources_near
from twin.analyses.noise.attenuation.paths import BANDS, Desk, Rules, point_to_point
from twin.analyses.noise.attenuation.sources import Pieces, Sources
from twin.analyses.noise.attenuation.sums import (
    ALL_TRAFFIC,
    Sums,
    by_street,
    clear,
    collect,
    new_sums,
    weakest,
)
from twin.analyses.noise.geometry import Scene
from twin.analyses.noise.geometry.compiled import inner

FINER = 2.0
"""A piece of street longer than its distance over this is split, as the method's practice asks."""
MOST_PARTS = 8
MIRROR = 2.0
"""Hard ground doubles the energy of an open path."""


class Points(NamedTuple):
    """Receivers of a chunk: x, y, altitude and that of the ground, building in the scene or -1."""

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    z: NDArray[np.float64]
    ground: NDArray[np.float64]
    own: NDArray[np.int64]


class Rows(NamedTuple):
    """Rows of the operator, one after another.

    size: (receivers,), streets in each row. street: (nnz,), rows of the street table,
    rising in each row. h, f: (nnz, 8), energy at the receiver for a power of 1 per metre of the
    street, homogeneous and favourable. soft: (nnz,), dB that the street gets quieter per unit of
    ground factor G. paths: (receivers,), ways of sound followed.
    """

    size: NDArray[np.int32]
    street: NDArray[np.int32]
    h: NDArray[np.float32]
    f: NDArray[np.float32]
    soft: NDArray[np.float32]
    paths: NDArray[np.int32]


@njit(cache=True, nogil=True, error_model="numpy")
def rows_of(
    scene: Scene,
    pieces: Pieces,
    under: NDArray[np.float64],
    index: Near,
    points: Points,
    rules: Rules,
    desk: Desk,
    streets: int,
) -> Rows:
    """The rows of `points`.

    under: ground factor at each near piece. streets: rows of the street table.
    """
    most = len(pieces.far.street)
    near = np.empty(most, dtype=np.int64)
    sums = new_sums(streets, most)
    room = 128 * len(points.x)
    count = np.zeros(len(points.x), dtype=np.int32)
    paths = np.zeros(len(points.x), dtype=np.int32)
    street = np.empty(room, dtype=np.int32)
    h = np.empty((room, BANDS), dtype=np.float32)
    f = np.empty((room, BANDS), dtype=np.float32)
    soft = np.empty(room, dtype=np.float32)
    filled = 0
    for row in range(len(points.x)):
        clear(sums)
        desk.paths[0] = 0
        find_mirrors(
            scene,
            desk.mirrors,
            points.x[row],
            points.y[row],
            points.z[row],
            rules.reflect_m,
            points.own[row],
        )
        found = sources_near(index, pieces.far, points.x[row], points.y[row], rules.range_m, near)
        for k in range(found):
            from_street(scene, pieces, under, points, rules, desk, near[k], row, sums)
        if filled + sums.met[0] > room:
            room = 2 * (filled + sums.met[0])
            street, h, f, soft = longer(street, h, f, soft, room, filled)
        paths[row] = desk.paths[0]
        least = weakest(sums, rules.prune)
        by_street(sums)
        for k in range(sums.met[0]):
            place = sums.place[k]
            if sums.loud[place] >= least and sums.loud[place] > 0.0:
                street[filled], soft[filled] = sums.street[place], sums.soft[place]
                for band in range(BANDS):
                    h[filled, band], f[filled, band] = sums.h[place, band], sums.f[place, band]
                filled += 1
                count[row] += 1
    return Rows(count, street[:filled], h[:filled], f[:filled], soft[:filled], paths)


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def from_street(
    scene: Scene,
    pieces: Pieces,
    under: NDArray[np.float64],
    points: Points,
    rules: Rules,
    desk: Desk,
    piece: int,
    row: int,
    sums: Sums,
) -> None:
    """Add what a far piece gives to a receiver: as one point, or by its near pieces.

    As one point where it is short for its distance and could not matter much even in plain sight,
    given what has arrived from nearer streets.
    """
    far, first = pieces.far, pieces.first
    away = np.hypot(far.x[piece] - points.x[row], far.y[piece] - points.y[row])
    small = pieces.whole[piece] and FINER * far.length_m[piece] <= away
    if small:
        open_air = MIRROR * far.length_m[piece] * ALL_TRAFFIC / (4.0 * np.pi * away * away)
        small = rules.refine * open_air <= sums.total[0]
    sources, begin, end = far, piece, piece + 1
    if not small:
        sources, begin, end = pieces.near, first[piece], first[piece + 1]
    for one in range(begin, end):
        dx, dy = sources.x[one] - points.x[row], sources.y[one] - points.y[row]
        if dx * dx + dy * dy <= rules.range_m * rules.range_m:
            g = under[first[piece]] if small else under[one]
            from_piece(scene, sources, g, points, rules, desk, one, row, sums)


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def from_piece(
    scene: Scene,
    sources: Sources,
    under: float,
    points: Points,
    rules: Rules,
    desk: Desk,
    piece: int,
    row: int,
    sums: Sums,
) -> None:
    """Add what one straight piece of street gives to a receiver, in parts where it is close."""
    xr, yr, zr, ground_r = points.x[row], points.y[row], points.z[row], points.ground[row]
    x, y, dx, dy = sources.x[piece], sources.y[piece], sources.dx[piece], sources.dy[piece]
    ground_s, zs, length = sources.ground_z[piece], sources.z[piece], sources.length_m[piece]
    away = np.hypot(x - xr, y - yr)
    reach = 30.0 * (zs - ground_s + zr - ground_r)
    softer = 3.0 * min(1.0, away / max(reach, 1.0))
    parts = min(MOST_PARTS, max(1, int(np.ceil(FINER * length / max(away, 1.0)))))
    for part in range(parts):
        at = (part + 0.5) / parts - 0.5
        if point_to_point(
            scene, desk, rules, x + at * dx, y + at * dy, zs, ground_s, under,
            xr, yr, zr, ground_r,
        ):  # fmt: skip
            collect(sums, sources.street[piece], desk.h, desk.f, length / parts, softer)


@inner
def longer(
    street: NDArray[np.int32],
    h: NDArray[np.float32],
    f: NDArray[np.float32],
    soft: NDArray[np.float32],
    room: int,
    filled: int,
) -> tuple[NDArray[np.int32], NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Longer arrays with the same start."""
    streets, soften = np.empty(room, dtype=np.int32), np.empty(room, dtype=np.float32)
    more_h = np.empty((room, BANDS), dtype=np.float32)
    more_f = np.empty((room, BANDS), dtype=np.float32)
    for k in range(filled):
        streets[k], soften[k] = street[k], soft[k]
        for band in range(BANDS):
            more_h[k, band], more_f[k, band] = h[k, band], f[k, band]
    return streets, more_h, more_f, soften
