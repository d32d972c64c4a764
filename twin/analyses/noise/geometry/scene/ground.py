"""Ground areas: where on the plan the ground factor G changes."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

STEP_ASIDE_M = 1e-3


def factor_at(
    xy: NDArray[np.float64],
    areas: NDArray[np.object_],
    factors: NDArray[np.float64],
    default: float,
) -> NDArray[np.float64]:
    """Ground factor at points of shape (n, 2): of the first listed area that covers each."""
    found = np.full(len(xy), len(areas))
    if len(areas):
        point, area = shapely.STRtree(areas).query(shapely.points(xy), predicate="intersects")
        np.minimum.at(found, point, area)
    return np.asarray(np.append(factors, default)[found], dtype=np.float64)


def borders(
    areas: NDArray[np.object_], factors: NDArray[np.float64], default: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Edges across which the ground factor changes: (m, 4) coordinates, (m, 2) G left and right.

    The areas' outlines are cut where they meet, so that each piece has one G on either side;
    pieces with the same G on both sides are left out.
    """
    if not len(areas):
        return np.empty((0, 4)), np.empty((0, 2))
    lines = shapely.get_parts(shapely.unary_union(shapely.boundary(areas)))
    points, line = shapely.get_coordinates(lines, return_index=True)
    same = line[1:] == line[:-1]
    edges = np.concatenate([points[:-1][same], points[1:][same]], axis=1)
    along = edges[:, 2:] - edges[:, :2]
    long = np.hypot(along[:, 0], along[:, 1])
    edges, along, long = edges[long > 0], along[long > 0], long[long > 0]
    aside = np.stack([-along[:, 1], along[:, 0]], axis=1) / long[:, None] * STEP_ASIDE_M
    middle = 0.5 * (edges[:, :2] + edges[:, 2:])
    left = factor_at(middle + aside, areas, factors, default)
    right = factor_at(middle - aside, areas, factors, default)
    changes = left != right
    return edges[changes], np.stack([left, right], axis=1)[changes]
