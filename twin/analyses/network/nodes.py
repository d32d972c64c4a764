"""Where street pieces meet: end points joined by place and height."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

GRID_M = 0.1
"""End points within the same 10 cm cell are one place: BD TOPO's own coordinate step."""
SAME_HEIGHT_M = 2.0
"""End points of one place more than this apart in height belong to a bridge or a tunnel."""


@dataclass(frozen=True)
class Nodes:
    """Which node each street starts and ends at.

    start, end: node numbers, shape (streets,). xy: metres, shape (nodes, 2).
    """

    start: Ints
    end: Ints
    xy: Floats

    def __len__(self) -> int:
        return len(self.xy)


def line_ends(lines: NDArray[Any]) -> Floats:
    """First and last point of every line, shape (2, n, 2), metres."""
    first = shapely.get_coordinates(shapely.get_point(lines, 0))
    last = shapely.get_coordinates(shapely.get_point(lines, -1))
    return np.stack([first, last])


def join_ends(lines: NDArray[Any], levels: NDArray[Any], z_start: Floats, z_end: Floats) -> Nodes:
    """Nodes of the street pieces, numbered by place and height.

    lines: linestrings, metric CRS, shape (n,). levels: position above ground (bridge 1, ground 0,
    tunnel -1). z_start, z_end: heights in metres, NaN where unknown. Two ends are one node when
    they share a place and their heights differ by at most 2 m; an end of unknown height joins
    those of its own level, else the lowest. Streets that only cross are never joined.
    """
    xy = line_ends(lines).reshape(-1, 2)
    z = np.concatenate([z_start, z_end]).astype(float)
    level = np.concatenate([levels, levels]).astype(int)
    cells = np.rint(xy / GRID_M).astype(np.int64)
    _, place = np.unique(cells, axis=0, return_inverse=True)
    place = np.asarray(place).reshape(-1)
    storey = _storeys(place, z, level)
    _, first, node = np.unique(
        np.stack([place, storey]), axis=1, return_index=True, return_inverse=True
    )
    node = np.asarray(node).reshape(-1).astype(np.int64)
    half = len(lines)
    return Nodes(start=node[:half], end=node[half:], xy=xy[first])


def _storeys(place: Ints, z: Floats, level: Ints) -> Ints:
    """Number of the height group of each end within its place, lowest first, shape (ends,)."""
    order = np.lexsort((np.where(np.isnan(z), np.inf, z), place))
    sorted_place, sorted_z = place[order], z[order]
    same = sorted_place[1:] == sorted_place[:-1]
    with np.errstate(invalid="ignore"):
        jump = same & (sorted_z[1:] - sorted_z[:-1] > SAME_HEIGHT_M)
    climbs = np.concatenate([[0], np.cumsum(jump)])
    group_start = np.concatenate([[True], ~same])
    base = climbs[group_start][np.cumsum(group_start) - 1]
    storey = np.empty(len(place), dtype=np.int64)
    storey[order] = climbs - base
    for end in np.flatnonzero(np.isnan(z) & np.isin(place, place[storey > 0])):
        mates = (place == place[end]) & ~np.isnan(z)
        own = mates & (level == level[end])
        storey[end] = storey[own].min() if own.any() else 0
    return storey
