"""Reflections on walls by image sources (CNOSSOS-EU 2.5, "reflections on vertical obstacles")."""

from __future__ import annotations

from math import floor, hypot

from numpy import int8, int32
from numpy.typing import NDArray

from twin.analyses.noise.geometry.compiled import entry, inner
from twin.analyses.noise.geometry.lateral import bent_cut, put
from twin.analyses.noise.geometry.profile import Line, Whole
from twin.analyses.noise.geometry.ray import bent_heights, straight_heights
from twin.analyses.noise.geometry.scene.edges import BUILDING, TERRAIN, Scene
from twin.analyses.noise.geometry.sight import way_is_clear
from twin.analyses.noise.geometry.workspace import (
    MOST_CANDIDATES,
    MOST_ORDER,
    MOST_PATHS,
    NOT_IN_F,
    NOT_IN_H,
    RECEIVER_COVERED,
    ROUTE_BLOCKED,
    SOURCE_COVERED,
    Workspace,
)

Ends = tuple[float, float, float, float]
"""x and y of source and receiver from the scene's origin."""
LEAST_SIZE_M = 0.5
"""A wall shorter or lower than this does not reflect (Directive (EU) 2015/996, 2.5.6)."""
BEFORE_M = 0.001
"""How far before the wall the reflection point is put, so that the legs do not scratch it."""
SLACK = 1e-9


@inner
def _behind(scene: Scene, edge: int, x: float, y: float) -> float:
    """Twice the area between edge and point: negative on the outer (right) side of an outline."""
    ax, ay, bx, by = scene.xy[edge]
    return float((bx - ax) * (y - ay) - (by - ay) * (x - ax))


@inner
def _is_wall(xy: Line, foot: Line, top: Line, edge: int) -> bool:
    """Whether an edge is long and high enough to reflect."""
    x, y = xy[edge, 2] - xy[edge, 0], xy[edge, 3] - xy[edge, 1]
    high = max(top[edge, 0] - foot[edge, 0], top[edge, 1] - foot[edge, 1])
    return bool(x * x + y * y >= LEAST_SIZE_M * LEAST_SIZE_M and high >= LEAST_SIZE_M)


@inner
def _faces(scene: Scene, edge: int, x: float, y: float) -> bool:
    """Whether a wall's reflecting side is turned to the point: a building's outside, any of a
    thin wall."""
    side = _behind(scene, edge, x, y)
    return side < 0.0 if scene.kind[edge] == BUILDING else side != 0.0


@inner
def _mirrors(xy: Line, edge: int, solid: bool, ends: Ends) -> bool:
    """Whether an edge mirrors one end to the other: both before it, their ray within its length."""
    sx, sy, rx, ry = ends
    ax, ay = xy[edge, 0], xy[edge, 1]
    ex, ey = xy[edge, 2] - ax, xy[edge, 3] - ay
    a = ex * (sy - ay) - ey * (sx - ax)
    b = ex * (ry - ay) - ey * (rx - ax)
    if a * b <= 0.0 or (solid and a > 0.0):
        return False
    along = ((sx - ax) * ex + (sy - ay) * ey) * b + ((rx - ax) * ex + (ry - ay) * ey) * a
    share = along / ((a + b) * (ex * ex + ey * ey))
    return bool(-SLACK <= share <= 1.0 + SLACK)


@inner
def _in_cell(
    xy: Line,
    foot: Line,
    top: Line,
    kind: NDArray[int8],
    edges: NDArray[int32],
    square: tuple[float, float, float],
    box: Ends,
    ends: Ends,
    single: bool,
    out: Whole,
    count: int,
) -> int:
    """Candidates of one square (x, y, size): their middle lies in it and in the box. New count."""
    x0, y0, size = square
    for edge in edges:
        if kind[edge] >= TERRAIN or count == MOST_CANDIDATES:
            continue
        if single and not _mirrors(xy, edge, kind[edge] == BUILDING, ends):
            continue
        x, y = 0.5 * (xy[edge, 0] + xy[edge, 2]), 0.5 * (xy[edge, 1] + xy[edge, 3])
        here = x0 <= x < x0 + size and y0 <= y < y0 + size
        inside = box[0] <= x <= box[1] and box[2] <= y <= box[3]
        if here and inside and _is_wall(xy, foot, top, edge):
            out[count] = edge
            count += 1
    return count


