"""The hull around obstacles in the slanted plane through source and receiver (CNOSSOS-EU 2.5.6)."""

from __future__ import annotations

from math import sqrt

from numpy import int32
from numpy.typing import NDArray

from twin.analyses.noise.geometry.compiled import inner
from twin.analyses.noise.geometry.profile import Line, Whole, is_skipped
from twin.analyses.noise.geometry.scene.edges import BUILDING, TERRAIN, Scene
from twin.analyses.noise.geometry.workspace import MOST_BENDS, MOST_CORNERS, Workspace

Ray = tuple[float, float, float, float, float, float, float, float]
"""Source x and y from the scene's origin, direction x and y, altitudes of source and receiver, the
ray's bend 1 / (2 radius), 0 where it is straight, and its length on the plan."""

ASIDE_M = 0.015
"""How far corners are passed, so that a route along a wall does not scratch it."""
REACH_M = 0.1
"""Corners this far on the wrong side may yet be moved aside to the right one."""


@inner
def plane_z(ray: Ray, x: float, y: float) -> float:
    """Altitude of the plane through S, R and the level line across them."""
    share = ((x - ray[0]) * ray[2] + (y - ray[1]) * ray[3]) / (ray[7] * ray[7])
    return ray[4] + share * (ray[5] - ray[4])


@inner
def _reaches(ray: Ray, x: float, y: float, top: float) -> tuple[bool, float]:
    """Whether a corner reaches above the plane and, if favourable, the curved ray; metres above it.

    The metres are those above the plane.
    """
    square = ray[7] * ray[7]
    share = ((x - ray[0]) * ray[2] + (y - ray[1]) * ray[3]) / square
    over = top - ray[4] - share * (ray[5] - ray[4])
    bulge = share * (1.0 - share) * square * ray[6] if 0.0 < share < 1.0 else 0.0
    return over > bulge, over


@inner
def _add(
    corner: Line,
    count: int,
    ray: Ray,
    side: int,
    spot: tuple[float, float, float],
    out: tuple[float, float],
) -> int:
    """Keep a corner (x, y, foot) on the wanted side, ASIDE_M along `out`. The new count."""
    x, y, foot = spot
    long = sqrt(out[0] * out[0] + out[1] * out[1])
    step = ASIDE_M / long if long > 0.0 else 0.0
    px, py = x + step * out[0], y + step * out[1]
    if side * (ray[2] * (py - ray[1]) - ray[3] * (px - ray[0])) <= 0.0 or count == MOST_CORNERS:
        return count
    corner[count, 0], corner[count, 1] = px, py
    corner[count, 2] = foot
    corner[count, 3], corner[count, 4] = x, y
    return count + 1


@inner
def _along(xy: Line, edge: int) -> tuple[float, float]:
    """Unit vector along an edge."""
    x = xy[edge, 2] - xy[edge, 0]
    y = xy[edge, 3] - xy[edge, 1]
    long = sqrt(x * x + y * y)
    return (x / long, y / long) if long > 0.0 else (0.0, 0.0)


@inner
def _way_out(xy: Line, before: NDArray[int32], edge: int, solid: bool) -> tuple[float, float]:
    """Which way leads off the start of an edge: from the building, or on beyond a wall's end."""
    ax, ay = _along(xy, edge)
    if before[edge] < 0:
        return -ax, -ay
    bx, by = _along(xy, before[edge])
    return (ay + by, -ax - bx) if solid else (bx - ax, by - ay)


