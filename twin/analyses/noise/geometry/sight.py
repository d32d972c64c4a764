"""Whether anything stands above a ray: a walk that ends at the first obstacle."""

from __future__ import annotations

from math import inf

from numpy import int32
from numpy.typing import NDArray

from twin.analyses.noise.geometry.compiled import inner
from twin.analyses.noise.geometry.profile import Whole, is_skipped
from twin.analyses.noise.geometry.scene.edges import TERRAIN, Scene
from twin.analyses.noise.geometry.walk import first_cell
from twin.analyses.noise.geometry.workspace import Workspace

CLEAR_M = 0.05
"""What reaches less than this above a ray does not stand in its way."""


@inner
def _cell_is_clear(
    scene: Scene,
    skip: Whole,
    edges: NDArray[int32],
    line: tuple[float, float, float, float],
    z0: float,
    rise: float,
) -> bool:
    """Whether no obstacle of one square reaches above the ray."""
    sx, sy, dx, dy = line
    for edge in edges:
        if scene.kind[edge] >= TERRAIN:
            continue
        ax = scene.xy[edge, 0] - sx
        ay = scene.xy[edge, 1] - sy
        bx = scene.xy[edge, 2] - sx
        by = scene.xy[edge, 3] - sy
        a = dx * ay - dy * ax
        b = dx * by - dy * bx
        if (a >= 0.0) == (b >= 0.0):
            continue
        t = (ax * (by - ay) - ay * (bx - ax)) / (b - a)
        if not 0.0 <= t <= 1.0:
            continue
        top = scene.top[edge, 0] + a / (a - b) * (scene.top[edge, 1] - scene.top[edge, 0])
        if top > z0 + t * rise + CLEAR_M and not is_skipped(skip, scene.owner[edge]):
            return False
    return True


@inner
def leg_is_clear(
    scene: Scene, skip: Whole, sx: float, sy: float, z0: float, dx: float, dy: float, z1: float
) -> bool:
    """Whether nothing reaches above the straight ray from a point (from the origin) along (dx, dy).

    z0, z1: altitudes of its ends; skip: owners left out (``Workspace.skip``). Metres.
    """
    line = (sx, sy, dx, dy)
    column, row, next_x, next_y, step_x, step_y = first_cell(scene, line)
    begin = 0.0 if column >= 0 else inf
    while begin <= 1.0 and 0 <= column < scene.columns and 0 <= row < scene.rows:
        cell = row * scene.columns + column
        edges = scene.cell_edge[scene.cell_start[cell] : scene.cell_start[cell + 1]]
        if not _cell_is_clear(scene, skip, edges, line, z0, z1 - z0):
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
def way_is_clear(scene: Scene, work: Workspace) -> bool:
    """Whether nothing reaches above the rays between the points of work.route."""
    way = work.route
    for i in range(way.number[0] - 1):
        x, y, z = way.x[i], way.y[i], way.z[i]
        dx, dy = way.x[i + 1] - x, way.y[i + 1] - y
        if not leg_is_clear(scene, work.skip, x, y, z, dx, dy, way.z[i + 1]):
            return False
    return True
