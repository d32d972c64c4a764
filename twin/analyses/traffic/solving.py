"""One street table solved for the central inputs and every draw of the uncertain ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portal.marking import gettext_noop as _
from twin.analyses.contract import Progress
from twin.analyses.network import Nodes, drive_network
from twin.analyses.parallel import threads
from twin.analyses.sampling import worlds
from twin.analyses.traffic.demand import Demand, Gateways
from twin.analyses.traffic.equilibrium import RoadNetwork
from twin.analyses.traffic.loading import Candidates, Streets, ties_of
from twin.analyses.traffic.parameters import TrafficParameters
from twin.analyses.traffic.settling import Loaded, after_a_plan, from_nothing
from twin.analyses.traffic.supply import supply
from twin.citystate import Table

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Solved:
    """Traffic on one street table; run 0 is central, the others are the draws."""

    streets: Streets
    runs: tuple[Loaded, ...]


def streets_of(street: Table, nodes: Nodes, gateways: Gateways, candidates: Candidates) -> Streets:
    """The drivable network of `street` with its ties and capacities."""
    network = drive_network(street, nodes, gateways.node)
    ties = ties_of(candidates, network, len(candidates.node) - len(gateways))
    return Streets(network, ties, supply(street, network))


def solve(
    streets: Streets,
    demands: Sequence[Demand],
    parameters: TrafficParameters,
    progress: Progress,
    before: Solved | None = None,
) -> Solved:
    """Central and sampled equilibria on `streets`, from nothing or from those of `before`.

    demands: one per world. Raises BadInput when no car trip finds a way, and what `progress`
    raises to stop.
    """
    factors = worlds(parameters.samples, parameters.seed)

    def one(number: int) -> Loaded:
        today = parameters.gap if before is None else parameters.plan_gap
        gap = parameters.draw_gap if number else today
        roads: RoadNetwork = streets.roads(factors[number])
        ask, rounds = demands[number], parameters.max_iterations
        if before is None:
            return from_nothing(streets, roads, ask, gap, rounds)
        return after_a_plan(streets, roads, ask, before.runs[number], before.streets, gap, rounds)

    return Solved(streets, tuple(_side_by_side(one, len(factors), progress)))


def _side_by_side(one: Callable[[int], Loaded], count: int, progress: Progress) -> list[Loaded]:
    """The result of every number in order, telling how far it is as they come in.

    A world runs on one thread, so how many there are changes no byte.
    """
    text = _("Finding the quickest ways for all trips")
    progress(0.0, text)
    found: list[Loaded] = []
    with ThreadPoolExecutor(threads()) as pool:
        waiting = [pool.submit(one, number) for number in range(count)]
        try:
            for number, result in enumerate(waiting):
                found.append(result.result())
                progress((number + 1) / count, text)
        except BaseException:
            for result in waiting:
                result.cancel()
            raise
    progress(1.0, _("Done"))
    return found
