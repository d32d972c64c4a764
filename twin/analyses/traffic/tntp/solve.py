"""The user equilibrium of a TNTP network, and its figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portal.errors import BadInput
from twin.analyses.traffic.equilibrium import Commodities, RoadNetwork, settle
from twin.analyses.traffic.tntp.network import TntpNetwork
from twin.analyses.traffic.tntp.trips import TntpTrips

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Solution:
    """volume: per link; cost: generalised, per link. objective: Beckmann's with the generalised
    cost. total_travel_time: volume x time, total_cost: volume x generalised cost. relative_gap:
    the share of total_cost that trips would save on the quickest ways. unrouted: trips without a
    way, unrouted_pair: from where to where the first of them go."""

    volume: Floats
    cost: Floats
    objective: float
    total_travel_time: float
    total_cost: float
    relative_gap: float
    iterations: int
    converged: bool
    unrouted: float = 0.0
    unrouted_pair: tuple[int, int] | None = None


def solve(
    network: TntpNetwork, trips: TntpTrips, *, gap: float = 1e-6, max_iterations: int = 10_000
) -> Solution:
    """The equilibrium to a relative gap; pairs without a way are left out and counted.

    Raises BadInput when nothing can be routed, or costs grow beyond all numbers. No trips at all
    is an empty network.
    """
    roads = network.roads()
    if not len(trips.trips):
        return Solution(np.zeros(len(network)), roads.time_free, 0.0, 0.0, 0.0, 0.0, 0, True)
    _bounded(network, roads, float(trips.trips.sum()))
    order = np.lexsort((trips.destination, trips.origin))
    origin, destination = trips.origin[order], trips.destination[order]
    wanted = trips.trips[order]
    found = settle(
        roads,
        Commodities(
            origin - network.lowest, destination - network.lowest, wanted, np.zeros_like(origin)
        ),
        gap=gap,
        max_rounds=max_iterations,
    )
    lost = np.flatnonzero(found.unrouted > 0)
    pair = (int(origin[lost[0]]), int(destination[lost[0]])) if len(lost) else None
    if len(lost) == len(wanted) and pair:
        raise BadInput(f"{network.name}: no trip finds a way, not even from %d to %d" % pair)
    volume = found.volume
    load = volume / roads.capacity
    area = roads.time_free * volume * (1.0 + roads.b / (roads.power + 1.0) * load**roads.power)
    return Solution(
        volume=volume,
        cost=found.time,
        objective=float(area.sum()),
        total_travel_time=float(volume @ (found.time - network.fixed)),
        total_cost=float(volume @ found.time),
        relative_gap=found.relative_gap,
        iterations=found.rounds,
        converged=found.converged,
        unrouted=float(found.unrouted.sum()),
        unrouted_pair=pair,
    )


def warm_up() -> None:
    """Compile the solver, once after an update of the code, or read it from where it was kept."""
    first, last = np.zeros(1, dtype=np.int64), np.ones(1, dtype=np.int64)
    link = np.ones(1)
    roads = RoadNetwork(first, last, link, link, link, link, np.zeros(2, dtype=np.bool_))
    settle(roads, Commodities(first, last, link, first))


def _bounded(network: TntpNetwork, roads: RoadNetwork, most: float) -> None:
    """No link's cost leaves the numbers, even with all trips on it."""
    with np.errstate(over="ignore"):
        cost = most * roads.time_free * (1.0 + roads.b * (most / roads.capacity) ** roads.power)
    beyond = np.flatnonzero(~np.isfinite(cost))
    if len(beyond):
        ends = f"from {network.init[beyond[0]]} to {network.term[beyond[0]]}"
        raise BadInput(
            f"{network.name}: the delay on the link {ends} grows beyond all numbers; "
            "its capacity, b or power cannot be right"
        )


def flow_lines(network: TntpNetwork, solution: Solution) -> Iterator[str]:
    """The lines of a TNTP flow file: From, To, Volume, Cost."""
    yield "From \tTo \tVolume \tCost"
    ends, figures = (network.init, network.term), (solution.volume, solution.cost)
    rows = zip(*(some.tolist() for some in (*ends, *figures)), strict=True)
    for init, term, volume, cost in rows:
        yield f"{init} \t{term} \t{volume:.17g} \t{cost:.17g}"
