"""From the edges a line crosses to its profile: ground, walls and roofs (CNOSSOS-EU 2.5,
vertical plane)."""

from __future__ import annotations

from math import inf, nan

from numpy import float64, int64
from numpy.typing import NDArray

from twin.analyses.noise.geometry.compiled import inner
from twin.analyses.noise.geometry.scene.edges import BUILDING, GROUND, TERRAIN, WALL
from twin.analyses.noise.geometry.workspace import (
    MOST_STACKED,
    RECEIVER_COVERED,
    SOURCE_COVERED,
    TRUNCATED,
    Crossings,
    Workspace,
)

Line = NDArray[float64]
Whole = NDArray[int64]
NEAR_M = 0.01
"""Crossings closer together than this are one: buildings wall to wall, a line along a corner."""
IN_WALL = 256
"""Flag of ``trace``: times SOURCE_COVERED or RECEIVER_COVERED, a thin wall stands at that end."""


@inner
def is_skipped(skip: Whole, owner: int) -> bool:
    """Whether a building is left out because source or receiver is inside; skip[0] is how many
    are."""
    i = 1
    while i <= skip[0] and skip[i] != owner:
        i += 1
    return i <= int(skip[0])


@inner
def highest(roof: Line, inside: int) -> float:
    """The highest of the first `inside` roofs, -inf on open ground."""
    high = -inf
    for i in range(inside):
        high = max(high, roof[i])
    return high


@inner
def _left(owners: Whole, roof: Line, inside: int, owner: int) -> int:
    """Take a building off those the walk is in; the new count, -1 where it was not among them."""
    for i in range(inside):
        if owners[i] == owner:
            owners[i] = owners[inside - 1]
            roof[i] = roof[inside - 1]
            return inside - 1
    return -1


@inner
def _step_in(
    level: Line,
    mark: Whole,
    skip: Whole,
    owners: Whole,
    roof: Line,
    i: int,
    inside: int,
    at_end: int,
) -> tuple[int, float, float, int]:
    """What crossing i does but for leaving buildings: (inside, foot, peak, flags).

    at_end: flag of the end the place is at, 0 elsewhere. foot is NaN where no ground altitude is
    known, peak -inf where there is no wall.
    """
    kind, owner = mark[i, 0], mark[i, 1]
    if kind == GROUND:
        return inside, nan, -inf, 0
    if kind == WALL and at_end != 0:
        return inside, nan, -inf, at_end
    if kind == TERRAIN or (skip[0] > 0 and is_skipped(skip, owner)):
        return inside, level[i, 0], -inf, 0
    if kind == BUILDING and mark[i, 2] > 0 and inside < MOST_STACKED:
        owners[inside] = owner
        roof[inside] = level[i, 1]
        inside += 1
    return inside, level[i, 0], level[i, 1], 0


@inner
def _step_out(
    mark: Whole, skip: Whole, owners: Whole, roof: Line, first: int, last: int, inside: int
) -> tuple[int, int]:
    """Leave the buildings that crossings first..last-1 lead out of: (inside, flags)."""
    flags = 0
    for i in range(first, last):
        if mark[i, 0] != BUILDING or mark[i, 2] > 0:
            continue
        if skip[0] > 0 and is_skipped(skip, mark[i, 1]):
            continue
        left = _left(owners, roof, inside, mark[i, 1])
        if left < 0:
            flags = SOURCE_COVERED
        else:
            inside = left
    return inside, flags


@inner
def _put(n: int, at: float, height: float, d: Line, z: Line, g: Line) -> int:
    d[n] = at
    z[n] = height
    g[n] = 0.0
    return n + 1


@inner
def _climb(
    n: int,
    at: float,
    before: float,
    after: float,
    peak: float,
    foot: float,
    changed: bool,
    d: Line,
    z: Line,
    g: Line,
) -> int:
    """Profile points at one place: from the level before to the level after. The new count.

    before, after: roof altitude, -inf on open ground. A point without known altitude gets NaN,
    which ``fill`` replaces before anyone sees it.
    """
    if before == -inf:
        if foot == foot or changed:
            n = _put(n, at, foot, d, z, g)
    elif after != before or peak > before:
        n = _put(n, at, before, d, z, g)
    peaked = peak > before and peak > after
    if peaked:
        n = _put(n, at, peak, d, z, g)
    if after > -inf:
        if after != before or peaked:
            n = _put(n, at, after, d, z, g)
    elif before > -inf or peaked:
        n = _put(n, at, foot, d, z, g)
    return n


@inner
def _trace(
    t_of: Line,
    level: Line,
    mark: Whole,
    count: int,
    skip: Whole,
    owners: Whole,
    roof: Line,
    inside: int,
    length: float,
    d0: float,
    factor: float,
    n: int,
    d: Line,
    z: Line,
    g: Line,
) -> tuple[int, float, int, int]:
    """``trace`` on bare arrays: what compiled code passes on fast."""
    near = NEAR_M / max(length, NEAR_M)
    flags, i = 0, 0
    before = highest(roof, inside)
    while i < count and n + 4 <= d.shape[0]:
        t = t_of[i]
        at_end = IN_WALL if t <= near else (2 * IN_WALL if t >= 1.0 - near else 0)
        foot, peak, new, first = nan, -inf, factor, i
        while i < count and t_of[i] - t <= near:
            inside, low, high, seen = _step_in(level, mark, skip, owners, roof, i, inside, at_end)
            foot = low if low == low else foot
            peak = max(peak, high)
            new = level[i, 2] if mark[i, 0] == GROUND else new
            flags |= seen
            i += 1
        inside, missed = _step_out(mark, skip, owners, roof, first, i, inside)
        flags |= missed
        after = highest(roof, inside)
        old = n
        n = _climb(n, d0 + t * length, before, after, peak, foot, new != factor, d, z, g)
        if n > old and after == -inf:
            g[n - 1] = new
        before, factor = after, new
    flags |= TRUNCATED if i < count else 0
    flags |= RECEIVER_COVERED if inside > 0 else 0
    return n, factor, flags, inside


@inner
def trace(
    work: Workspace,
    found: Crossings,
    inside: int,
    length: float,
    d0: float,
    factor: float,
    n: int,
    d: Line,
    z: Line,
    g: Line,
) -> tuple[int, float, int, int]:
    """Append the profile along the crossings `found` of a line of some length that starts at d0.

    The start point is already there as point n - 1; factor: ground factor there; inside: how many
    buildings in work.inside, work.roof the line starts on. Returns (points, ground factor at the
    end, flags, buildings it ends in); the end point is the caller's.
    """
    return _trace(
        found.t, found.level, found.mark, found.number[0], work.skip, work.inside, work.roof,
        inside, length, d0, factor, n, d, z, g,
    )  # fmt: skip


@inner
def fill(first: int, n: int, d: Line, z: Line) -> None:
    """Give points first..n-1 without altitude the one on the straight line between their
    neighbours.

    Point first-1 and point n-1 have one. Only points on open ground lack one, and so the neighbours
    with one are on open ground too.
    """
    i = first
    while i < n:
        if z[i] == z[i]:
            i += 1
            continue
        after = i + 1
        while z[after] != z[after]:
            after += 1
        run = d[after] - d[i - 1]
        slope = (z[after] - z[i - 1]) / run if run > 0.0 else 0.0
        start, base = d[i - 1], z[i - 1]
        for k in range(i, after):
            z[k] = base + slope * (d[k] - start)
        i = after + 1
