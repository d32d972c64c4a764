"""Walls near a receiver that may reflect sound to it, found once for all its sources."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from twin.analyses.noise.geometry import Scene
from twin.analyses.noise.geometry.compiled import inner
from twin.analyses.noise.geometry.order import put_in_order
from twin.analyses.noise.geometry.scene.edges import TERRAIN
from twin.analyses.noise.geometry.walk import first_cell

LEAST_SIZE_M = 0.5
"""A wall shorter or lower than this does not reflect: Directive 2015/996, 2.5.6."""
OWN_WALL_M = 3.0
"""Walls of the receiver's own building nearer than this are the facade it stands at."""
MOST_MIRRORS = 4096
SHARES = (0.02, 0.26, 0.5, 0.74, 0.98)
"""Where along a wall it is looked for from the receiver."""
TALL_M = 3.0
"""A house that rises this far above the receiver hides what is behind it: no ray is higher there,
but one from a bridge."""


class Mirrors(NamedTuple):
    """Walls that face a receiver.

    number: (1,), how many. edge: number in the scene. x, y: the receiver's image in it, from the
    scene's origin. key: to sort them with.
    """

    number: NDArray[np.int64]
    edge: NDArray[np.int64]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    key: NDArray[np.float64]


def new_mirrors() -> Mirrors:
    """Room for the walls of one receiver."""
    return Mirrors(
        np.zeros(1, dtype=np.int64),
        np.zeros(MOST_MIRRORS, dtype=np.int64),
        np.zeros(MOST_MIRRORS),
        np.zeros(MOST_MIRRORS),
        np.zeros(MOST_MIRRORS),
    )


@inner
def find_mirrors(
    scene: Scene, mirrors: Mirrors, x: float, y: float, z: float, within_m: float, own: int
) -> None:
    """Find the outer walls of buildings within `within_m` of a receiver that face it and show.

    x, y: world coordinates, z: altitude. own: building that the receiver stands at (-1: none); its
    facade there is no mirror (Directive 2015/996, 2.8: the own facade does not reflect).
    """
    px, py = x - scene.origin[0], y - scene.origin[1]
    mirrors.number[0] = 0
    size = scene.cell_m
    first_row = max(0, int(np.floor((py - within_m) / size)))
    last_row = min(scene.rows - 1, int(np.floor((py + within_m) / size)))
    first_column = max(0, int(np.floor((px - within_m) / size)))
    last_column = min(scene.columns - 1, int(np.floor((px + within_m) / size)))
    for row in range(first_row, last_row + 1):
        for column in range(first_column, last_column + 1):
            cell = row * scene.columns + column
            for k in range(scene.cell_start[cell], scene.cell_start[cell + 1]):
                edge = scene.cell_edge[k]
                if scene.kind[edge] < TERRAIN:
                    reflect(scene, mirrors, edge, px, py, within_m, own)
    once(mirrors)
    drop_hidden(scene, mirrors, px, py, z + TALL_M)
    mirror(scene, mirrors, px, py)


@inner
def once(mirrors: Mirrors) -> None:
    """Each wall once, though every cell that it touches lists it; by its number."""
    edge, kept = mirrors.edge, 0
    for k in range(mirrors.number[0]):
        mirrors.key[k] = edge[k]
    put_in_order(mirrors.key, edge, mirrors.number[0])
    for k in range(mirrors.number[0]):
        if k == 0 or edge[k] != edge[kept - 1]:
            edge[kept] = edge[k]
            kept += 1
    mirrors.number[0] = kept


