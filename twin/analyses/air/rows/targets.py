"""Receptors as the plume sees them: where they stand, and in which street canyon."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from twin.analyses.air.canyon.shape import Canyons
from twin.analyses.air.dispersion.mesh import CELL_M, Mesh
from twin.analyses.air.dispersion.near import HOURS, Targets
from twin.analyses.receivers import Receivers

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

BEHIND_M = 2.5
"""A receptor may stand this much behind the middle line of the facades and still in the canyon."""
FARTHEST_M = 40.0
FACADE, GRID = 0, 1


def targets_of(
    facades: Receivers, grid: Receivers, mesh: Mesh, shaped: Canyons, year: Floats, hour: Floats
) -> Targets:
    """Facades first, then the grid. year: the canyons' factors per stretch, side and level; hour:
    per stretch, side and direction."""
    xy = np.concatenate([facades.xy, grid.xy])
    stretch, side = _standing_in(xy, mesh, shaped)
    inside = stretch >= 0
    level = np.repeat([FACADE, GRID], [len(facades), len(grid)]).astype(np.int64)
    found = Targets(
        x=xy[:, 0].copy(),
        y=xy[:, 1].copy(),
        height=np.concatenate([facades.height_m, grid.height_m]),
        level=level,
        cell=mesh.cell_of(xy[:, 0], xy[:, 1]),
        canyon=stretch,
        year=np.zeros(len(xy)),
        hour=np.zeros((len(xy), HOURS)),
        width=np.zeros(len(xy)),
    )
    found.year[inside] = year[stretch[inside], side[inside], level[inside]]
    found.hour[inside] = hour[stretch[inside], side[inside]]
    found.width[inside] = shaped.distance_m[stretch[inside]].sum(axis=1)
    return found


def _standing_in(xy: Floats, mesh: Mesh, shaped: Canyons) -> tuple[Ints, Ints]:
    """The stretch in whose canyon each point stands (-1: none) and its side (0 left, 1 right)."""
    stretch, side = np.full(len(xy), -1, dtype=np.int64), np.zeros(len(xy), dtype=np.int64)
    if not len(xy):
        return stretch, side
    point, nearest = shapely.STRtree(mesh.lines()).query_nearest(
        shapely.points(xy), max_distance=FARTHEST_M, all_matches=False
    )
    s = mesh.stretches
    dx, dy = xy[point, 0] - s.x[nearest], xy[point, 1] - s.y[nearest]
    aside = dx * s.uy[nearest] - dy * s.ux[nearest]
    which = (aside > 0).astype(np.int64)
    beyond = np.abs(aside) - shaped.distance_m[nearest, which]
    ok = shaped.is_canyon[nearest] & (beyond <= BEHIND_M)
    stretch[point[ok]], side[point[ok]] = nearest[ok], which[ok]
    return stretch, side


def corner_weights(mesh: Mesh, targets: Targets) -> NDArray[np.float32]:
    """Shares of the four corners of a receptor's cell, shape (n, 4); each row sums to 1."""
    column, row = targets.cell % mesh.columns, targets.cell // mesh.columns
    a = np.clip((targets.x - mesh.x0) / CELL_M - column, 0.0, 1.0)
    b = np.clip((targets.y - mesh.y0) / CELL_M - row, 0.0, 1.0)
    weights = [(1 - a) * (1 - b), a * (1 - b), (1 - a) * b, a * b]
    return np.stack(weights, axis=1).astype(np.float32)
