"""Routes left and right of what stands between source and receiver (CNOSSOS-EU 2.5, lateral
diffraction)."""

from __future__ import annotations

from math import hypot

from twin.analyses.noise.geometry.compiled import entry, inner
from twin.analyses.noise.geometry.hull import corners, route
from twin.analyses.noise.geometry.profile import IN_WALL, Line, fill, highest, is_skipped, trace
from twin.analyses.noise.geometry.scene.edges import TERRAIN, Scene
from twin.analyses.noise.geometry.sight import way_is_clear
from twin.analyses.noise.geometry.walk import crossings
from twin.analyses.noise.geometry.workspace import (
    RECEIVER_COVERED,
    ROUTE_BLOCKED,
    SOURCE_COVERED,
    TRUNCATED,
    Workspace,
)
from twin.analyses.noise.propagation.edges import bend_of

LEFT, RIGHT = 1, -1
"""Sides as seen from the source looking at the receiver."""
LONGEST = 4.0
"""A route more than this many times the straight line is none (common practice)."""
CLEAR_M = 0.05


@entry
def lateral_cut(
    scene: Scene,
    work: Workspace,
    xs: float,
    ys: float,
    zs: float,
    ground_s: float,
    gs: float,
    xr: float,
    yr: float,
    zr: float,
    ground_r: float,
    side: int,
    favourable: bool,
    d: Line,
    z: Line,
    g: Line,
    clear_only: bool = False,
) -> tuple[int, float, float, float, int]:
    """The unfolded profile of the route on one side: (points, direct, length, between, flags).

    To be called after ``vertical_cut`` of the same pair, whose crossings it reads; arguments as
    there. The route is the convex hull, in the plane through source, receiver and the level line
    across, of what the straight line crosses and reaches above that plane (favourable: above the
    curved ray). direct, length, between: metres in space from source to receiver, along the route,
    and from its first to its last edge. No points: no such route, or with clear_only none without
    an obstacle in it, which is found out fast.
    """
    dx, dy = xr - xs, yr - ys
    plan = hypot(dx, dy)
    direct = hypot(plan, zr - zs)
    if plan == 0.0 or work.direct.number[0] == 0:
        return 0, direct, 0.0, 0.0, 0
    x0, y0 = xs - scene.origin[0], ys - scene.origin[1]
    ray = (x0, y0, dx, dy, zs, zr, bend_of(direct) if favourable else 0.0, plan)
    bends = route(work, ray, side, corners(scene, work, ray, side))
    if bends == 0:
        return 0, direct, 0.0, 0.0, 0
    last = bends + 1
    put(work, 0, x0, y0, zs, ground_s)
    put(work, last, x0 + dx, y0 + dy, zr, ground_r)
    work.route.number[0] = last + 1
    length, between = _lengths(work, last)
    if length > LONGEST * direct:
        return 0, direct, length, between, 0
    if clear_only and not way_is_clear(scene, work):
        return 0, direct, length, between, ROUTE_BLOCKED
    n, flags = bent_cut(scene, work, gs, d, z, g)
    if flags & (SOURCE_COVERED | RECEIVER_COVERED):
        flags = (flags & ~(SOURCE_COVERED | RECEIVER_COVERED)) | ROUTE_BLOCKED
    if clear_only and flags & ROUTE_BLOCKED:
        n = 0
    return n, direct, length, between, flags


@inner
def put(work: Workspace, i: int, x: float, y: float, z: float, ground: float) -> None:
    """Set one point of work.route that is where it is walked."""
    way = work.route
    way.x[i], way.y[i], way.true_x[i], way.true_y[i] = x, y, x, y
    way.z[i], way.ground[i] = z, ground


@inner
def _lengths(work: Workspace, last: int) -> tuple[float, float]:
    """Metres in space along work.route up to point `last`, and between its first and last bend."""
    way, length, between = work.route, 0.0, 0.0
    for i in range(last):
        plan = hypot(way.true_x[i + 1] - way.true_x[i], way.true_y[i + 1] - way.true_y[i])
        leg = hypot(plan, way.z[i + 1] - way.z[i])
        length += leg
        if 0 < i < last - 1:
            between += leg
    return length, between


@inner
def bent_cut(
    scene: Scene, work: Workspace, gs: float, d: Line, z: Line, g: Line
) -> tuple[int, int]:
    """The unfolded profile along work.route: (points, flags).

    Each bend gives a point on the ground or the roof below. SOURCE_COVERED, RECEIVER_COVERED:
    source, receiver or a bend lies in a building that is not left out; ROUTE_BLOCKED: something on
    a leg reaches above the ray.
    """
    way, found, last = work.route, work.leg, work.route.number[0] - 1
    d[0], z[0], g[0] = 0.0, way.ground[0], gs
    n, factor, along, flags, inside = 1, gs, 0.0, 0, 0
    for i in range(last):
        dx, dy = way.x[i + 1] - way.x[i], way.y[i + 1] - way.y[i]
        length = hypot(dx, dy)
        flags |= crossings(scene, found, way.x[i], way.y[i], dx, dy)
        if n + 4 * found.number[0] >= d.shape[0]:
            return 0, flags | TRUNCATED
        first = n
        n, factor, seen, inside = trace(work, found, inside, length, along, factor, n, d, z, g)
        flags |= seen & (SOURCE_COVERED | TRUNCATED if i + 1 < last else IN_WALL - 1)
        if _stands_in(work, way.z[i], way.z[i + 1]):
            flags |= ROUTE_BLOCKED
        along += length
        d[n], z[n], g[n] = along, way.ground[i + 1], factor
        if inside > 0:
            z[n], g[n] = highest(work.roof, inside), 0.0
            flags |= SOURCE_COVERED if way.z[i + 1] < z[n] else 0
        n += 1
        fill(first, n, d, z)
    return n, flags


@inner
def _stands_in(work: Workspace, z0: float, z1: float) -> bool:
    """Whether an obstacle on the leg last walked reaches above the ray from z0 to z1."""
    found = work.leg
    for i in range(found.number[0]):
        above = found.level[i, 1] > z0 + found.t[i] * (z1 - z0) + CLEAR_M
        if above and found.mark[i, 0] < TERRAIN and not is_skipped(work.skip, found.mark[i, 1]):
            return True
    return False
