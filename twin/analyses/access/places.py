"""What people walk to: places by category, and the edges of parks and squares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from twin.citystate import Table

DAILY = ("school", "shop", "health", "park", "square")
"""Categories in the mean of daily needs, where the city's data has them."""
OPEN = ("park", "square")
EDGE_STEP_M = 20.0


def places_by_category(tables: Mapping[str, Table]) -> dict[str, NDArray[Any]]:
    """Category -> points to walk to, sorted by category.

    Points of the `place` table; parks and squares of the `green` table count at every 20 m of
    their edge, because one enters them anywhere.
    """
    found: dict[str, list[NDArray[Any]]] = {}
    place, green = tables.get("place"), tables.get("green")
    if place is not None and len(place):
        for category in np.unique(place.columns["category"]):
            if category:
                rows = place.columns["category"] == category
                found.setdefault(str(category), []).append(place.geometry[rows])
    if green is not None and len(green):
        for category in OPEN:
            shapes = green.geometry[green.columns["category"] == category]
            if len(shapes):
                edge = shapely.segmentize(shapely.boundary(shapes), EDGE_STEP_M)
                points = shapely.points(shapely.get_coordinates(edge))
                found.setdefault(category, []).append(points)
    return {name: np.concatenate(points) for name, points in sorted(found.items())}
