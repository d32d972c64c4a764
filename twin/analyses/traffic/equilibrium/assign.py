"""User equilibrium on a network: frozen arrays in, frozen arrays out (a thin face of pytraf)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytraf
from numpy.typing import NDArray

from portal.errors import BadInput
from portal.marking import gettext_noop
from twin.analyses.traffic.equilibrium.routes import Routes

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

UNFIT = gettext_noop("The street network does not hold together, so traffic cannot be worked out.")
NO_ROUTE = gettext_noop("No car trip finds a way through this street network.")


@dataclass(frozen=True)
class RoadNetwork:
    """Links with the delay t0 (1 + b (volume / capacity) ** power), arrays of shape (links,).

    time_free: any time unit. capacity: vehicles per hour, above 0. centroid: per node, whether
    paths may only start or end there, shape (nodes,).
    """

    tail: Ints
    head: Ints
    time_free: Floats
    capacity: Floats
    b: Floats
    power: Floats
    centroid: Bools


@dataclass(frozen=True)
class Trips:
    """Trips of one kind of vehicle per hour, in long form, arrays of shape (pairs,).

    pce: passenger cars that one vehicle counts as. allowed: per link, None for all.
    """

    origin: Ints
    destination: Ints
    trips: Floats
    name: str = "car"
    pce: float = 1.0
    allowed: Bools | None = None


@dataclass(frozen=True)
class Assignment:
    """An equilibrium: volume (veh/h, without the preload) and time per link.

    unrouted: trips without a way. routes: the paths of each class,
    their commodity the row of the class's trips; empty unless asked for.
    total_time: sum of volume x time. objective: Beckmann's, NaN with several classes.
    """

    volume: Floats
    time: Floats
    relative_gap: float
    iterations: int
    converged: bool
    unrouted: float
    objective: float
    routes: tuple[Routes, ...] = ()

    @property
    def total_time(self) -> float:
        """Vehicle time on all links, in the unit of the network's times."""
        return float(self.volume @ self.time)


def assign(
    network: RoadNetwork,
    demand: Trips | Sequence[Trips],
    *,
    gap: float = 1e-6,
    max_iterations: int = 200,
    preload: Floats | None = None,
    threads: int = 1,
    with_routes: bool = False,
) -> Assignment:
    """The static user equilibrium (Wardrop 1952): no trip has a quicker way.

    demand: one or several classes. gap: relative gap to stop at. preload: fixed volume per link
    such as buses, in passenger cars. threads: the result does not depend on it. with_routes: keep
    the paths (a class's pairs must differ). Pairs without a way are left out and counted. Raises
    BadInput when nothing can be routed or the arrays do not describe a network.
    """
    classes = [demand] if isinstance(demand, Trips) else list(demand)
    if not len(network.tail):
        raise BadInput(NO_ROUTE)
    try:
        roads = _network(network)
        result = pytraf.assign(
            roads,
            [_traffic_class(roads.num_nodes, one) for one in classes],
            gap=gap,
            max_iter=max_iterations,
            order=pytraf.Order.LARGEST_GAP,
            threads=threads,
            link_preload=None if preload is None else _flat(preload, np.float64),
            unreachable=pytraf.Unreachable.SKIP,
        )
    except ValueError as problem:
        raise BadInput(UNFIT) from problem
    unrouted = float(sum(result.unrouted.flow))
    wanted = float(sum(one.trips[one.origin != one.destination].sum() for one in classes))
    if wanted > 0 and unrouted >= wanted * (1 - 1e-9):
        raise BadInput(NO_ROUTE)
    return Assignment(
        volume=np.asarray(result.links.volume, dtype=float),
        time=np.asarray(result.links.time, dtype=float),
        relative_gap=float(result.relative_gap),
        iterations=int(result.iterations),
        converged=bool(result.converged),
        unrouted=unrouted,
        objective=float(result.diagnostics.objective),
        routes=tuple(
            _routes(result.paths.arrays(k), one, roads.num_nodes) for k, one in enumerate(classes)
        )
        if with_routes
        else (),
    )


def _network(network: RoadNetwork) -> pytraf.Network:
    return pytraf.Network(
        len(network.centroid),
        _flat(network.tail, np.int64),
        _flat(network.head, np.int64),
        _flat(network.time_free, np.float64),
        _flat(network.capacity, np.float64),
        _flat(network.b, np.float64),
        _flat(network.power, np.float64),
        _flat(network.centroid, np.bool_),
    )


def _traffic_class(nodes: int, trips: Trips) -> pytraf.TrafficClass:
    demand = pytraf.Demand(
        nodes,
        _flat(trips.origin, np.int64),
        _flat(trips.destination, np.int64),
        _flat(trips.trips, np.float64),
    )
    allowed = None if trips.allowed is None else _flat(trips.allowed, np.bool_)
    return pytraf.TrafficClass(demand, pce=trips.pce, allowed_links=allowed, name=trips.name)


def _routes(found: dict[str, NDArray[Any]], trips: Trips, nodes: int) -> Routes:
    """The solver's paths of one class, sorted by the row of the trips they belong to."""
    key = trips.origin * nodes + trips.destination
    order = np.argsort(key, kind="stable")
    path_key = found["origin"].astype(np.int64) * nodes + found["destination"]
    commodity = order[np.searchsorted(key, path_key, sorter=order)].astype(np.int32)
    routes = Routes(
        commodity, found["flow"] * trips.pce, found["link_offsets"].astype(np.int64), found["links"]
    )
    return routes.sorted()


def _flat(values: NDArray[Any], kind: type[Any]) -> NDArray[Any]:
    """The solver reads memory in one piece; a transposed or sliced array is not."""
    return np.ascontiguousarray(values, dtype=kind)
