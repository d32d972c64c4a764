"""What a noise result tells about itself: figures of the operator, and what was assumed."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from portal.marking import gettext_noop as _
from twin.analyses.noise.attenuation import NoiseOperator
from twin.analyses.noise.attenuation.sources import DRIVEN, loud
from twin.analyses.noise.attenuation.town import heights_of
from twin.analyses.noise.parameters import NoiseParameters
from twin.analyses.receivers.receivers import MOVED
from twin.citystate import CityState

SENTENCES = (
    (
        "noise_heights_assumed",
        _("Where a building's height is unknown, 3 m per storey or 6 m is taken."),
    ),
    ("noise_covered", _("Streets inside buildings, such as passages, are left out.")),
    ("noise_tunnels", _("Tunnels give off no noise here, not even at their mouths.")),
    ("noise_under_bridges", _("Bridges do not shield the streets below them.")),
)
HARD = _("Ground counts as hard but for parks and greens that the data names.")
NO_HOUSES = _("There are no homes in the data, so there are no values at facades.")


def facts_of(
    operator: NoiseOperator, state: CityState, parameters: NoiseParameters
) -> dict[str, Any]:
    """Figures about the operator and the data, JSON-able."""
    street = state.tables["street"]
    level = street.columns["level"]
    built = np.isin(street.columns["road_class"], DRIVEN)
    bridge, ground = loud(street) & (level > 0), loud(street) & (level == 0)
    crossing = shapely.STRtree(street.geometry[bridge]).query(
        street.geometry[ground], predicate="crosses"
    )
    assumed = 0
    if "building" in state.tables:
        assumed = int(heights_of(state.tables["building"])[1].sum())
    return {
        "noise_facades": len(operator.facades),
        "noise_grid": len(operator.grid),
        "noise_paths": int(operator.facades.paths.sum()) + int(operator.grid.paths.sum()),
        "noise_links": len(operator.facades.street) + len(operator.grid.street),
        "noise_range_m": parameters.range_m,
        "noise_covered": operator.covered,
        "noise_heights_assumed": assumed,
        "noise_moved": int(((operator.facades.receivers.quality & MOVED) > 0).sum()),
        "noise_bridges": int(bridge.sum()),
        "noise_tunnels": int((built & (level < 0)).sum()),
        "noise_under_bridges": len(np.unique(crossing[0])),
        "noise_height_slips": operator.slips,
    }


def notes_of(operator: NoiseOperator, facts: dict[str, Any]) -> tuple[str, ...]:
    """Plain sentences on what was assumed or left out."""
    notes = [text for fact, text in SENTENCES if facts[fact] > 0]
    if not len(operator.facades):
        notes.append(NO_HOUSES)
    return (HARD, *notes)