@inner
def _corners_of(
    xy: Line,
    top: Line,
    foot: Line,
    before: NDArray[int32],
    first: int,
    last: int,
    solid: bool,
    ray: Ray,
    side: int,
    corner: Line,
    count: int,
) -> int:
    """Corners of edges first..last-1 that reach above the ray, and where their tops meet the plane.

    solid: whether the edges are a building's.
    """
    for edge in range(first, last):
        x0, y0, x1, y1 = xy[edge, 0], xy[edge, 1], xy[edge, 2], xy[edge, 3]
        near0 = side * (ray[2] * (y0 - ray[1]) - ray[3] * (x0 - ray[0])) > -REACH_M * ray[7]
        near1 = side * (ray[2] * (y1 - ray[1]) - ray[3] * (x1 - ray[0])) > -REACH_M * ray[7]
        if not near0 and not near1:
            continue
        here, over0 = _reaches(ray, x0, y0, top[edge, 0])
        there, over1 = _reaches(ray, x1, y1, top[edge, 1])
        f0, f1 = foot[edge, 0], foot[edge, 1]
        if here:
            out = _way_out(xy, before, edge, solid)
            count = _add(corner, count, ray, side, (x0, y0, f0), out)
        if there and not solid and (edge + 1 == last or before[edge + 1] != edge):
            count = _add(corner, count, ray, side, (x1, y1, f1), _along(xy, edge))
        if (over0 > 0.0) != (over1 > 0.0) and (here or there):
            u = over0 / (over0 - over1)
            ax, ay = _along(xy, edge)
            out = (ay, -ax) if solid else (0.0, 0.0)
            spot = (x0 + u * (x1 - x0), y0 + u * (y1 - y0), f0 + u * (f1 - f0))
            count = _add(corner, count, ray, side, spot, out)
    return count


@inner
def _seen_before(mark: Whole, i: int) -> bool:
    """Whether crossing i is not the first one of its obstacle."""
    k = 0
    while mark[k, 1] != mark[i, 1] or mark[k, 0] >= TERRAIN:
        k += 1
    return k < i


@inner
def corners(scene: Scene, work: Workspace, ray: Ray, side: int) -> int:
    """Collect in work.corner what a route on one side must go round: how many corners.

    Only obstacles that the straight line itself crosses count (as in the cases of ISO/TR 17534-4).
    """
    mark, found, skip, corner = work.direct.mark, work.direct.number[0], work.skip, work.corner
    xy, top, foot, before = scene.xy, scene.top, scene.foot, scene.before
    start = scene.owner_start
    count = 0
    for i in range(found):
        owner = mark[i, 1]
        if mark[i, 0] < TERRAIN and not is_skipped(skip, owner) and not _seen_before(mark, i):
            solid = mark[i, 0] == BUILDING
            count = _corners_of(
                xy, top, foot, before, start[owner], start[owner + 1], solid,
                ray, side, corner, count,
            )  # fmt: skip
    return count


@inner
def _next(
    corner: Line, count: int, x: float, y: float, goal: tuple[float, float], side: int
) -> int:
    """The corner farthest to `side` seen from (x, y), -1 where that is the goal itself."""
    best, bx, by = -1, goal[0] - x, goal[1] - y
    for i in range(count):
        px, py = corner[i, 0] - x, corner[i, 1] - y
        turn = side * (bx * py - by * px)
        if turn > 0.0 or (turn == 0.0 and px * px + py * py > bx * bx + by * by):
            best, bx, by = i, px, py
    return best


@inner
def route(work: Workspace, ray: Ray, side: int, count: int) -> int:
    """Write the hull from source to receiver round the corners into work.route: bends, 0 = no
    route.

    Altitudes lie on the slanted plane. A route that would pass under the ground does not exist.
    """
    x, y, bends = ray[0], ray[1], 0
    goal = (ray[0] + ray[2], ray[1] + ray[3])
    way = work.route
    while bends <= count and bends < MOST_BENDS - 2:
        i = _next(work.corner, count, x, y, goal, side)
        if i < 0:
            return bends
        x, y = work.corner[i, 0], work.corner[i, 1]
        true_x, true_y = work.corner[i, 3], work.corner[i, 4]
        z = plane_z(ray, true_x, true_y)
        if z < work.corner[i, 2]:
            return 0
        bends += 1
        way.x[bends], way.y[bends], way.z[bends] = x, y, z
        way.true_x[bends], way.true_y[bends] = true_x, true_y
        way.ground[bends] = work.corner[i, 2]
    return 0
