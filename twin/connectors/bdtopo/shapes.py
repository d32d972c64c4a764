"""Geometries on a grid of one millimetre, valid and of one part (pure)."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

DECIMALS = 3
POLYGON = 3
Shapes = NDArray[np.object_]


def as_array(shapes: list[Any]) -> Shapes:
    """A one-dimensional object array of `shapes`."""
    array = np.empty(len(shapes), dtype=object)
    array[:] = shapes
    return array


def read_wkt(texts: list[str]) -> Shapes:
    """Shapes of WKT texts, None where a text cannot be read."""
    return np.asarray(shapely.from_wkt(texts, on_invalid="ignore"), dtype=object)


def on_grid(shapes: Any) -> Shapes:
    """2D copies with coordinates in whole millimetres; None stays None."""
    return np.asarray(
        shapely.transform(shapely.force_2d(shapes), lambda xy: np.round(xy, DECIMALS) + 0.0),
        dtype=object,
    )


def one_polygon(shape: Any) -> Any:
    """The largest valid polygon of `shape` on the grid, or None when nothing with area is left."""
    if shape is None or shape.is_empty:
        return None
    for _ in range(3):
        if shape.geom_type == "Polygon" and shape.is_valid:
            return shape if shape.area > 0 else None
        parts = shapely.get_parts(shapely.make_valid(shape))
        # A collection may hold a multipolygon.
        parts = shapely.get_parts(parts)
        parts = parts[shapely.get_type_id(parts) == POLYGON]
        if not len(parts):
            return None
        shape = on_grid(parts[np.argmax(shapely.area(parts))]).item()
    return None
