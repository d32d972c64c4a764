"""Finding buildings, and naming the street that one stands at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _

from portal.errors import BadInput
from twin.citystate import CityState
from twin.overlay import to_metric
from twin.overlay.draft import row_index

NEAR_M = 10.0
"""Someone who points beside a wall means the building."""
BESIDE_M = 40.0


def building_at(state: CityState, lon: float, lat: float) -> str:
    """URN of the building at a place, or of the nearest within 10 m; BadInput when there is none.

    lon, lat: EPSG:4326. Buildings of height 0 are not there any more.
    """
    table = state.tables["building"]
    point = shapely.Point(*to_metric(state.crs).transform(lon, lat))
    away = shapely.distance(point, table.geometry)
    away = np.where(table.columns["height_m"] == 0, np.inf, away)
    row = int(np.argmin(away)) if len(away) else -1
    if row < 0 or away[row] > NEAR_M:
        raise BadInput(_("There is no building at this place."), field="geometry")
    return str(table.urn[row])


def building_called(state: CityState, text: str) -> str:
    """URN of the building with this number: its URN, or the last part of it."""
    wanted = " ".join(text.split())[:120]
    table = state.tables["building"]
    if wanted in row_index(table):
        return wanted
    ends = np.char.endswith(table.urn.astype(str), f":{wanted}")
    if not wanted or not ends.any():
        raise BadInput(
            _("There is no building %(number)s.") % {"number": wanted}, field="buildings"
        )
    return str(table.urn[int(np.argmax(ends))])


def beside(shape: Any, city: CityState) -> str:
    """Name of the nearest street with a name, "" when none is within 40 m."""
    table = city.tables["street"]
    named = np.flatnonzero(table.columns["name"] != "")
    if shape.is_empty or not len(named):
        return ""
    away = shapely.distance(shape, table.geometry[named])
    nearest = int(np.argmin(away))
    return str(table.columns["name"][named[nearest]]) if away[nearest] <= BESIDE_M else ""


def along(facts: Mapping[str, Any], what: str) -> str:
    """A sentence with the street before what happens there, where the facts name one."""
    if not facts.get("along"):
        return what[:1].upper() + what[1:]
    return _("%(street)s: %(what)s") % {"street": facts["along"], "what": what}
