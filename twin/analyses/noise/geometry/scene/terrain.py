"""Terrain from break lines: the altitude at a point, and edges cut where the slope changes."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.interpolate import LinearNDInterpolator, NearestNDInterpolator

DENSE_M = 2.0


def segments(lines: NDArray[np.object_]) -> NDArray[np.float64]:
    """The straight pieces of lines with z: shape (m, 6), x0 y0 z0 x1 y1 z1. A missing z is 0."""
    points, line = shapely.get_coordinates(lines, include_z=True, return_index=True)
    points = np.nan_to_num(points)
    same = line[1:] == line[:-1]
    found = np.concatenate([points[:-1][same], points[1:][same]], axis=1)
    return found[np.any(found[:, :2] != found[:, 3:5], axis=1)]


def altitude_at(xy: NDArray[np.float64], pieces: NDArray[np.float64]) -> NDArray[np.float64]:
    """Terrain altitude at points (n, 2), linear between break lines, of the nearest one outside.

    The lines are put into points every DENSE_M metres, so that the triangles between them respect
    the lines (a Delaunay triangulation does where points lie denser than lines do).
    """
    if not len(pieces):
        return np.zeros(len(xy))
    long = np.hypot(pieces[:, 3] - pieces[:, 0], pieces[:, 4] - pieces[:, 1])
    count = np.maximum(1, np.ceil(long / DENSE_M)).astype(np.int64) + 1
    piece = np.repeat(np.arange(len(pieces)), count)
    step = np.arange(len(piece)) - np.repeat(np.cumsum(count) - count, count)
    share = (step / (count[piece] - 1))[:, None]
    points = pieces[piece, :3] * (1 - share) + pieces[piece, 3:] * share
    unique = np.unique(points[:, :2].round(6), axis=0, return_index=True)[1]
    points = points[unique]
    inside: NDArray[np.float64]
    inside = np.asarray(LinearNDInterpolator(points[:, :2], points[:, 2], rescale=False)(xy))
    outside = np.isnan(inside)
    if outside.any():
        near = NearestNDInterpolator(points[:, :2], points[:, 2])
        inside[outside] = near(xy[outside])
    return inside


def cut_at(
    edges: NDArray[np.float64], pieces: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Edges (n, 4) cut where they cross terrain lines: (m, 4) in the same order, and whose part
    each is."""
    lines = shapely.linestrings(pieces[:, [0, 1, 3, 4]].reshape(-1, 2, 2))
    own = shapely.linestrings(edges.reshape(-1, 2, 2))
    edge, piece = shapely.STRtree(lines).query(own, predicate="crosses")
    e, p = edges[edge], pieces[piece][:, [0, 1, 3, 4]]
    ex, ey = e[:, 2] - e[:, 0], e[:, 3] - e[:, 1]
    px, py = p[:, 2] - p[:, 0], p[:, 3] - p[:, 1]
    share = ((p[:, 0] - e[:, 0]) * py - (p[:, 1] - e[:, 1]) * px) / (ex * py - ey * px)
    whose = np.concatenate([np.arange(len(edges)), edge])
    begin = np.concatenate([np.zeros(len(edges)), share])
    order = np.lexsort((begin, whose))
    whose, begin = whose[order], begin[order][:, None]
    start = edges[whose, :2] + begin * (edges[whose, 2:] - edges[whose, :2])
    follows = np.append(whose[1:] == whose[:-1], False)
    end = np.where(follows[:, None], np.roll(start, -1, axis=0), edges[whose, 2:])
    return np.concatenate([start, end], axis=1), whose
