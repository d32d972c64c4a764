"""Receivers on a regular grid over the city."""

from __future__ import annotations

import numpy as np
import shapely

from twin.analyses.contract import Frame
from twin.analyses.receivers.facades import HEIGHT_M, obstacles
from twin.analyses.receivers.receivers import Receivers
from twin.citystate import CityState

STEP_M = 20.0


def frame_of(state: CityState, step_m: float = STEP_M) -> Frame:
    """The grid over all streets: south-west corner on whole steps, metric CRS of the state.

    A city without streets has a grid of no cells. Coordinates that are not finite are left out.
    """
    street = state.tables.get("street")
    bounds = np.empty((0, 4)) if street is None else shapely.bounds(street.geometry)
    bounds = bounds[np.isfinite(bounds).all(axis=1)]
    if not len(bounds):
        return Frame(0.0, 0.0, step_m, 0, 0)
    low = np.floor(bounds[:, :2].min(axis=0) / step_m)
    high = np.maximum(np.ceil(bounds[:, 2:].max(axis=0) / step_m), low + 1)
    columns, rows = (high - low).astype(int)
    return Frame(float(low[0] * step_m), float(low[1] * step_m), step_m, int(columns), int(rows))


def grid_receivers(state: CityState, frame: Frame, *, height_m: float = HEIGHT_M) -> Receivers:
    """A receiver in the middle of every cell that is not inside a building."""
    cell = np.arange(frame.columns * frame.rows)
    column, row = cell % max(frame.columns, 1), cell // max(frame.columns, 1)
    x = frame.x0 + (column + 0.5) * frame.step_m
    y = frame.y0 + (row + 0.5) * frame.step_m
    free = np.ones(len(cell), dtype=bool)
    building = state.tables.get("building")
    if building is not None and len(building):
        tree = shapely.STRtree(building.geometry[obstacles(building)])
        inside, _ = tree.query(shapely.points(x, y), predicate="intersects")
        free[inside] = False
    cell = cell[free]
    return Receivers(
        xy=np.stack([x[free], y[free]], axis=1),
        height_m=np.full(len(cell), float(height_m)),
        building=np.full(len(cell), -1, dtype=np.int64),
        bearing_deg=np.full(len(cell), np.nan),
        cell=cell.astype(np.int64),
        quality=np.zeros(len(cell), dtype=np.uint8),
        number=cell.astype(np.int64),
        facade_m=np.zeros(len(cell)),
    )
