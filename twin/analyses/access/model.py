"""The walking access analysis: minutes on foot from every building to what is nearest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from portal.errors import BadInput
from portal.marking import gettext_noop as _
from twin.analyses.access.card import CARD
from twin.analyses.access.entrances import Entrances, entrances
from twin.analyses.access.figures import FACTS, INDICATORS
from twin.analyses.access.map import LAYERS
from twin.analyses.access.measures import daily, indicators_of, layer_of
from twin.analyses.access.parameters import RANGES, AccessParameters
from twin.analyses.access.places import DAILY, places_by_category
from twin.analyses.access.reach import nearest_effort_m
from twin.analyses.contract import Analysis, Outcome, Progress, Upstream
from twin.analyses.network import WalkNetwork, join_ends, walk_network
from twin.analyses.sampling import latin_hypercube
from twin.citystate import CityState, Table

NO_PATHS = _("The city has no streets or paths that people can walk on.")
NO_PLACES = _("The city's data names no school, shop, park or other place to walk to.")
SENTENCES = (
    ("homes_unreachable", _("Some homes are too far from any path to tell how long one walks.")),
    ("dropped_km_walk_not_connected", _("Paths without a link to the rest are left out.")),
    ("unknown_slope_km", _("Where heights are unknown, streets count as level.")),
    ("derived_places", _("Some places are derived from the use of buildings, not surveyed.")),
)


@dataclass(frozen=True)
class AccessOperator:
    """The walkable network and where the buildings meet it.

    lines: street geometry. daily: categories in the mean of daily needs, those of the base.
    """

    network: WalkNetwork
    lines: NDArray[Any]
    homes: Entrances
    daily: tuple[str, ...]


class Access(Analysis):
    """Walking minutes to the nearest place of each category."""

    name = "access"
    version = "1"
    parameters = AccessParameters
    card = CARD
    indicators = INDICATORS
    facts = FACTS
    layers = LAYERS
    reads = {
        "street": ("foot", "road_class", "level", "z_start_m", "z_end_m", "length_m"),
        "building": (),
        "place": ("category",),
        "green": ("category",),
    }

    def prepare(
        self, state: CityState, parameters: AccessParameters, progress: Progress
    ) -> AccessOperator:
        """The walkable network of the base state and the entrance of every building."""
        street = state.tables.get("street")
        if street is None or not street.columns["foot"].any():
            raise BadInput(NO_PATHS)
        progress(0.0, _("Joining streets and paths"))
        c = street.columns
        nodes = join_ends(street.geometry, c["level"], c["z_start_m"], c["z_end_m"])
        network = walk_network(street, nodes)
        progress(0.4, _("Finding the doors of buildings"))
        building = state.tables.get("building")
        shapes = np.empty(0, dtype=object) if building is None else building.geometry
        present = places_by_category(state.tables)
        return AccessOperator(
            network=network,
            lines=street.geometry,
            homes=entrances(network, street.geometry, shapes),
            daily=tuple(name for name in DAILY if name in present),
        )

    def apply(
        self,
        operator: AccessOperator,
        state: CityState,
        parameters: AccessParameters,
        upstream: Upstream,
        progress: Progress,
    ) -> Outcome:
        """Minutes per building and indicators; raises BadInput without any place to walk to."""
        places = places_by_category(state.tables)
        building = state.tables.get("building")
        if not places or building is None or not len(building):
            raise BadInput(NO_PLACES)
        homes = _all_homes(operator, building)
        effort = {}
        for number, (name, points) in enumerate(places.items()):
            progress(number / (len(places) + 1), _("Walking to the nearest place of each kind"))
            there = entrances(operator.network, operator.lines, points)
            effort[name] = nearest_effort_m(operator.network, homes, there)
        wanted = [name for name in operator.daily if name in effort]
        if wanted:
            effort["daily"] = daily(effort, wanted)
        weight = np.nan_to_num(building.columns["dwellings"].astype(float))
        draws = latin_hypercube(RANGES, parameters.samples, parameters.seed)
        progress(1.0, _("Done"))
        facts = _facts(operator, homes, state, weight, places)
        return Outcome(
            layers=(layer_of(effort, parameters),),
            indicators=indicators_of(effort, weight, parameters, draws),
            facts=facts,
            notes=tuple(text for fact, text in SENTENCES if facts[fact] > 0),
        )


def _all_homes(operator: AccessOperator, building: Table) -> Entrances:
    """The prepared entrances, and those of buildings that the scenario added at the end."""
    known = len(operator.homes)
    if len(building) <= known:
        return operator.homes
    new = entrances(operator.network, operator.lines, building.geometry[known:])
    old = operator.homes
    return Entrances(
        np.concatenate([old.edge, new.edge]),
        np.concatenate([old.share, new.share]),
        np.concatenate([old.metres, new.metres]),
    )


def _facts(
    operator: AccessOperator,
    homes: Entrances,
    state: CityState,
    weight: NDArray[np.float64],
    places: Mapping[str, NDArray[Any]],
) -> dict[str, Any]:
    place = state.tables.get("place")
    derived = 0
    if place is not None and "building" in place.columns:
        derived = int((place.columns["building"] != "").sum())
    network = operator.network
    return {
        "homes": round(float(weight.sum())),
        "homes_unreachable": round(float(weight[homes.edge < 0].sum())),
        "derived_places": derived,
        "walk_nodes": int(network.main.sum()),
        "unknown_slope_km": round(network.unknown_slope_km, 2),
        **{f"dropped_km_{reason}": round(km, 2) for reason, km in network.dropped_km.items()},
        **{f"places_{name}": len(points) for name, points in places.items()},
    }