@inner
def _candidates(scene: Scene, work: Workspace, ends: Ends, within: float, single: bool) -> int:
    """Walls whose middle is within the rectangle round both ends, `within` m wider: how many.

    single: only those that reflect from one end to the other by themselves.
    """
    size, columns, start, every = scene.cell_m, scene.columns, scene.cell_start, scene.cell_edge
    xy, foot, top, kind, out = scene.xy, scene.foot, scene.top, scene.kind, work.candidate
    low_x, high_x = min(ends[0], ends[2]) - within, max(ends[0], ends[2]) + within
    low_y, high_y = min(ends[1], ends[3]) - within, max(ends[1], ends[3]) + within
    box = (low_x, high_x, low_y, high_y)
    count = 0
    for row in range(max(floor(low_y / size), 0), min(floor(high_y / size) + 1, scene.rows)):
        for column in range(max(floor(low_x / size), 0), min(floor(high_x / size) + 1, columns)):
            cell = row * columns + column
            edges = every[start[cell] : start[cell + 1]]
            square = (column * size, row * size, size)
            count = _in_cell(
                xy, foot, top, kind, edges, square, box, ends, single, out, count
            )  # fmt: skip
    return count


@inner
def _image(scene: Scene, edge: int, x: float, y: float) -> tuple[float, float]:
    """The mirror image of a point in a wall."""
    ax, ay, bx, by = scene.xy[edge]
    ex, ey = bx - ax, by - ay
    off = ((x - ax) * ey - (y - ay) * ex) / (ex * ex + ey * ey)
    return x - 2.0 * off * ey, y + 2.0 * off * ex


@inner
def _meets(
    scene: Scene, edge: int, x: float, y: float, gx: float, gy: float
) -> tuple[bool, float, float, float]:
    """Whether the line from (x, y) to (gx, gy) meets a wall: (meets, share of the wall, point)."""
    a, b = _behind(scene, edge, x, y), _behind(scene, edge, gx, gy)
    if (a >= 0.0) == (b >= 0.0):
        return False, 0.0, 0.0, 0.0
    t = a / (a - b)
    px, py = x + t * (gx - x), y + t * (gy - y)
    ax, ay, bx, by = scene.xy[edge]
    ex, ey = bx - ax, by - ay
    u = ((px - ax) * ex + (py - ay) * ey) / (ex * ex + ey * ey)
    return 0.0 <= u <= 1.0, u, px, py


@inner
def _trace_back(
    scene: Scene, work: Workspace, path: int, order: int, sx: float, sy: float, rx: float, ry: float
) -> bool:
    """Put the reflection points of walls paths[path, :order] into work.route; False: no such path.

    Points 1..order of the route are set, each BEFORE_M on the side the sound comes from.
    """
    gx, gy = rx, ry
    for k in range(order, 0, -1):
        edge = work.paths[path, k - 1]
        ix, iy = sx, sy
        for j in range(k):
            if not _faces(scene, work.paths[path, j], ix, iy):
                return False
            ix, iy = _image(scene, work.paths[path, j], ix, iy)
        if not _faces(scene, edge, gx, gy):
            return False
        met, u, px, py = _meets(scene, edge, gx, gy, ix, iy)
        if not met:
            return False
        side = 1.0 if _behind(scene, edge, gx, gy) > 0.0 else -1.0
        ax, ay, bx, by = scene.xy[edge]
        long = hypot(bx - ax, by - ay)
        px -= side * BEFORE_M * (by - ay) / long
        py += side * BEFORE_M * (bx - ax) / long
        foot = scene.foot[edge, 0] + u * (scene.foot[edge, 1] - scene.foot[edge, 0])
        work.route.x[k], work.route.y[k], work.route.ground[k] = px, py, foot
        work.walls.top[k - 1] = scene.top[edge, 0] + u * (scene.top[edge, 1] - scene.top[edge, 0])
        work.walls.absorption[k - 1] = scene.absorption_row[edge]
        work.walls.edge[k - 1] = edge
        gx, gy = px, py
    return True


