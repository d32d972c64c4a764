"""The grid that places are coarsened to: Uber's H3, nested hexagons.

Edge about 200 m at resolution 9, 530 m at 8, 1.4 km at 7. Nothing finer than 9 is ever published:
how small an area is must not be in the hands of those who invent accounts.
"""

from __future__ import annotations

from functools import lru_cache

import h3

FINEST = 9
COARSEST = 7


def cell_at(latitude: float, longitude: float, resolution: int = FINEST) -> str:
    """The H3 cell of a place given in degrees."""
    return str(h3.latlng_to_cell(latitude, longitude, resolution))


@lru_cache(maxsize=65_536)
def upwards(cell: str) -> tuple[str, ...]:
    """The cell itself and all that hold it, the finest first, up to COARSEST."""
    steps = range(resolution_of(cell), COARSEST - 1, -1)
    return tuple(h3.cell_to_parent(cell, resolution) for resolution in steps)


def resolution_of(cell: str) -> int:
    """How fine a cell is; larger is finer."""
    return int(h3.get_resolution(cell))


def outline(cell: str) -> list[list[float]]:
    """The cell's ring as [longitude, latitude] pairs, closed, for GeoJSON."""
    ring = [[round(lng, 6), round(lat, 6)] for lat, lng in h3.cell_to_boundary(cell)]
    return [*ring, ring[0]]


def centre(cell: str) -> tuple[float, float]:
    """The cell's middle: longitude, latitude."""
    latitude, longitude = h3.cell_to_latlng(cell)
    return round(longitude, 6), round(latitude, 6)
