"""Room to work in for one thread: the compiled search functions allocate nothing."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

MOST_CROSSINGS = 512
MOST_POINTS = 4 * MOST_CROSSINGS
"""Points of a profile: what the workspace's crossings can give at most, with bends."""
MOST_STACKED = 64
MOST_CORNERS = 4096
MOST_BENDS = 64
MOST_PATHS = 64
MOST_ORDER = 4
MOST_CANDIDATES = 4096

SOURCE_COVERED, RECEIVER_COVERED, TRUNCATED, ROUTE_BLOCKED, NOT_IN_H, NOT_IN_F = 1, 2, 4, 8, 16, 32
"""Flags of a cut. COVERED: the point is inside or under a building (or in a wall), which was left
out of the cut; TRUNCATED: more crossings than the workspace holds, the farthest were left out;
ROUTE_BLOCKED: something that is not gone round stands in a lateral route above its ray; NOT_IN_H,
NOT_IN_F: the straight or the curved ray passes above a reflecting wall."""


class Crossings(NamedTuple):
    """Where a straight line meets edges, in rising order; number: (1,), how many.

    t: share of the line. u: share of the edge, negative - 1 where the line goes from its right to
    its left, into a building. edge: which. level: altitude of foot and top there, and the ground
    factor that begins there. mark: kind of the edge, owner, and +1 into, -1 out of a building.
    """

    number: NDArray[np.int64]
    t: NDArray[np.float64]
    u: NDArray[np.float64]
    edge: NDArray[np.int32]
    level: NDArray[np.float64]
    mark: NDArray[np.int64]


class Walls(NamedTuple):
    """Reflecting walls met by the last reflected path, in order from the source.

    number: (1,), how many. d: distance along the unfolded path. top: altitude of the wall's
    upper edge there.
    absorption: row of ``Scene.absorption``. edge: the wall. span: shape (order, 2, 5), homogeneous
    and favourable: distance and altitude of the path's corner before the wall, of the corner after
    it (a corner is an upper edge passed over, or source or receiver), and 1 / (2 radius) of the
    ray. Metres.
    """

    number: NDArray[np.int64]
    d: NDArray[np.float64]
    top: NDArray[np.float64]
    absorption: NDArray[np.int64]
    edge: NDArray[np.int64]
    span: NDArray[np.float64]


class Route(NamedTuple):
    """Points of a bent path: place from the scene's origin, altitudes of path and ground; count:
    (1,).

    x, y: where the legs are walked, a little off corners and walls; true_x, true_y: the corners.
    """

    number: NDArray[np.int64]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    true_x: NDArray[np.float64]
    true_y: NDArray[np.float64]
    z: NDArray[np.float64]
    ground: NDArray[np.float64]


class Workspace(NamedTuple):
    """Scratch of one thread; `direct` keeps the crossings of the last ``vertical_cut``.

    skip: owners left out because source or receiver is inside; skip[0] is how many. inside:
    buildings the walk is in, roof: how high they are. route: the bent path being cut. corner:
    candidates of a hull: x, y a little aside, foot, true x, true y. paths: walls of each reflected
    path found; candidate: walls that may reflect. band: levels.
    """

    direct: Crossings
    leg: Crossings
    skip: NDArray[np.int64]
    inside: NDArray[np.int64]
    roof: NDArray[np.float64]
    route: Route
    corner: NDArray[np.float64]
    paths: NDArray[np.int64]
    order: NDArray[np.int64]
    candidate: NDArray[np.int64]
    walls: Walls
    band: NDArray[np.float64]


def workspace() -> Workspace:
    """Scratch for one thread (about 0.5 MB)."""
    many, bends = MOST_CROSSINGS, MOST_BENDS
    return Workspace(
        direct=_crossings(many),
        leg=_crossings(many),
        skip=np.zeros(MOST_STACKED, dtype=np.int64),
        inside=np.zeros(MOST_STACKED, dtype=np.int64),
        roof=np.zeros(MOST_STACKED),
        route=Route(np.zeros(1, dtype=np.int64), *(np.zeros(bends) for _ in range(6))),
        corner=np.zeros((MOST_CORNERS, 5)),
        paths=np.zeros((MOST_PATHS, MOST_ORDER), dtype=np.int64),
        order=np.zeros(MOST_PATHS, dtype=np.int64),
        candidate=np.zeros(MOST_CANDIDATES, dtype=np.int64),
        walls=Walls(
            np.zeros(1, dtype=np.int64),
            np.zeros(MOST_ORDER),
            np.zeros(MOST_ORDER),
            np.zeros(MOST_ORDER, dtype=np.int64),
            np.zeros(MOST_ORDER, dtype=np.int64),
            np.zeros((MOST_ORDER, 2, 5)),
        ),
        band=np.zeros(8),
    )


def profile_arrays() -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Arrays d, z, g that the longest profile fits in."""
    return np.zeros(MOST_POINTS), np.zeros(MOST_POINTS), np.zeros(MOST_POINTS)


def _crossings(many: int) -> Crossings:
    return Crossings(
        np.zeros(1, dtype=np.int64),
        np.zeros(many),
        np.zeros(many),
        np.zeros(many, dtype=np.int32),
        np.zeros((many, 3)),
        np.zeros((many, 3), dtype=np.int64),
    )
