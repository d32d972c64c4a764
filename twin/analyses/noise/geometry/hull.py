"""The hull around obstacles in the slanted plane through source and receiver (CNOSSOS-EU 2.5.6)."""

from __future__ import annotations

from math import hypot

from numba import njit

from twin.analyses.noise.geometry.profile import Line, is_skipped
from twin.analyses.noise.geometry.scene.edges import BUILDING, TERRAIN, Scene
from twin.analyses.noise.geometry.workspace import MOST_BENDS, MOST_CORNERS, Workspace

Ray = tuple[float, float, float, float, float, float, float]
"""Source x and y from the scene's origin, direction x and y, altitudes of source and receiver, and
the ray's bend 1 / (2 radius), 0 where it is straight."""

ASIDE_M = 0.015
"""How far corners are passed, so that a route along a wall does not scratch it."""


@njit(cache=True, nogil=True, error_model="numpy")
def plane_z(ray: Ray, x: float, y: float) -> float:
    """Altitude of the plane through S, R and the level line across them."""
    share = _share(ray, x, y)
    return ray[4] + share * (ray[5] - ray[4])


@njit(cache=True, nogil=True, error_model="numpy")
def _share(ray: Ray, x: float, y: float) -> float:
    square = ray[2] * ray[2] + ray[3] * ray[3]
    return ((x - ray[0]) * ray[2] + (y - ray[1]) * ray[3]) / square


@njit(cache=True, nogil=True, error_model="numpy")
def _reaches(ray: Ray, x: float, y: float, top: float) -> bool:
    """Whether a corner reaches above the plane and, in favourable conditions, above the curved
    ray."""
    share = _share(ray, x, y)
    ray_z = ray[4] + share * (ray[5] - ray[4])
    if ray[6] > 0.0 and 0.0 < share < 1.0:
        square = ray[2] * ray[2] + ray[3] * ray[3]
        ray_z += share * (1.0 - share) * square * ray[6]
    return top > ray_z


@njit(cache=True, nogil=True, error_model="numpy")
def _add(
    work: Workspace,
    count: int,
    ray: Ray,
    side: int,
    x: float,
    y: float,
    foot: float,
    out: tuple[float, float],
) -> int:
    """Keep a corner that lies on the wanted side, moved ASIDE_M along `out`. The new count."""
    long = hypot(out[0], out[1])
    step = ASIDE_M / long if long > 0.0 else 0.0
    px, py = x + step * out[0], y + step * out[1]
    if side * (ray[2] * (py - ray[1]) - ray[3] * (px - ray[0])) <= 0.0 or count == MOST_CORNERS:
        return count
    work.corner[count, 0], work.corner[count, 1] = px, py
    work.corner[count, 2] = foot
    work.corner[count, 3], work.corner[count, 4] = x, y
    return count + 1


@njit(cache=True, nogil=True, error_model="numpy")
def _along(scene: Scene, edge: int) -> tuple[float, float]:
    """Unit vector along an edge."""
    x = scene.xy[edge, 2] - scene.xy[edge, 0]
    y = scene.xy[edge, 3] - scene.xy[edge, 1]
    long = hypot(x, y)
    return (x / long, y / long) if long > 0.0 else (0.0, 0.0)


@njit(cache=True, nogil=True, error_model="numpy")
def _way_out(scene: Scene, edge: int) -> tuple[float, float]:
    """Which way leads off the start of an edge: away from the building, or on beyond a wall's
    end."""
    ax, ay = _along(scene, edge)
    before = scene.before[edge]
    if scene.kind[edge] != BUILDING:
        if before < 0:
            return -ax, -ay
        bx, by = _along(scene, before)
        return bx - ax, by - ay
    bx, by = _along(scene, before)
    return ay + by, -ax - bx


@njit(cache=True, nogil=True, error_model="numpy")
def _corners_of(scene: Scene, work: Workspace, owner: int, ray: Ray, side: int, count: int) -> int:
    """Corners of one obstacle that reach above the ray, and where its top meets the plane."""
    first, last = scene.owner_start[owner], scene.owner_start[owner + 1]
    for edge in range(first, last):
        x0, y0, x1, y1 = scene.xy[edge]
        t0, t1 = scene.top[edge]
        f0, f1 = scene.foot[edge]
        here, there = _reaches(ray, x0, y0, t0), _reaches(ray, x1, y1, t1)
        if here:
            count = _add(work, count, ray, side, x0, y0, f0, _way_out(scene, edge))
        open_end = edge + 1 == last or scene.before[edge + 1] != edge
        if there and scene.kind[edge] != BUILDING and open_end:
            count = _add(work, count, ray, side, x1, y1, f1, _along(scene, edge))
        over0, over1 = t0 - plane_z(ray, x0, y0), t1 - plane_z(ray, x1, y1)
        if (over0 > 0.0) != (over1 > 0.0) and (here or there):
            u = over0 / (over0 - over1)
            ax, ay = _along(scene, edge)
            out = (ay, -ax) if scene.kind[edge] == BUILDING else (0.0, 0.0)
            x, y = x0 + u * (x1 - x0), y0 + u * (y1 - y0)
            count = _add(work, count, ray, side, x, y, f0 + u * (f1 - f0), out)
    return count


@njit(cache=True, nogil=True, error_model="numpy")
def corners(scene: Scene, work: Workspace, ray: Ray, side: int) -> int:
    """Collect in work.corner what a route on one side must go round: how many corners.

    Only obstacles that the straight line itself crosses count (as in the cases of ISO/TR 17534-4).
    """
    mark, found = work.direct.mark, work.direct.number[0]
    count = 0
    for i in range(found):
        owner = mark[i, 1]
        if mark[i, 0] >= TERRAIN or is_skipped(work.skip, owner):
            continue
        seen = False
        for k in range(i):
            seen = seen or (mark[k, 0] < TERRAIN and mark[k, 1] == owner)
        if not seen:
            count = _corners_of(scene, work, owner, ray, side, count)
    return count


@njit(cache=True, nogil=True, error_model="numpy")
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


@njit(cache=True, nogil=True, error_model="numpy")
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
