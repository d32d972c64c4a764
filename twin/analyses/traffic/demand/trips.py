"""Who drives where in the peak hour: local trips by gravity, through trips between gateways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from twin.analyses.network import Nodes
from twin.analyses.network.walk import sparse_graph
from twin.analyses.traffic.demand.gateways import Gateways
from twin.analyses.traffic.demand.gravity import furness, gravity
from twin.analyses.traffic.demand.zones import Zones
from twin.analyses.traffic.parameters import HEAVY_PCE, MOST_HEAVY, TrafficParameters
from twin.citystate import Table

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MOST_LEAVING = 0.85
"""At most this share of the departures from home leaves the area."""
THROUGH_AT_LEAST_M = 800.0
"""Nobody drives through the area from one gateway to another that is nearer than this."""
FEWEST_TRIPS = 0.1
"""A pair with fewer trips than one in ten peak hours is left to the other pairs of both places."""
NEVER_DRIVEN = ("path", "stairs", "ferry")


@dataclass(frozen=True)
class Demand:
    """Trips per peak hour between places (zones first, then gateways), in long form.

    trips: all vehicles. heavy: those of them that are lorries, buses or coaches.
    """

    origin: Ints
    destination: Ints
    trips: Floats
    heavy: Floats

    @property
    def total(self) -> float:
        """All trips per hour."""
        return float(self.trips.sum())

    @property
    def passenger_cars(self) -> Floats:
        """Trips in passenger cars: a heavy vehicle takes the room of two, shape (pairs,)."""
        return self.trips + (HEAVY_PCE - 1.0) * self.heavy


def carriageway_rows(street: Table) -> Ints:
    """Rows of the streets that cars could use if they were allowed to."""
    return np.flatnonzero(~np.isin(street.columns["road_class"], NEVER_DRIVEN)).astype(np.int64)


def distances_km(street: Table, nodes: Nodes, places: Floats) -> Floats:
    """Street distance between places (XY in metres), km, shape (places, places).

    Along carriageways in either direction, whatever rules hold there, so that a scenario does
    not change where people want to go. Places join at the nearest node.
    """
    rows = carriageway_rows(street)
    used = np.unique(np.concatenate([nodes.start[rows], nodes.end[rows]]))
    length = street.columns["length_m"][rows].astype(float)
    graph = sparse_graph(nodes.start[rows], nodes.end[rows], length, len(nodes))
    offset, nearest = cKDTree(nodes.xy[used]).query(places)
    at = used[nearest]
    metres = np.asarray(dijkstra(graph, directed=False, indices=at))[:, at]
    return np.asarray((metres + offset[:, None] + offset[None, :]) / 1000.0)


def demand_of(
    zones: Zones,
    gateways: Gateways,
    distance_km: Floats,
    gateway_xy: Floats,
    parameters: TrafficParameters,
    factors: Mapping[str, float],
    like: Demand | None = None,
) -> Demand:
    """Trips of the peak hour for one draw of the uncertain factors.

    Local: doubly constrained gravity over zones and gateways, no trip within one zone or from
    gateway to gateway. Through: entering traffic x through share, spread over the other gateways
    in proportion to their leaving traffic. Heavy: the share at the gateways a trip uses (their
    mean if two), else that of local trips. factors: "demand", "deterrence", "through", "heavy".
    like: the trips of the central world, whose pairs all others have too.
    """
    share = min(0.95, parameters.through_share * factors["through"])
    enter, leave = gateways.enter.copy(), gateways.leave.copy()
    balance = min(enter.sum(), leave.sum())
    enter = enter * balance / enter.sum() if enter.sum() > 0 else enter
    leave = leave * balance / leave.sum() if leave.sum() > 0 else leave
    n, m = len(zones), len(gateways)
    matrix = np.zeros((n + m, n + m))
    matrix += _local(
        zones,
        enter * (1 - share),
        leave * (1 - share),
        distance_km,
        parameters.deterrence_per_km * factors["deterrence"],
    )
    if m and balance > 0 and share > 0:
        apart = np.hypot(*(gateway_xy[:, None] - gateway_xy[None, :]).T).T
        far = (apart >= THROUGH_AT_LEAST_M).astype(float)
        matrix[n:, n:] += furness(far, enter * share, leave * share)
    if like is None:
        matrix = _only(matrix, _worth_keeping(matrix))
        origin, destination = np.nonzero(matrix)
    else:
        origin, destination = like.origin, like.destination
        keep = np.zeros(matrix.shape, dtype=bool)
        keep[origin, destination] = True
        matrix = _only(matrix, keep)
    trips = matrix[origin, destination] * factors["demand"]
    local = parameters.heavy_local
    end = np.concatenate([np.full(n, np.nan), gateways.heavy])
    ends = np.stack([end[origin], end[destination]])
    known = np.isfinite(ends)
    mean = np.where(known, ends, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    heavy = np.where(known.any(axis=0), mean, local) * factors["heavy"]
    return Demand(origin, destination, trips, trips * np.clip(heavy, 0.0, MOST_HEAVY))


def _worth_keeping(matrix: Floats) -> NDArray[np.bool_]:
    """The cells that are not too small, and the largest of each row and column, so that no place
    loses its trips."""
    keep = matrix >= FEWEST_TRIPS
    keep |= (matrix >= matrix.max(axis=1, keepdims=True)) & (matrix > 0)
    keep |= (matrix >= matrix.max(axis=0, keepdims=True)) & (matrix > 0)
    return np.asarray(keep)


def _only(matrix: Floats, keep: NDArray[np.bool_]) -> Floats:
    """The matrix with these cells alone, and the same trips from and to every place."""
    if keep[matrix > 0].all():
        return matrix
    return furness(matrix * keep, matrix.sum(axis=1), matrix.sum(axis=0))


def _local(
    zones: Zones, enter: Floats, leave: Floats, distance_km: Floats, deterrence: float
) -> Floats:
    """Trips with at least one end in a zone, shape (places, places)."""
    n, m = len(zones), len(enter)
    home = zones.departures.sum()
    if leave.sum() > MOST_LEAVING * home:
        leave = leave * (MOST_LEAVING * home / leave.sum())
    weight = zones.arrivals if zones.arrivals.sum() > 0 else zones.departures
    arriving = home + enter.sum() - leave.sum()
    arrivals = weight * arriving / weight.sum() if weight.sum() > 0 else weight
    allowed = 1.0 - np.eye(n + m)
    allowed[n:, n:] = 0.0
    return gravity(
        np.concatenate([zones.departures, enter]),
        np.concatenate([arrivals, leave]),
        distance_km,
        deterrence,
        allowed,
    )
