"""One street table solved for the central inputs and every draw of the uncertain ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portal.marking import gettext_noop as _
from twin.analyses.contract import Progress
from twin.analyses.network import DriveNetwork, Nodes, drive_network
from twin.analyses.sampling import latin_hypercube
from twin.analyses.traffic.demand import Demand, Gateways
from twin.analyses.traffic.loading import Candidates, Loaded, load, ties_of
from twin.analyses.traffic.measures import Measured, measure, street_volume
from twin.analyses.traffic.parameters import CENTRAL, RANGES, TrafficParameters
from twin.analyses.traffic.supply import Supply, supply
from twin.citystate import Table

Floats = NDArray[np.float64]
Ask = Callable[[Mapping[str, float]], Demand]


@dataclass(frozen=True)
class Solved:
    """Traffic on one street table; item 0 of each tuple is central, the others are the draws.

    volumes: both directions per street row, veh/h, shape (streets,).
    """

    network: DriveNetwork
    offer: Supply
    runs: tuple[Loaded, ...]
    volumes: tuple[Floats, ...]
    measured: tuple[Measured, ...]


def solve(
    street: Table,
    nodes: Nodes,
    gateways: Gateways,
    candidates: Candidates,
    area: NDArray[np.str_],
    ask: Ask,
    parameters: TrafficParameters,
    progress: Progress,
) -> Solved:
    """Central and sampled equilibria under the rules of `street`.

    ask: factors -> trips of that draw. area: district name per street row. Raises BadInput when
    no car trip finds a way, and what `progress` raises to stop.
    """
    network = drive_network(street, nodes, gateways.node)
    ties = ties_of(candidates, network, len(candidates.node) - len(gateways))
    offer = supply(street, network)
    importance = street.columns["importance"].astype(int)
    draws = [CENTRAL, *latin_hypercube(RANGES, parameters.samples, parameters.seed)]
    runs, volumes, measured = [], [], []
    for number, factors in enumerate(draws):
        progress(number / len(draws), _("Finding the quickest ways for all trips"))
        scaled = _scaled(offer, factors)
        gap = parameters.draw_gap if number else parameters.gap
        loaded = load(network, scaled, ties, ask(factors), gap, parameters.max_iterations)
        runs.append(loaded)
        volumes.append(street_volume(network, loaded.volume, len(street)))
        measured.append(measure(network, scaled, loaded, importance, area, factors["co2"]))
    progress(1.0, _("Done"))
    return Solved(network, offer, tuple(runs), tuple(volumes), tuple(measured))


def _scaled(offer: Supply, factors: Mapping[str, float]) -> Supply:
    """The supply with one draw of capacity and speed."""
    return Supply(
        free_kmh=offer.free_kmh * factors["speed"],
        capacity=offer.capacity * factors["capacity"],
        b=offer.b,
        power=offer.power,
        defaulted_km=offer.defaulted_km,
    )
