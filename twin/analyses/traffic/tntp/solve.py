"""The user equilibrium of a TNTP network, and its figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twin.analyses.traffic.equilibrium import Trips, assign
from twin.analyses.traffic.tntp.network import TntpNetwork
from twin.analyses.traffic.tntp.trips import TntpTrips

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Solution:
    """volume: per link; cost: generalised, per link. objective: Beckmann's with the generalised
    cost. total_travel_time: volume x time, total_cost: volume x generalised cost."""

    volume: Floats
    cost: Floats
    objective: float
    total_travel_time: float
    total_cost: float
    relative_gap: float
    iterations: int
    converged: bool
    unrouted: float


def solve(
    network: TntpNetwork,
    trips: TntpTrips,
    *,
    gap: float = 1e-6,
    max_iterations: int = 10_000,
    threads: int = 1,
) -> Solution:
    """The equilibrium to a relative gap; pairs without a way are left out and counted.

    Raises BadInput when nothing can be routed. No trips at all is an empty network.
    """
    roads = network.roads()
    none = np.zeros(len(network))
    if not len(trips.trips):
        return Solution(none, roads.time_free, 0.0, 0.0, 0.0, 0.0, 0, True, 0.0)
    found = assign(
        roads,
        Trips(trips.origin - network.lowest, trips.destination - network.lowest, trips.trips),
        gap=gap,
        max_iterations=max_iterations,
        threads=threads,
    )
    volume = np.maximum(found.volume, 0.0)
    load = volume / roads.capacity
    cost = roads.time_free * (1.0 + roads.b * load**roads.power)
    area = roads.time_free * volume * (1.0 + roads.b / (roads.power + 1.0) * load**roads.power)
    return Solution(
        volume=volume,
        cost=cost,
        objective=float(area.sum()),
        total_travel_time=float(volume @ (cost - network.fixed)),
        total_cost=float(volume @ cost),
        relative_gap=found.relative_gap,
        iterations=found.iterations,
        converged=found.converged,
        unrouted=found.unrouted,
    )


def flow_lines(network: TntpNetwork, solution: Solution) -> Iterator[str]:
    """The lines of a TNTP flow file: From, To, Volume, Cost."""
    yield "From \tTo \tVolume \tCost"
    rows = zip(network.init, network.term, solution.volume, solution.cost, strict=True)
    for init, term, volume, cost in rows:
        yield f"{init} \t{term} \t{volume:.12g} \t{cost:.12g}"
