"""Walk a straight line through the grid and collect the edges it crosses (Amanatides and Woo,
1987)."""

from __future__ import annotations

from math import floor, inf

from numpy import float64, int8, int32, int64
from numpy.typing import NDArray

from twin.analyses.noise.geometry.compiled import inner
from twin.analyses.noise.geometry.scene.edges import GROUND, TERRAIN, Scene
from twin.analyses.noise.geometry.workspace import MOST_CROSSINGS, TRUNCATED, Crossings

Floats = NDArray[float64]
Start = tuple[int, int, float, float, float, float]


@inner
def _keep(
    t_of: Floats, u_of: Floats, edge_of: NDArray[int32], count: int, t: float, u: float, edge: int
) -> int:
    """Put one crossing in its place; the farthest is lost where there is no room. The new count."""
    if count == MOST_CROSSINGS:
        if t_of[count - 1] <= t:
            return count
        count -= 1
    at = count
    while at > 0 and t_of[at - 1] > t:
        t_of[at] = t_of[at - 1]
        u_of[at] = u_of[at - 1]
        edge_of[at] = edge_of[at - 1]
        at -= 1
    t_of[at] = t
    u_of[at] = u
    edge_of[at] = edge
    return count + 1


@inner
def _in_cell(
    xy: Floats,
    edges: NDArray[int32],
    found: Crossings,
    count: int,
    line: tuple[float, float, float, float],
    begin: float,
    end: float,
) -> int:
    """Crossings of the line's part from `begin` to `end` with edges of one square. The new count.

    An edge counts where one end is left of the line (or on it) and the other right of it: so a
    closed outline is always crossed an even number of times, also through its corners.
    """
    sx, sy, dx, dy = line
    for edge in edges:
        ax = xy[edge, 0] - sx
        ay = xy[edge, 1] - sy
        bx = xy[edge, 2] - sx
        by = xy[edge, 3] - sy
        a = dx * ay - dy * ax
        b = dx * by - dy * bx
        if (a >= 0.0) == (b >= 0.0):
            continue
        t = (ax * (by - ay) - ay * (bx - ax)) / (b - a)
        if begin <= t < end:
            u = a / (a - b)
            u = -1.0 - u if a >= 0.0 else u
            count = _keep(found.t, found.u, found.edge, count, t, u, edge)
    return count


@inner
def _clip(p: float, d: float, low: float, high: float, t0: float, t1: float) -> tuple[float, float]:
    """The part of t0..t1 in which p + t d is between low and high; t0 > t1 where there is none."""
    if d == 0.0:
        return (t0, t1) if low <= p <= high else (1.0, 0.0)
    a, b = (low - p) / d, (high - p) / d
    return max(t0, min(a, b)), min(t1, max(a, b))


@inner
def _first_exit(p: float, d: float, cell: int, cell_m: float) -> float:
    """The share of the line at which it leaves its first column or row."""
    if d == 0.0:
        return inf
    return ((cell + (1 if d > 0.0 else 0)) * cell_m - p) / d


@inner
def first_cell(scene: Scene, line: tuple[float, float, float, float]) -> Start:
    """Where a line (x, y, dx, dy) from the scene's origin enters the grid.

    (column, row, share at which it leaves the column, the row, share per column, per row); column
    -1 where the line misses the grid.
    """
    sx, sy, dx, dy = line
    size = scene.cell_m
    t0, t1 = _clip(sx, dx, 0.0, scene.columns * size, 0.0, 1.0)
    t0, t1 = _clip(sy, dy, 0.0, scene.rows * size, t0, t1)
    if t0 > t1:
        return -1, -1, inf, inf, inf, inf
    column = min(max(floor((sx + t0 * dx) / size), 0), scene.columns - 1)
    row = min(max(floor((sy + t0 * dy) / size), 0), scene.rows - 1)
    next_x = _first_exit(sx, dx, column, size)
    next_y = _first_exit(sy, dy, row, size)
    step_x = size / abs(dx) if dx != 0.0 else inf
    step_y = size / abs(dy) if dy != 0.0 else inf
    return column, row, next_x, next_y, step_x, step_y


@inner
def crossings(scene: Scene, found: Crossings, sx: float, sy: float, dx: float, dy: float) -> int:
    """Collect in `found` the edges crossed by the line (dx, dy) from a point from the origin, m.

    Returns TRUNCATED where there were more than the room holds, else 0.
    """
    line = (sx, sy, dx, dy)
    column, row, next_x, next_y, step_x, step_y = first_cell(scene, line)
    begin, count = 0.0, 0
    while begin <= 1.0 and 0 <= column < scene.columns and 0 <= row < scene.rows:
        cell = row * scene.columns + column
        edges = scene.cell_edge[scene.cell_start[cell] : scene.cell_start[cell + 1]]
        end = min(next_x, next_y)
        last = inf if end > 1.0 else end
        count = _in_cell(scene.xy, edges, found, count, line, begin, last)
        begin = end
        if next_x < next_y:
            column += 1 if dx > 0.0 else -1
            next_x += step_x
        else:
            row += 1 if dy > 0.0 else -1
            next_y += step_y
    while count > 0 and found.t[count - 1] > 1.0:
        count -= 1
    found.number[0] = count
    _describe(
        count, found.u, found.edge, found.level, found.mark,
        scene.kind, scene.owner, scene.foot, scene.top, scene.ground,
    )  # fmt: skip
    return TRUNCATED if count == MOST_CROSSINGS else 0


@inner
def _describe(
    count: int,
    u_of: Floats,
    edge_of: NDArray[int32],
    level: Floats,
    mark: NDArray[int64],
    kinds: NDArray[int8],
    owners: NDArray[int32],
    foot: Floats,
    top: Floats,
    ground: Floats,
) -> None:
    """Fill level and mark of the crossings found: what the profile needs, side by side."""
    for i in range(count):
        edge = edge_of[i]
        kind = kinds[edge]
        into = u_of[i] < 0.0
        u = -1.0 - u_of[i] if into else u_of[i]
        mark[i, 0], mark[i, 1], mark[i, 2] = kind, owners[edge], 1 if into else -1
        level[i, 0] = foot[edge, 0] + u * (foot[edge, 1] - foot[edge, 0])
        level[i, 1] = level[i, 0]
        if kind < TERRAIN:
            level[i, 1] = top[edge, 0] + u * (top[edge, 1] - top[edge, 0])
        elif kind == GROUND:
            level[i, 2] = ground[edge, 0 if into else 1]
