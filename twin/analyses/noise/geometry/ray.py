"""At what altitude a reflected ray meets its walls, straight or curved, bent over what it
passes."""

from __future__ import annotations

from math import hypot

from twin.analyses.noise.geometry.compiled import inner
from twin.analyses.noise.geometry.profile import Line
from twin.analyses.noise.geometry.workspace import NOT_IN_F, NOT_IN_H, Workspace
from twin.analyses.noise.propagation.edges import bend_of

CLOSE_M = 1e-6


@inner
def straight_heights(work: Workspace, zs: float, zr: float) -> int:
    """Set the distances of the walls and the bends' altitudes; NOT_IN_H, NOT_IN_F of the unbent
    rays.

    A ray bent over obstacles runs higher still: what passes above a wall unbent does so bent.
    """
    way, walls, order = work.route, work.walls, work.walls.number[0]
    total = 0.0
    for i in range(order + 1):
        total += hypot(way.x[i + 1] - way.x[i], way.y[i + 1] - way.y[i])
    bend = bend_of(hypot(total, zr - zs))
    along, flags = 0.0, 0
    for k in range(order):
        along += hypot(way.x[k + 1] - way.x[k], way.y[k + 1] - way.y[k])
        walls.d[k] = along
        straight = zs + (zr - zs) * along / total
        way.z[k + 1] = straight
        flags |= NOT_IN_H if straight > walls.top[k] else 0
        curved = straight + along * (total - along) * bend
        flags |= NOT_IN_F if curved > walls.top[k] else 0
    return flags


@inner
def bent_heights(work: Workspace, n: int, d: Line, z: Line, zs: float, zr: float) -> int:
    """Set the spans of the walls met; NOT_IN_H, NOT_IN_F where the ray meets no wall.

    d[:n], z[:n]: the unfolded profile of the path. The ray is the string drawn tight from zs to zr
    over it, in favourable conditions over the profile lowered by the ray's curve.
    """
    walls, flags = work.walls, 0
    total = d[n - 1]
    bend = bend_of(hypot(total, zr - zs))
    for k in range(walls.number[0]):
        foot = work.route.ground[k + 1]
        at, bulge = walls.d[k], bend * walls.d[k] * (total - walls.d[k])
        straight = _span(walls.span[k, 0], n, d, z, zs, zr, at, 0.0)
        curved = _span(walls.span[k, 1], n, d, z, zs, zr, at, bend) + bulge
        flags |= 0 if foot <= straight <= walls.top[k] else NOT_IN_H
        flags |= 0 if foot <= curved <= walls.top[k] else NOT_IN_F
    return flags


@inner
def _span(
    span: Line, n: int, d: Line, z: Line, zs: float, zr: float, at: float, bend: float
) -> float:
    """Write the bends before and after distance `at` to `span`; the tight string's altitude there.

    The string lies over z - bend d (D - d), D being the whole distance.
    """
    total = d[n - 1]
    x, y = 0.0, zs
    while True:
        best_x, best_y = total, zr
        slope = (zr - y) / (total - x)
        for i in range(1, n - 1):
            if d[i] > x + CLOSE_M and d[i] < total - CLOSE_M:
                low = z[i] - bend * d[i] * (total - d[i])
                if (low - y) / (d[i] - x) > slope:
                    slope = (low - y) / (d[i] - x)
                    best_x, best_y = d[i], low
        if best_x >= at or best_x >= total:
            span[0], span[1] = x, y + bend * x * (total - x)
            span[2], span[3] = best_x, best_y + bend * best_x * (total - best_x)
            span[4] = bend
            return float(y + slope * (at - x))
        x, y = best_x, best_y
