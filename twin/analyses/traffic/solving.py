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
from twin.analyses.traffic.settling import Lead, Loaded, after_a_plan, from_nothing, lead_of
from twin.analyses.traffic.supply import supply
from twin.citystate import Table

Floats = NDArray[np.float64]
FINDING = _("Finding the quickest ways for all trips")


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
    lead: Lead | None = None

    def one(number: int) -> Loaded:
        today = parameters.gap if before is None else parameters.plan_gap
        gap = parameters.draw_gap if number else today
        roads: RoadNetwork = streets.roads(factors[number])
        ask, rounds = demands[number], parameters.max_iterations
        if before is None:
            return from_nothing(streets, roads, ask, gap, rounds)
        run, base = before.runs[number], before.streets
        return after_a_plan(streets, roads, ask, run, base, gap, rounds, lead)

    progress(0.0, FINDING)
    runs = [one(0)]
    if before is not None and parameters.samples:
        lead = lead_of(streets, demands[0], before.runs[0], runs[0], before.streets)
    runs += _side_by_side(one, range(1, len(factors)), progress)
    progress(1.0, _("Done"))
    return Solved(streets, tuple(runs))


def _side_by_side(one: Callable[[int], Loaded], numbers: range, progress: Progress) -> list[Loaded]:
    """The result of every number in order, telling how far it is as they come in.

    A world runs on one thread, so how many there are changes no byte.
    """
    found: list[Loaded] = []
    with ThreadPoolExecutor(threads()) as pool:
        waiting = [pool.submit(one, number) for number in numbers]
        try:
            for number, result in zip(numbers, waiting, strict=True):
                progress(number / (len(numbers) + 1), FINDING)
                found.append(result.result())
        except BaseException:
            for result in waiting:
                result.cancel()
            raise
    return found
