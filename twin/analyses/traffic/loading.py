"""Put trips onto the network: places tied to nodes, an equilibrium, volumes per link."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from portal.errors import BadInput
from twin.analyses.network import DriveNetwork, Nodes
from twin.analyses.traffic.assign import NO_ROUTE, Assignment, RoadNetwork, Trips, assign
from twin.analyses.traffic.demand import Demand
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
class Loaded:
    """volume (veh/h) and minutes per street link; unrouted trips; the solver's figures."""

    volume: Floats
    minutes: Floats
    unrouted: float
    routed: float
    trip_minutes: float
    assignment: Assignment


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


def load(
    network: DriveNetwork, supply: Supply, ties: Ties, demand: Demand, gap: float, rounds: int
) -> Loaded:
    """The user equilibrium of `demand`; raises BadInput when no trip finds a way."""
    size, links = len(network.nodes), len(network)
    centroid = size + ties.place
    minutes = network.length_km / supply.free_kmh * 60.0
    tie_minutes = ties.metres / 1000.0 / TIE_KMH * 60.0
    extra = 2 * len(ties.place)
    roads = RoadNetwork(
        tail=np.concatenate([network.tail, centroid, ties.node]),
        head=np.concatenate([network.head, ties.node, centroid]),
        time_free=np.concatenate([minutes, tie_minutes, tie_minutes]),
        capacity=np.concatenate([supply.capacity, np.full(extra, PLENTY)]),
        b=np.concatenate([supply.b, np.zeros(extra)]),
        power=np.concatenate([supply.power, np.ones(extra)]),
        centroid=np.arange(size + len(ties.attached)) >= size,
    )
    tied = ties.attached[demand.origin] & ties.attached[demand.destination]
    if not links or not tied.any():
        raise BadInput(NO_ROUTE)
    trips = Trips(size + demand.origin[tied], size + demand.destination[tied], demand.trips[tied])
    result = assign(roads, trips, gap=gap, max_iterations=rounds)
    unrouted = result.unrouted + float(demand.trips[~tied].sum())
    routed = demand.total - unrouted
    return Loaded(
        volume=result.volume[:links],
        minutes=result.time[:links],
        unrouted=unrouted,
        routed=routed,
        trip_minutes=result.total_time / routed if routed > 0 else float("nan"),
        assignment=result,
    )
