"""The vertical cut from a source to a receiver, and what the profile says about the line of
sight."""

from __future__ import annotations

from math import floor, hypot, inf

from twin.analyses.noise.geometry.compiled import entry, inner
from twin.analyses.noise.geometry.profile import (
    IN_WALL,
    Line,
    Whole,
    fill,
    highest,
    is_skipped,
    trace,
)
from twin.analyses.noise.geometry.scene.edges import BUILDING, GROUND, Scene
from twin.analyses.noise.geometry.walk import crossings
from twin.analyses.noise.geometry.workspace import (
    MOST_STACKED,
    RECEIVER_COVERED,
    SOURCE_COVERED,
    TRUNCATED,
    Workspace,
)


@entry
def vertical_cut(
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
    d: Line,
    z: Line,
    g: Line,
) -> tuple[int, int]:
    """The profile of the straight line from source to receiver, written to d, z, g: (points,
    flags).

    World coordinates, altitudes of source, receiver and of the ground under both, ground factor gs
    at the source. d: distance, z: altitude of ground, walls and roofs, g: ground factor up to the
    next point, 0 on walls and roofs (z_profile_cut of ISO/TR 17534-4). The crossings stay in
    work.direct for ``lateral_cut``. A building that source or receiver is inside of, or under, is
    left out, and flagged; one whose roof they stand on is the ground there.
    """
    dx, dy = xr - xs, yr - ys
    length = hypot(dx, dy)
    work.skip[0] = 0
    found = work.direct
    flags = crossings(scene, found, xs - scene.origin[0], ys - scene.origin[1], dx, dy)
    d[0], z[0], g[0] = 0.0, ground_s, gs
    n, factor, seen, _ = trace(work, found, 0, length, 0.0, gs, 1, d, z, g)
    flags |= seen // IN_WALL | seen & TRUNCATED
    if seen & (SOURCE_COVERED | RECEIVER_COVERED):
        count = found.number[0]
        inside, covered = _cover(
            found.level, found.mark, count, work.skip, work.inside, work.roof, zs, zr
        )
        flags |= covered
        if inside > 0:
            z[0], g[0] = highest(work.roof, inside), 0.0
        n, factor, _, _ = trace(work, found, inside, length, 0.0, gs, 1, d, z, g)
        ground_r = max(ground_r, _end_roof(found.level, found.mark, count, zr))
    d[n], z[n], g[n] = length, ground_r, factor
    fill(1, n + 1, d, z)
    return n + 1, flags


@inner
def _ends_in(mark: Whole, count: int, owner: int) -> tuple[bool, bool]:
    """Whether the line starts in a building, and whether it ends in it."""
    starts, ends, first = False, False, True
    for i in range(count):
        if mark[i, 0] == BUILDING and mark[i, 1] == owner:
            ends = mark[i, 2] > 0
            if first:
                starts = not ends
                first = False
    return starts, ends


@inner
def _cover(
    level: Line,
    mark: Whole,
    count: int,
    skip: Whole,
    owners: Whole,
    roof: Line,
    zs: float,
    zr: float,
) -> tuple[int, int]:
    """Fill `skip` with the buildings around source or receiver.

    Returns how many buildings the source stands on, and SOURCE_COVERED, RECEIVER_COVERED.
    """
    inside, flags = 0, 0
    for i in range(count):
        owner, top = mark[i, 1], level[i, 1]
        if mark[i, 0] != BUILDING or is_skipped(skip, owner) or _among(owners, inside, owner):
            continue
        starts, ends = _ends_in(mark, count, owner)
        if (starts and zs < top) or (ends and zr < top):
            flags |= SOURCE_COVERED if starts and zs < top else 0
            flags |= RECEIVER_COVERED if ends and zr < top else 0
            if skip[0] < MOST_STACKED - 1:
                skip[0] += 1
                skip[skip[0]] = owner
        elif starts and inside < MOST_STACKED:
            owners[inside], roof[inside] = owner, top
            inside += 1
    return inside, flags


@inner
def _among(owners: Whole, count: int, owner: int) -> bool:
    i = 0
    while i < count and owners[i] != owner:
        i += 1
    return i < count


@inner
def _end_roof(level: Line, mark: Whole, count: int, zr: float) -> float:
    """The highest roof the receiver stands on, -inf where it stands on none."""
    high = -inf
    for i in range(count):
        if mark[i, 0] == BUILDING and level[i, 1] <= zr and _ends_in(mark, count, mark[i, 1])[1]:
            high = max(high, level[i, 1])
    return high


@entry
def in_sight(n: int, d: Line, z: Line, zs: float, zr: float) -> bool:
    """Whether nothing of the profile d[:n], z[:n] reaches above the straight line from zs to zr."""
    slope = (zr - zs) / d[n - 1] if d[n - 1] > 0.0 else 0.0
    i = 1
    while i < n - 1 and z[i] <= zs + slope * d[i]:
        i += 1
    return i >= n - 1


@entry
def ground_factor(scene: Scene, x: float, y: float) -> float:
    """The ground factor G at a point in world coordinates: of the side of the next border east."""
    px, py = x - scene.origin[0], y - scene.origin[1]
    row, column = floor(py / scene.cell_m), max(floor(px / scene.cell_m), 0)
    factor, near = scene.default_g, inf
    if not 0 <= row < scene.rows:
        return factor
    while column < scene.columns and near == inf:
        cell = row * scene.columns + column
        for k in range(scene.cell_start[cell], scene.cell_start[cell + 1]):
            edge = scene.cell_edge[k]
            if scene.kind[edge] != GROUND:
                continue
            a, b = scene.xy[edge, 1] - py, scene.xy[edge, 3] - py
            if (a >= 0.0) != (b >= 0.0):
                across = scene.xy[edge, 0] + a / (a - b) * (scene.xy[edge, 2] - scene.xy[edge, 0])
                if px <= across < min(near, (column + 1) * scene.cell_m):
                    near = across
                    factor = scene.ground[edge, 1 if a >= 0.0 else 0]
        column += 1
    return factor
