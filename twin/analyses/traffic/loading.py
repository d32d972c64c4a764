"""The network that trips are put onto: streets, and places tied to their nodes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from twin.analyses.network import DriveNetwork, Nodes
from twin.analyses.traffic.equilibrium import RoadNetwork
from twin.analyses.traffic.supply import Supply

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NEAR_M = 400.0
"""A place whose street is cut off uses another street within this distance, or none."""
TIES = 3
"""Street corners that a zone's trips may start at."""
TIE_KMH = 15.0
MOST_CANDIDATES = 250
PLENTY = 1e7


@dataclass(frozen=True)
class Candidates:
    """Nodes that a place may be tied to, nearest first: shape (places, k), -1 where none."""

    node: Ints
    metres: Floats
    ties: Ints


@dataclass(frozen=True)
class Ties:
    """Which node each tie joins to which place; attached: per place."""

    place: Ints
    node: Ints
    metres: Floats
    attached: NDArray[np.bool_]


@dataclass(frozen=True)
class Streets:
    """The drivable network of a state with its ties and what it carries.

    Links of the assignment are numbered: the network's, then every tie outward from its place,
    then every tie inward.
    """

    network: DriveNetwork
    ties: Ties
    offer: Supply

    def roads(self, factors: Mapping[str, float]) -> RoadNetwork:
        """The links of one world, times in minutes; nobody drives through a place."""
        network, ties, offer = self.network, self.ties, self.offer.in_world(factors)
        size, extra = len(network.nodes), 2 * len(self.ties.place)
        centroid = size + ties.place
        minutes = network.length_km / offer.free_kmh * 60.0
        tie_minutes = ties.metres / 1000.0 / TIE_KMH * 60.0
        return RoadNetwork(
            tail=np.concatenate([network.tail, centroid, ties.node]),
            head=np.concatenate([network.head, ties.node, centroid]),
            time_free=np.concatenate([minutes, tie_minutes, tie_minutes]),
            capacity=np.concatenate([offer.capacity, np.full(extra, PLENTY)]),
            b=np.concatenate([offer.b, np.zeros(extra)]),
            power=np.concatenate([offer.power, np.ones(extra)]),
            centroid=np.arange(size + len(ties.attached)) >= size,
        )

    @property
    def closed(self) -> NDArray[np.bool_]:
        """Links closed to all vehicles alike (none), and to heavy ones: shape (2, links)."""
        shut = np.zeros((2, len(self.network) + 2 * len(self.ties.place)), dtype=bool)
        shut[1, : len(self.network)] = ~self.offer.heavy_allowed
        return shut

    def numbers_from(self, base: Streets) -> Ints:
        """The number here of every link of `base`, -1 where it is gone."""
        size = len(self.network.nodes)
        streets = _find(
            2 * base.network.street + base.network.forward,
            2 * self.network.street + self.network.forward,
        )
        ties = _find(
            base.ties.place * size + base.ties.node, self.ties.place * size + self.ties.node
        )
        out = np.where(ties < 0, -1, ties + len(self.network))
        back = np.where(ties < 0, -1, ties + len(self.network) + len(self.ties.place))
        return np.concatenate([streets, out, back])


def _find(wanted: Ints, among: Ints) -> Ints:
    """Position of each wanted key among others, -1 where it is missing."""
    order = np.argsort(among, kind="stable")
    if not len(among):
        return np.full(len(wanted), -1, dtype=np.int64)
    place = np.minimum(np.searchsorted(among, wanted, sorter=order), len(among) - 1)
    found = order[place]
    return np.where(among[found] == wanted, found, -1).astype(np.int64)


def candidates_of(nodes: Nodes, usable: Ints, zone_xy: Floats, gateway_node: Ints) -> Candidates:
    """The nearest nodes of each place within 400 m, from the node numbers `usable`.

    A zone may have three ties, a gateway only its own node (or the nearest that is left).
    """
    places = np.vstack([zone_xy, nodes.xy[gateway_node]])
    k = min(MOST_CANDIDATES, len(usable))
    metres, position = cKDTree(nodes.xy[usable]).query(
        places, k=np.arange(1, k + 1), distance_upper_bound=NEAR_M
    )
    found = np.isfinite(metres)
    node = np.where(found, usable[np.where(found, position, 0)], -1)
    ties = np.where(np.arange(len(places)) < len(zone_xy), TIES, 1)
    return Candidates(node, np.where(found, metres, np.inf), ties)


def ties_of(candidates: Candidates, network: DriveNetwork, gateways_from: int) -> Ties:
    """Tie each place to its nearest candidates that the network still reaches.

    Zones use nodes that reach and are reached by all others; a gateway (from place number
    `gateways_from` on) may use its own one-way street.
    """
    node = candidates.node
    ok = (node >= 0) & network.core[node]
    own = (candidates.metres < 0.01) & (node >= 0) & (network.inward | network.outward)[node]
    own[:gateways_from] = False
    ok |= own
    rank = np.cumsum(ok, axis=1)
    chosen = np.asarray(ok & (rank <= candidates.ties[:, None]))
    place, column = np.nonzero(chosen)
    return Ties(
        place, node[place, column], candidates.metres[place, column], np.any(chosen, axis=1)
    )
