"""The shortest walk from every entrance to the nearest of several places."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array, hstack, vstack
from scipy.sparse.csgraph import dijkstra

from twin.analyses.access.entrances import Entrances
from twin.analyses.network import WalkNetwork

Floats = NDArray[np.float64]

HAIR_M = 1e-6
"""Ways of no length are kept this long: a sparse matrix cannot hold an edge of weight 0."""


def nearest_effort_m(network: WalkNetwork, homes: Entrances, places: Entrances) -> Floats:
    """Metres on level ground from each home to the nearest place, inf where there is no way.

    One Dijkstra search (scipy csgraph) from a node that stands for all places at once, and the
    direct way where a home and a place are on the same street. Shape (homes,).
    """
    node, way = places.ends(network)
    usable = np.isfinite(way)
    if not usable.any():
        return np.full(len(homes), np.inf)
    size = len(network.nodes)
    least = np.full(size, np.inf)
    np.minimum.at(least, node[usable], way[usable])
    seeds = np.flatnonzero(np.isfinite(least))
    row = coo_array(
        (np.maximum(least[seeds], HAIR_M), (np.zeros(len(seeds), dtype=int), seeds)),
        shape=(1, size),
    )
    graph = csr_array(vstack([hstack([network.graph(), coo_array((size, 1))]), _wide(row)]))
    reached = np.asarray(dijkstra(graph, directed=True, indices=size))[:size]
    home_node, home_way = homes.ends(network)
    through = np.min(reached[home_node] + home_way, axis=0)
    return np.asarray(np.minimum(through, _same_street(network, homes, places)))


def _wide(row: coo_array) -> coo_array:
    """The row of the node "all places", with a column for itself."""
    return coo_array((row.data, row.coords), shape=(1, row.shape[1] + 1))


def _same_street(network: WalkNetwork, homes: Entrances, places: Entrances) -> Floats:
    """The way along one street where home and place share it, inf elsewhere."""
    found = np.full(len(homes), np.inf)
    for edge in np.intersect1d(homes.edge[homes.edge >= 0], places.edge):
        here = np.flatnonzero(homes.edge == edge)
        there = places.edge == edge
        apart = np.abs(homes.share[here, None] - places.share[there]) * network.effort_m[edge]
        found[here] = (apart + places.metres[there]).min(axis=1) + homes.metres[here]
    return found
