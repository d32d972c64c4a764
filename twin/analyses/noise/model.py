"""The noise analysis: what road traffic sounds like at facades and outdoors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from portal.errors import BadInput
from portal.marking import gettext_noop as _
from twin.analyses.contract import Analysis, Outcome, Progress, Upstream
from twin.analyses.flows import flows_of
from twin.analyses.noise.attenuation import (
    NoiseOperator,
    Tile,
    TileRows,
    join_tiles,
    prepare_tile,
    prepared,
    tiles,
    updated,
)
from twin.analyses.noise.attenuation.sources import loud
from twin.analyses.noise.attenuation.town import heights_of
from twin.analyses.noise.card import CARD
from twin.analyses.noise.figures import FACTS, INDICATORS
from twin.analyses.noise.levels import levels
from twin.analyses.noise.map import LAYERS
from twin.analyses.noise.measures import (
    building_layers,
    facade_layers,
    grid_layers,
    indicators_of,
)
from twin.analyses.noise.notes import facts_of, notes_of
from twin.analyses.noise.parameters import NoiseParameters
from twin.analyses.noise.powers import powers_of
from twin.analyses.receivers import Receivers
from twin.analyses.sampling import worlds
from twin.citystate import CityState

NO_STREETS = _("The city has no streets that traffic could use, so there is no noise to work out.")
NO_FLOWS = _("The traffic result names no flows for these streets.")


class Noise(Analysis):
    """Lday, Levening, Lnight and Lden of road traffic after CNOSSOS-EU."""

    name = "noise"
    version = "1"
    parameters = NoiseParameters
    upstream = ("traffic",)
    card = CARD
    indicators = INDICATORS
    facts = FACTS
    layers = LAYERS
    reads = {
        "street": ("road_class", "restricted", "level", "z_start_m", "z_end_m"),
        "building": ("height_m", "ground_z_m", "storeys", "dwellings", "residents"),
        "green": ("category",),
        "water": (),
    }

    def prepare(
        self, state: CityState, parameters: NoiseParameters, progress: Progress
    ) -> NoiseOperator:
        """How much of each street's sound reaches each receiver, by octave band."""
        _check(state)
        return prepared(state, parameters, progress)

    def update(
        self,
        operator: NoiseOperator,
        base: CityState,
        state: CityState,
        parameters: NoiseParameters,
        progress: Progress,
    ) -> NoiseOperator:
        """The operator of `state`: only receivers that a changed building or ground can reach are
        worked out anew; the others keep their rows. Equals `prepare(state)`."""
        _check(state)
        return updated(operator, base, state, parameters, progress)

    def tiles(self, state: CityState, parameters: NoiseParameters) -> tuple[Tile, ...]:
        """Squares of 1 km whose rows can be made apart from each other."""
        _check(state)
        return tiles(state, parameters)

    def prepare_tile(
        self, state: CityState, parameters: NoiseParameters, tile: Tile, progress: Progress
    ) -> TileRows:
        """The rows of the receivers in one square, from the part of the city they can hear."""
        return prepare_tile(state, parameters, tile, progress)

    def join_tiles(
        self, state: CityState, parameters: NoiseParameters, parts: Sequence[TileRows]
    ) -> NoiseOperator:
        """The operator of the whole city: the same bytes as `prepare` gives."""
        return join_tiles(state, parameters, parts)

    def apply(
        self,
        operator: NoiseOperator,
        state: CityState,
        parameters: NoiseParameters,
        upstream: Upstream,
        progress: Progress,
    ) -> Outcome:
        """Layers and figures; deterministic. Raises BadInput without a traffic result."""
        drawn = worlds(parameters.samples, parameters.seed)
        progress(0.0, _("Working out how loud the streets are"))
        try:
            flows = flows_of(upstream.now["traffic"], state)
        except KeyError:
            raise BadInput(NO_FLOWS) from None
        street = state.tables["street"]
        if flows.light.shape[0] != len(drawn) or flows.light.shape[-1] != len(street):
            raise BadInput(NO_FLOWS)
        powers = powers_of(flows, street, parameters, drawn)
        progress(0.3, _("Working out how loud it is at facades and outdoors"))
        facades = levels(operator.facades, powers, parameters, drawn)
        grid = levels(operator.grid, powers, parameters, drawn)
        receivers, frame = operator.facades.receivers, operator.frame
        assumed = np.empty(0, dtype=bool)
        if "building" in state.tables:
            assumed = heights_of(state.tables["building"])[1]
        facts = facts_of(operator, state, parameters)
        progress(1.0, _("Done"))
        return Outcome(
            layers=(
                *building_layers(receivers, facades, assumed),
                *facade_layers(receivers, facades, frame),
                *grid_layers(operator.grid.receivers, grid, frame),
            ),
            indicators=indicators_of(receivers, facades, areas_of(receivers, state)),
            facts=facts,
            notes=notes_of(operator, facts),
        )


def _check(state: CityState) -> None:
    street = state.tables.get("street")
    if street is None or not len(street) or not loud(street).any():
        raise BadInput(NO_STREETS)


def areas_of(receivers: Receivers, state: CityState) -> dict[str, NDArray[np.bool_]]:
    """District name -> which receivers are in it; "" is the whole city."""
    found: dict[str, Any] = {"": np.ones(len(receivers), dtype=bool)}
    district = state.tables.get("district")
    if district is None or not len(district):
        return found
    # Asked for all points of a district: its outline is then looked at once, not once a point.
    which, inside = shapely.STRtree(shapely.points(receivers.xy)).query(
        district.geometry, predicate="intersects"
    )
    for row, name in enumerate(district.columns["name"]):
        if name:
            here = found.setdefault(str(name), np.zeros(len(receivers), dtype=bool))
            here[inside[which == row]] = True
    return dict(sorted(found.items()))
