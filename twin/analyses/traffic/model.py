"""The traffic analysis: prepare what geometry fixes, apply the rules of the road."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from portal.errors import BadInput
from portal.marking import gettext_noop as _
from twin.analyses.contract import Outcome, Progress
from twin.analyses.network import Nodes, drive_network, join_ends
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
from twin.analyses.traffic.doors import Doors, doors_of, measure_doors
from twin.analyses.traffic.loading import Candidates, candidates_of
from twin.analyses.traffic.measures import indicators_of, layer_of
from twin.analyses.traffic.notes import facts_of, notes_of
from twin.analyses.traffic.parameters import CENTRAL, TrafficParameters
from twin.analyses.traffic.solving import Solved, solve
from twin.citystate import CityState, Table

NO_STREETS = _("The city has no streets that cars can use.")
GEOMETRY_SHARE = 0.1
"""Part of the work of `prepare` that comes before today's traffic."""


@dataclass(frozen=True)
class TrafficOperator:
    """What stays the same in every plan: junctions, places, distances, and today's traffic.

    digest: of the base state. today: its traffic, which every plan is compared with.
    """

    digest: str
    nodes: Nodes
    zones: Zones
    gateways: Gateways
    candidates: Candidates
    distance_km: NDArray[np.float64]
    doors: Doors
    demand: Demand
    today: Solved


class Traffic:
    """Static user equilibrium of the morning peak hour."""

    name = "traffic"
    version = "1"
    parameters = TrafficParameters
    upstream: tuple[str, ...] = ()
    card = CARD
    reads: Mapping[str, tuple[str, ...]] = {
        "street": (
            "car", "restricted", "direction", "importance", "road_class", "level", "lanes",
            "speed_kmh", "mean_speed_kmh", "z_start_m", "z_end_m", "length_m",
        ),
        "building": ("dwellings", "usage", "usage2", "storeys", "height_m", "light"),
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
        return TrafficOperator(
            digest=state.digest,
            nodes=nodes,
            zones=zones,
            gateways=gateways,
            candidates=candidates,
            distance_km=distance,
            doors=doors_of(street, building),
            demand=ask(CENTRAL),
            today=solve(
                street, nodes, gateways, candidates, _areas(state), ask, parameters,
                lambda share, text: progress(GEOMETRY_SHARE + (1 - GEOMETRY_SHARE) * share, text),
            ),
        )  # fmt: skip

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
        today, street = operator.today, state.tables["street"]
        found = today
        if state.digest != operator.digest:
            found = _solve(operator, state, parameters, progress)
        measured = [
            {**measure_doors(operator.doors, volume, before), **one}
            for one, volume, before in zip(
                found.measured, found.volumes, today.volumes, strict=True
            )
        ]
        rows = np.unique(np.concatenate([today.network.street, found.network.street]))
        layer = layer_of(
            found.network, found.offer, found.runs[0], rows, len(street), found.volumes[1:]
        )
        facts = facts_of(operator.zones, operator.gateways, operator.demand, found)
        return Outcome(
            layers=(layer,),
            indicators=indicators_of(measured[0], measured[1:]),
            facts=facts,
            notes=notes_of(facts),
        )


def _solve(
    operator: TrafficOperator, state: CityState, parameters: TrafficParameters, progress: Progress
) -> Solved:
    """Traffic under the rules of an edited state, with the trips of the base."""
    gateway_xy = operator.nodes.xy[operator.gateways.node]
    ask = partial(
        demand_of, operator.zones, operator.gateways, operator.distance_km, gateway_xy, parameters
    )
    return solve(
        state.tables["street"],
        operator.nodes,
        operator.gateways,
        operator.candidates,
        _areas(state),
        ask,
        parameters,
        progress,
    )


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
