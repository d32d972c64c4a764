"""The traffic analysis: prepare what geometry fixes, apply the rules of the road."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from portal.errors import BadInput
from portal.marking import gettext_noop as _
from twin.analyses.contract import Analysis, Outcome, Progress, Upstream
from twin.analyses.network import Nodes, drive_network, join_ends
from twin.analyses.sampling import CENTRAL_WORLD, worlds
from twin.analyses.traffic.card import CARD
from twin.analyses.traffic.counts import Fit, calibrated, counts_of
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
from twin.analyses.traffic.doors import Doors, doors_of, measure_doors
from twin.analyses.traffic.figures import FACTS, INDICATORS
from twin.analyses.traffic.loading import Candidates, candidates_of
from twin.analyses.traffic.map import LAYERS
from twin.analyses.traffic.measures import (
    directed_flows,
    draws_of,
    indicators_of,
    layer_of,
    measure,
    street_volume,
)
from twin.analyses.traffic.notes import facts_of, notes_of
from twin.analyses.traffic.parameters import TrafficParameters
from twin.analyses.traffic.settling import from_nothing
from twin.analyses.traffic.solving import Solved, solve, streets_of
from twin.citystate import CityState, Table

NO_STREETS = _("The city has no streets that cars can use.")
GEOMETRY_SHARE = 0.1
"""Part of the work of `prepare` that comes before today's traffic."""


@dataclass(frozen=True)
class TrafficOperator:
    """What stays the same in every plan: junctions, places, trips, and today's traffic.

    Arrays, numbers and texts only, so it can be stored. digest: of the base state. demands: trips
    of each world. fit: how well they meet the counts. today: traffic of the base, which every plan
    starts from and is compared with.
    """

    digest: str
    nodes: Nodes
    zones: Zones
    gateways: Gateways
    candidates: Candidates
    doors: Doors
    demands: tuple[Demand, ...]
    fit: Fit
    today: Solved


class Traffic(Analysis):
    """Static user equilibrium of the morning peak hour."""

    name = "traffic"
    version = "2"
    parameters = TrafficParameters
    card = CARD
    indicators = INDICATORS
    facts = FACTS
    layers = LAYERS
    reads = {
        "street": (
            "car", "restricted", "direction", "importance", "road_class", "level", "lanes",
            "speed_kmh", "mean_speed_kmh", "z_start_m", "z_end_m", "length_m", "no_heavy",
        ),
        "building": ("dwellings", "usage", "usage2", "storeys", "height_m", "light"),
        "count": ("street", "veh_h"),
    }  # fmt: skip

    def prepare(
        self, state: CityState, parameters: TrafficParameters, progress: Progress
    ) -> TrafficOperator:
        """Junctions, zones, gateways, demand and traffic of the base state, metric CRS."""
        street, building = state.tables.get("street"), state.tables.get("building")
        if street is None or not len(carriageway_rows(street)):
            raise BadInput(NO_STREETS)
        building = _none() if building is None else building
        progress(0.0, _("Joining streets into a network"))
        c = street.columns
        nodes = join_ends(street.geometry, c["level"], c["z_start_m"], c["z_end_m"])
        progress(0.03, _("Finding where trips start and end"))
        zones = zones_of(building, parameters)
        gateways = gateways_of(street, nodes, parameters)
        gateways = usable_gateways(gateways, drive_network(street, nodes, gateways.node))
        progress(0.06, _("Measuring distances"))
        gateway_xy = nodes.xy[gateways.node]
        distance = distances_km(street, nodes, np.vstack([zones.xy, gateway_xy]))
        rows = carriageway_rows(street)
        usable = np.unique(np.concatenate([nodes.start[rows], nodes.end[rows]]))
        candidates = candidates_of(nodes, usable, zones.xy, gateways.node)
        ask = partial(demand_of, zones, gateways, distance, gateway_xy, parameters)
        central, *drawn = worlds(parameters.samples, parameters.seed)
        trips = ask(central)
        demands = (trips, *(ask(factors, like=trips) for factors in drawn))
        streets = streets_of(street, nodes, gateways, candidates)
        roads = streets.roads(CENTRAL_WORLD)
        demands, fit = calibrated(
            demands,
            counts_of(state, streets),
            streets,
            lambda wanted: from_nothing(
                streets, roads, wanted, parameters.plan_gap, parameters.max_iterations
            ),
        )
        return TrafficOperator(
            digest=state.digest,
            nodes=nodes,
            zones=zones,
            gateways=gateways,
            candidates=candidates,
            doors=doors_of(street, building),
            demands=demands,
            fit=fit,
            today=solve(
                streets,
                demands,
                parameters,
                lambda share, text: progress(GEOMETRY_SHARE + (1 - GEOMETRY_SHARE) * share, text),
            ),
        )

    def apply(
        self,
        operator: TrafficOperator,
        state: CityState,
        parameters: TrafficParameters,
        upstream: Upstream,
        progress: Progress,
    ) -> Outcome:
        """Volumes and indicators under the street rules of `state`, central and sampled.

        Raises BadInput when no car trip finds a way.
        """
        today, street = operator.today, state.tables["street"]
        found = (
            today
            if state.digest == operator.digest
            else _after(operator, state, parameters, progress)
        )
        importance, area = street.columns["importance"].astype(np.int64), _areas(state)
        measured = [
            {
                **measure_doors(
                    operator.doors, _total(found, number, street), _total(today, number, street)
                ),
                **measure(found.streets, found.runs[number], importance, area, factors),
            }
            for number, factors in enumerate(worlds(parameters.samples, parameters.seed))
        ]
        rows = np.unique(
            np.concatenate([today.streets.network.street, found.streets.network.street])
        )
        layers = (
            layer_of(found.streets, found.runs, rows, importance),
            draws_of(found.streets, found.runs[1:], rows, importance),
            directed_flows(found.streets, found.runs, rows),
        )
        facts = facts_of(
            operator.zones, operator.gateways, operator.demands[0], found, operator.fit, parameters
        )
        return Outcome(
            layers=layers,
            indicators=indicators_of(measured[0], measured[1:]),
            facts=facts,
            notes=notes_of(facts),
        )


def _after(
    operator: TrafficOperator, state: CityState, parameters: TrafficParameters, progress: Progress
) -> Solved:
    """Traffic under the rules of an edited state, with the trips of the base."""
    streets = streets_of(
        state.tables["street"], operator.nodes, operator.gateways, operator.candidates
    )
    return solve(streets, operator.demands, parameters, progress, before=operator.today)


def _total(solved: Solved, number: int, street: Table) -> NDArray[np.float64]:
    """Vehicles per hour of both directions in one world, per street row."""
    return street_volume(solved.streets.network, solved.runs[number].volume, len(street))


def _areas(state: CityState) -> NDArray[np.str_]:
    """Name of the district that the middle of each street lies in, "" for none."""
    street, district = state.tables["street"], state.tables.get("district")
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