@entry
def find_reflections(
    scene: Scene,
    work: Workspace,
    xs: float,
    ys: float,
    xr: float,
    yr: float,
    order: int,
    within_m: float,
) -> int:
    """Find the paths from source to receiver over up to `order` (1 to 4) walls: how many there are.

    Walls are looked for in the rectangle round both points, within_m wider. Plan only: whether the
    ray meets the wall below its top is for ``reflected_cut``, which takes the number of a path. At
    most MOST_PATHS paths are kept, those over fewer walls first.
    """
    sx, sy = xs - scene.origin[0], ys - scene.origin[1]
    rx, ry = xr - scene.origin[0], yr - scene.origin[1]
    ends = (sx, sy, rx, ry)
    count, walls = 0, 0
    for depth in range(1, min(order, MOST_ORDER) + 1):
        walls = _candidates(scene, work, ends, within_m, depth == 1) if depth < 3 else walls
        count = _of_order(scene, work, count, depth, walls, ends)
    return count


@inner
def _of_order(
    scene: Scene,
    work: Workspace,
    count: int,
    depth: int,
    walls: int,
    ends: Ends,
) -> int:
    """All sequences of `depth` walls, no wall twice in a row, counted up like a number."""
    sx, sy, rx, ry = ends
    total = walls**depth
    for number in range(total):
        if count == MOST_PATHS:
            return count
        rest, before, good = number, -1, True
        for k in range(depth):
            edge = work.candidate[rest % walls]
            rest //= walls
            good = good and edge != before
            work.paths[count, k] = edge
            before = edge
        if not good or not _faces(scene, work.paths[count, 0], sx, sy):
            continue
        if _trace_back(scene, work, count, depth, sx, sy, rx, ry):
            work.order[count] = depth
            count += 1
    return count


@entry
def reflected_cut(
    scene: Scene,
    work: Workspace,
    path: int,
    xs: float,
    ys: float,
    zs: float,
    ground_s: float,
    gs: float,
    xr: float,
    yr: float,
    zr: float,
    ground_r: float,
    d: Line,
    z: Line,
    g: Line,
    clear_only: bool = False,
) -> tuple[int, int]:
    """The unfolded profile of a path of ``find_reflections`` and its walls: (points, flags).

    Arguments as in ``vertical_cut``. work.walls tells distance, top and absorption of each wall.
    Flags NOT_IN_H, NOT_IN_F: the straight, the curved ray passes above a wall or below its foot;
    with both, and where source or receiver stands in a building, there is no path: no points.
    ROUTE_BLOCKED: something on the way reaches above the straight ray: it is a reflection and a
    diffraction; with clear_only there are no points then, which is found out fast.
    """
    sx, sy = xs - scene.origin[0], ys - scene.origin[1]
    rx, ry = xr - scene.origin[0], yr - scene.origin[1]
    order = work.order[path]
    if not _trace_back(scene, work, path, order, sx, sy, rx, ry):
        return 0, 0
    way, last = work.route, order + 1
    put(work, 0, sx, sy, zs, ground_s)
    put(work, last, rx, ry, zr, ground_r)
    way.number[0] = last + 1
    work.walls.number[0] = order
    if straight_heights(work, zs, zr) == NOT_IN_H | NOT_IN_F:
        return 0, NOT_IN_H | NOT_IN_F
    if clear_only and not way_is_clear(scene, work):
        return 0, ROUTE_BLOCKED
    n, flags = bent_cut(scene, work, gs, d, z, g)
    if n == 0 or flags & (SOURCE_COVERED | RECEIVER_COVERED):
        return 0, flags
    flags |= bent_heights(work, n, d, z, zs, zr)
    return (0 if flags & NOT_IN_H and flags & NOT_IN_F else n), flags
