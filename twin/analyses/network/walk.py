"""The network one can walk on: undirected, with slope and stairs in the time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from twin.analyses.network.nodes import Nodes
from twin.citystate import Table

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

STAIRS_FACTOR = 0.49
"""Speed on stairs against level ground: 0.65 m/s (mean of 0.610 up and 0.694 down, horizontal)
over 1.34 m/s. Weidmann, U. (1993), Transporttechnik der Fussgänger, IVT ETH Zürich 90."""
SHORTEST_SLOPE_M = 5.0
STEEPEST = 0.3
"""Steeper slopes on short pieces are noise of the height data (1.5 to 2.5 m)."""


@dataclass(frozen=True)
class WalkNetwork:
    """Streets and paths for walking, as metres on level ground that take the same time.

    start, end: node numbers per usable street. street: row in the street table. effort_m:
    length divided by the speed factor of slope or stairs. dropped_km: reason -> km left out.
    main: per node, whether it is in the largest connected part.
    """

    nodes: Nodes
    start: Ints
    end: Ints
    street: Ints
    effort_m: Floats
    main: NDArray[np.bool_]
    dropped_km: dict[str, float]
    unknown_slope_km: float

    def graph(self) -> csr_array:
        """Symmetric sparse matrix of efforts in metres, shape (nodes, nodes)."""
        return sparse_graph(self.start, self.end, self.effort_m, len(self.nodes))


def sparse_graph(start: Ints, end: Ints, weight: Floats, size: int) -> csr_array:
    """Symmetric matrix with the least weight of parallel edges (a plain sum would be wrong)."""
    tail, head = np.concatenate([start, end]), np.concatenate([end, start])
    value = np.concatenate([weight, weight])
    order = np.lexsort((value, head, tail))
    tail, head, value = tail[order], head[order], value[order]
    first = np.ones(len(tail), dtype=bool)
    first[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
    matrix = coo_array((value[first], (tail[first], head[first])), shape=(size, size))
    return csr_array(matrix.tocsr())


def tobler_factor(slope: Floats) -> Floats:
    """Walking speed on a slope (rise over run) against level ground, mean of both ways.

    Tobler, W. (1993), Three presentations on geographical analysis and modeling, NCGIA 93-1:
    speed = 6 exp(-3.5 |slope + 0.05|) km/h.
    """
    level = np.exp(-3.5 * 0.05)
    up = np.exp(-3.5 * np.abs(slope + 0.05)) / level
    down = np.exp(-3.5 * np.abs(-slope + 0.05)) / level
    return np.asarray(2.0 / (1.0 / up + 1.0 / down))


def walk_network(street: Table, nodes: Nodes) -> WalkNetwork:
    """The walkable network of `street`: all rows with foot, paths and stairs included.

    Streets need foot, road_class, length_m, z_start_m, z_end_m. Where a height is unknown the
    street counts as level and its length is told in unknown_slope_km.
    """
    columns = street.columns
    length = columns["length_m"].astype(float)
    foot = columns["foot"].astype(bool)
    usable = foot & np.isfinite(length) & (length > 0) & (nodes.start != nodes.end)
    rows = np.flatnonzero(usable)
    climb = (columns["z_end_m"] - columns["z_start_m"]).astype(float)[rows]
    known = np.isfinite(climb)
    slope = np.where(known, climb, 0.0) / np.maximum(length[rows], SHORTEST_SLOPE_M)
    slope = np.clip(slope, -STEEPEST, STEEPEST)
    factor = tobler_factor(slope)
    stairs = columns["road_class"][rows] == "stairs"
    factor = np.where(stairs, STAIRS_FACTOR, factor)
    main = np.zeros(len(nodes), dtype=bool)
    if len(rows):
        graph = sparse_graph(nodes.start[rows], nodes.end[rows], length[rows], len(nodes))
        _, part = connected_components(graph, directed=False)
        main = np.asarray(part == np.bincount(part).argmax())
    apart = ~main[nodes.start[rows]]
    return WalkNetwork(
        nodes=nodes,
        start=nodes.start[rows],
        end=nodes.end[rows],
        street=rows.astype(np.int64),
        effort_m=length[rows] / factor,
        main=main,
        dropped_km={
            "no_walking": float(np.nansum(length[~foot]) / 1000),
            "walk_not_connected": float(length[rows][apart].sum() / 1000),
        },
        unknown_slope_km=float(length[rows][~known & ~stairs].sum() / 1000),
    )
