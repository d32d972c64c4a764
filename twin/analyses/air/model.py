"""The air analysis: what traffic gives off, and what people breathe at facades and outdoors."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from portal.errors import BadInput
from portal.marking import gettext_noop as _
from twin.analyses.air import operator as operators
from twin.analyses.air.card import CARD
from twin.analyses.air.emissions import fleet
from twin.analyses.air.emissions.factors import factors
from twin.analyses.air.emissions.streets import street_emissions
from twin.analyses.air.figures import FACTS, INDICATORS
from twin.analyses.air.map import LAYERS
from twin.analyses.air.measures import (
    Concentrations,
    at_buildings,
    concentrations,
    emitted,
    indicators_of,
    layers_of,
)
from twin.analyses.air.operator import AirOperator, Change, prepare, rose_for, traffic_rows
from twin.analyses.air.parameters import AirParameters, check
from twin.analyses.contract import Analysis, Outcome, Progress, Upstream
from twin.analyses.flows import flows_of
from twin.analyses.sampling import worlds
from twin.citystate import CityState, Table

NO_STREETS = _("The city has no streets that traffic could use, so there is no air to work out.")
NO_FLOWS = _("The traffic result names no flows for these streets.")
ASSUMED_ROSE = _("How often the wind blows from where is assumed, not measured here.")
ASSUMED_AIR = _("What the air brings along from outside is assumed, not measured here.")
ASSUMED_HEIGHTS = _("Where a building's height is unknown, one is assumed.")
SMALL = _("The grid is small: without homes there are no values at houses.")
USUAL = AirParameters()
FROM_OUTSIDE = ("background_no2", "background_pm10", "background_pm25")
GEOMETRY = ("street", "building", "district")


class Air(Analysis):
    """NO2, PM10 and PM2.5 of an average year at houses and on a grid, emissions of a day."""

    name = "air"
    version = "2"
    parameters = AirParameters
    upstream = ("traffic",)
    card = CARD
    indicators = INDICATORS
    facts = FACTS
    layers = LAYERS
    reads = {
        "street": ("road_class",),
        "building": ("height_m", "dwellings", "residents", "quality"),
        "district": ("name",),
    }

    def prepare(
        self, state: CityState, parameters: AirParameters, progress: Progress
    ) -> AirOperator:
        """How much each street adds at each receptor, per unit emission."""
        self._check(state, parameters)
        return prepare(state, parameters, self._named(progress))

    def update(
        self,
        operator: AirOperator,
        base: CityState,
        state: CityState,
        parameters: AirParameters,
        progress: Progress,
    ) -> AirOperator:
        """The operator of `state`: receptors around which nothing changed keep their values, the
        others are worked out anew; equal to `prepare(state)` to the byte."""
        if same(base, state, GEOMETRY):
            return operator
        self._check(state, parameters)
        outlines = changed_outlines(base, state)
        change = None if outlines is None else Change(operator, outlines)
        return prepare(state, parameters, self._named(progress), change=change)

    def apply(
        self,
        operator: AirOperator,
        state: CityState,
        parameters: AirParameters,
        upstream: Upstream,
        progress: Progress,
    ) -> Outcome:
        """Layers and figures; deterministic. Raises BadInput without a traffic result."""
        drawn = worlds(parameters.samples, parameters.seed)
        progress(0.0, _("Working out what traffic gives off"))
        try:
            flows = flows_of(upstream.now["traffic"], state)
        except KeyError:
            raise BadInput(NO_FLOWS) from None
        if flows.light.shape[0] != len(drawn) or flows.light.shape[-1] != len(operator.length_km):
            raise BadInput(NO_FLOWS)
        given_off = street_emissions(flows, factors(parameters.year, parameters.electric_share))
        progress(0.3, _("Following it through the streets"))
        found = concentrations(operator, given_off, drawn, parameters, threads=operators.THREADS)
        progress(1.0, _("Done"))
        return Outcome(
            layers=layers_of(operator, found),
            indicators=indicators_of(operator, emitted(given_off.day, drawn), found),
            facts=_facts(operator, found, parameters),
            notes=_notes(operator, parameters),
        )

    def _check(self, state: CityState, parameters: AirParameters) -> None:
        if not len(traffic_rows(state)):
            raise BadInput(NO_STREETS)
        rose_for(parameters)
        check(parameters)

    def _named(self, progress: Progress) -> Progress:
        text = _("Working out how the air carries things away")
        return lambda share, _text: progress(share, text)


def same(base: CityState, state: CityState, kinds: tuple[str, ...]) -> bool:
    """Whether these tables are the very same."""
    return all(base.tables.get(kind) is state.tables.get(kind) for kind in kinds)


def changed_outlines(base: CityState, state: CityState) -> NDArray[np.object_] | None:
    """Outlines, old and new, of the buildings that differ; None where streets differ too, or the
    building tables cannot be compared row by row."""
    old, new = base.tables["street"], state.tables["street"]
    if not _alike(old, new, ("road_class",)).all() or len(old) != len(new):
        return None
    before, after = base.tables.get("building"), state.tables.get("building")
    if before is None or after is None or len(after) < len(before):
        return None
    other = np.flatnonzero(~_alike(before, after, Air.reads["building"]))
    added = after.geometry[len(before) :]
    return np.concatenate([before.geometry[other], after.geometry[other], added])


def _alike(old: Table, new: Table, columns: tuple[str, ...]) -> NDArray[np.bool_]:
    """Which of the rows that both tables have are the same, shape (min(rows),)."""
    count = min(len(old), len(new))
    found = np.asarray(old.geometry[:count] == new.geometry[:count])
    for name in columns:
        if name in old.columns and name in new.columns:
            a, b = old.columns[name][:count], new.columns[name][:count]
            found &= (a == b) | ((a != a) & (b != b))
    return found


def _facts(
    operator: AirOperator, found: Concentrations, parameters: AirParameters
) -> dict[str, Any]:
    cars = fleet.cars(int(np.clip(parameters.year, fleet.FIRST_YEAR, fleet.LAST_YEAR)))
    electric = cars["electric", ""]
    if parameters.electric_share is not None:
        electric = parameters.electric_share
    no2 = at_buildings(operator, found.no2[:1])[1]
    mean = float(no2.mean()) if no2.size else parameters.background_no2
    street = 100.0 * max(0.0, 1.0 - parameters.background_no2 / mean) if mean > 0 else 0.0
    return {
        "fleet_year": int(np.clip(parameters.year, fleet.FIRST_YEAR, fleet.LAST_YEAR)),
        "electric_percent": round(100.0 * electric, 1),
        "air_facades": len(operator.facades),
        "air_grid": len(operator.grid),
        "canyon_streets": operator.canyon_streets,
        "air_heights_assumed": int(operator.assumed.sum()),
        "street_share_no2": round(street, 1),
    }


def _notes(operator: AirOperator, parameters: AirParameters) -> tuple[str, ...]:
    notes = []
    if not parameters.weather:
        notes.append(ASSUMED_ROSE)
    if all(getattr(parameters, name) == getattr(USUAL, name) for name in FROM_OUTSIDE):
        notes.append(ASSUMED_AIR)
    if operator.assumed.any():
        notes.append(ASSUMED_HEIGHTS)
    if not len(operator.facades):
        notes.append(SMALL)
    return tuple(notes)