@inner
def reflect(
    scene: Scene, mirrors: Mirrors, edge: int, px: float, py: float, within_m: float, own: int
) -> None:
    """Note a wall that faces the receiver, is near and large enough, and not its own facade."""
    ax, ay, bx, by = scene.xy[edge]
    ex, ey = bx - ax, by - ay
    long = np.hypot(ex, ey)
    high = max(scene.top[edge, 0], scene.top[edge, 1])
    if long < LEAST_SIZE_M or high - min(scene.foot[edge, 0], scene.foot[edge, 1]) < LEAST_SIZE_M:
        return
    off = ((px - ax) * ey - (py - ay) * ex) / long  # metres before the wall; outlines run left
    if off <= 0.0 or off > within_m:
        return
    along = ((px - ax) * ex + (py - ay) * ey) / long
    beside = max(0.0, -along, along - long)
    near_own = scene.owner[edge] == own and own >= 0 and off < OWN_WALL_M
    count = mirrors.number[0]
    if near_own or beside * beside + off * off > within_m * within_m or count == MOST_MIRRORS:
        return
    mirrors.edge[count] = edge
    mirrors.number[0] = count + 1


@inner
def mirror(scene: Scene, mirrors: Mirrors, px: float, py: float) -> None:
    """Note the image of a point, from the scene's origin, in each of the walls."""
    for k in range(mirrors.number[0]):
        ax, ay, bx, by = scene.xy[mirrors.edge[k]]
        ex, ey = bx - ax, by - ay
        long = np.hypot(ex, ey)
        off = ((px - ax) * ey - (py - ay) * ex) / long
        mirrors.x[k] = px - 2.0 * off * ey / long
        mirrors.y[k] = py + 2.0 * off * ex / long


@inner
def drop_hidden(scene: Scene, mirrors: Mirrors, px: float, py: float, level: float) -> None:
    """Leave out walls of which a point from the scene's origin sees no part over the roofs."""
    kept = 0
    for k in range(mirrors.number[0]):
        edge = mirrors.edge[k]
        ax, ay, bx, by = scene.xy[edge]
        for share in SHARES:
            dx, dy = ax + share * (bx - ax) - px, ay + share * (by - ay) - py
            if sees(scene, edge, px, py, dx, dy, level):
                mirrors.edge[kept] = edge
                kept += 1
                break
    mirrors.number[0] = kept


@inner
def sees(scene: Scene, wall: int, px: float, py: float, dx: float, dy: float, level: float) -> bool:
    """Whether no house above `level` but `wall` stands between a point and one (dx, dy) from it."""
    column, row, next_x, next_y, step_x, step_y = first_cell(scene, (px, py, dx, dy))
    begin = 0.0
    while begin <= 1.0 and 0 <= column < scene.columns and 0 <= row < scene.rows:
        cell = row * scene.columns + column
        for k in range(scene.cell_start[cell], scene.cell_start[cell + 1]):
            edge = scene.cell_edge[k]
            low = min(scene.top[edge, 0], scene.top[edge, 1])
            if edge != wall and scene.kind[edge] < TERRAIN and low > level:
                ax, ay, bx, by = scene.xy[edge]
                if crosses(ax - px, ay - py, bx - px, by - py, dx, dy):
                    return False
        begin = min(next_x, next_y)
        if next_x < next_y:
            column += 1 if dx > 0.0 else -1
            next_x += step_x
        else:
            row += 1 if dy > 0.0 else -1
            next_y += step_y
    return True


@inner
def crosses(ax: float, ay: float, bx: float, by: float, dx: float, dy: float) -> bool:
    """Whether the line from the origin to (dx, dy) crosses that from a to b, ends left out."""
    a, b = dx * ay - dy * ax, dx * by - dy * bx
    if (a >= 0.0) == (b >= 0.0):
        return False
    t = (ax * (by - ay) - ay * (bx - ax)) / (b - a)
    return bool(0.0 <= t < 1.0)


@inner
def meets(scene: Scene, mirrors: Mirrors, which: int, sx: float, sy: float) -> bool:
    """Whether the way from a source to the receiver's image goes through the wall.

    sx, sy: from the scene's origin."""
    ax, ay, bx, by = scene.xy[mirrors.edge[which]]
    ex, ey = bx - ax, by - ay
    before = (sx - ax) * ey - (sy - ay) * ex
    if before <= 0.0:
        return False
    dx, dy = mirrors.x[which] - sx, mirrors.y[which] - sy
    left = dx * (ay - sy) - dy * (ax - sx)
    right = dx * (by - sy) - dy * (bx - sx)
    return bool((left >= 0.0) != (right >= 0.0))
