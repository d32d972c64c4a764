"""The traffic analysis: prepare what geometry fixes, apply the rules of the road."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from portal.errors import BadInput
from portal.marking import gettext_noop
from twin.analyses.contract import Outcome, Progress
from twin.analyses.network import Nodes, drive_network, join_ends
from twin.analyses.sampling import latin_hypercube
from twin.analyses.traffic.card import CARD
from twin.analyses.traffic.demand import (
    Demand,
    Gateways,
    Zones,
    carriageway_rows,
    demand_of,
    distances_km,
    gateways_of,
    usable_gateways,
    zones_of,
)
from twin.analyses.traffic.loading import Candidates, candidates_of, load, ties_of
from twin.analyses.traffic.measures import indicators_of, layer_of, measure, street_volume
from twin.analyses.traffic.notes import facts_of, notes_of
from twin.analyses.traffic.parameters import CENTRAL, RANGES, TrafficParameters
from twin.analyses.traffic.supply import Supply, supply
from twin.citystate import CityState, Table

NO_STREETS = gettext_noop("The city has no streets that cars can use.")


@dataclass(frozen=True)
class TrafficOperator:
    """What stays the same in every scenario of a city: nodes, places, distances between them.

    rows: street rows that cars used in the base. demand: that of the central inputs.
    """

    nodes: Nodes
    zones: Zones
    gateways: Gateways
    candidates: Candidates
    distance_km: NDArray[np.float64]
    rows: NDArray[np.int64]
    demand: Demand


class Traffic:
    """Static user equilibrium of the morning peak hour."""

    name = "traffic"
    version = "1"
    parameters = TrafficParameters
    upstream: tuple[str, ...] = ()
    card = CARD
    reads: Mapping[str, tuple[str, ...]] = {
        "street": (
            "car", "restricted", "direction", "importance", "road_class", "level",
            "z_start_m", "z_end_m", "length_m",
        ),
        "building": ("dwellings", "usage", "usage2", "storeys", "height_m", "light"),
    }  # fmt: skip

    def prepare(
        self, state: CityState, parameters: TrafficParameters, progress: Progress
    ) -> TrafficOperator:
        """Nodes, zones, gateways and demand of the base state, in the city's metric CRS."""
        street = state.tables.get("street")
        building = state.tables.get("building")
        if street is None or not len(carriageway_rows(street)):
            raise BadInput(NO_STREETS)
        progress(0.0, gettext_noop("Joining streets into a network"))
        c = street.columns
        nodes = join_ends(street.geometry, c["level"], c["z_start_m"], c["z_end_m"])
        progress(0.3, gettext_noop("Finding where trips start and end"))
        zones = zones_of(building if building is not None else _none(), parameters)
        gateways = gateways_of(street, nodes, parameters)
        base = drive_network(street, nodes, gateways.node)
        gateways = usable_gateways(gateways, base)
        gateway_xy = nodes.xy[gateways.node]
        progress(0.6, gettext_noop("Measuring distances"))
        distance = distances_km(street, nodes, np.vstack([zones.xy, gateway_xy]))
        rows = carriageway_rows(street)
        usable = np.unique(np.concatenate([nodes.start[rows], nodes.end[rows]]))
        return TrafficOperator(
            nodes=nodes,
            zones=zones,
            gateways=gateways,
            candidates=candidates_of(nodes, usable, zones.xy, gateways.node),
            distance_km=distance,
            rows=np.unique(base.street),
            demand=demand_of(zones, gateways, distance, gateway_xy, parameters, CENTRAL),
        )

    def apply(
        self,
        operator: TrafficOperator,
        state: CityState,
        parameters: TrafficParameters,
        upstream: Mapping[str, Outcome],
        progress: Progress,
    ) -> Outcome:
        """Volumes and indicators under the street rules of `state`, central and sampled.

        Raises BadInput when no car trip finds a way.
        """
        street = state.tables["street"]
        network = drive_network(street, operator.nodes, operator.gateways.node)
        ties = ties_of(operator.candidates, network, len(operator.zones))
        offer = supply(street, network)
        draws = [CENTRAL, *latin_hypercube(RANGES, parameters.samples, parameters.seed)]
        importance = street.columns["importance"].astype(int)
        area = _areas(street, state.tables.get("district"))
        measured, volumes, runs = [], [], []
        for number, factors in enumerate(draws):
            progress(number / len(draws), gettext_noop("Finding the quickest ways for all trips"))
            demand = self._demand(operator, parameters, factors)
            scaled = _scaled(offer, factors)
            loaded = load(network, scaled, ties, demand, parameters)
            runs.append(loaded)
            volumes.append(street_volume(network, loaded.volume, len(street)))
            measured.append(measure(network, scaled, loaded, importance, area, factors["co2"]))
        progress(1.0, gettext_noop("Done"))
        rows = np.unique(np.concatenate([operator.rows, network.street]))
        layer = layer_of(network, offer, runs[0], rows, len(street), volumes[1:])
        facts = facts_of(operator.zones, operator.gateways, operator.demand, network, offer, runs)
        return Outcome(
            layers=(layer,),
            indicators=indicators_of(measured[0], measured[1:]),
            facts=facts,
            notes=notes_of(facts),
        )

    @staticmethod
    def _demand(
        operator: TrafficOperator, parameters: TrafficParameters, factors: Mapping[str, float]
    ) -> Demand:
        if factors is CENTRAL:
            return operator.demand
        gateway_xy = operator.nodes.xy[operator.gateways.node]
        return demand_of(
            operator.zones, operator.gateways, operator.distance_km, gateway_xy, parameters, factors
        )


def _scaled(offer: Supply, factors: Mapping[str, float]) -> Supply:
    """The supply with one draw of capacity and speed."""
    return Supply(
        free_kmh=offer.free_kmh * factors["speed"],
        capacity=offer.capacity * factors["capacity"],
        b=offer.b,
        power=offer.power,
        defaulted_km=offer.defaulted_km,
    )


def _areas(street: Table, district: Table | None) -> NDArray[np.str_]:
    """Name of the district that the middle of each street lies in, "" for none."""
    names = np.full(len(street), "", dtype=object)
    if district is not None and len(district):
        middle = shapely.line_interpolate_point(street.geometry, 0.5, normalized=True)
        row, which = shapely.STRtree(district.geometry).query(middle, predicate="within")
        names[row[::-1]] = district.columns["name"][which[::-1]]
    return names.astype(np.str_)


def _none() -> Table:
    """A building table without rows."""
    empty: NDArray[Any] = np.empty(0)
    columns = ("dwellings", "usage", "usage2", "storeys", "height_m", "light")
    return Table(empty.astype(np.str_), empty.astype(object), dict.fromkeys(columns, empty))
