"""Edits about buildings: their parameters, their checks, how they read."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.errors import BadInput, TooLarge
from portal.templatetags.words import number
from twin.citystate import CityState
from twin.edits.geometry import METRES_A_DEGREE, vertices
from twin.edits.reading import Params
from twin.kinds import USAGES
from twin.overlay import AddBuilding, RemoveBuilding
from twin.overlay.changes import to_metric
from twin.overlay.draft import row_index

LOWEST_M, TALLEST_M = 2, 150
SMALLEST_M2, LARGEST_M2 = 4, 20_000
MOST_BUILDINGS = 50
NEAR_M = 10.0
"""Someone who points beside a wall means the building."""
BESIDE_M = 40.0


def read_new_building(params: Mapping[str, Any], geometry: GEOSGeometry | None) -> AddBuilding:
    """The typed change of `add_building`; raises BadInput, or TooLarge for a whole quarter."""
    given = Params(params, {"height_m", "storeys", "dwellings", "usage"})
    message = _("Choose a height from %(least)d to %(most)d metres.")
    height = given.whole("height_m", LOWEST_M, TALLEST_M, message)
    message = _("Choose from %(least)d to %(most)d storeys.")
    storeys = given.whole("storeys", 0, 60, message) if "storeys" in given.values else 0
    message = _("Choose from %(least)d to %(most)d homes.")
    homes = given.whole("dwellings", 0, 1000, message) if "dwellings" in given.values else 0
    usage = "residential" if homes else "undifferentiated"
    if given.values.get("usage"):
        usage = given.word("usage", USAGES, _("Choose a use from the list."))
    if geometry is None:
        raise BadInput(_("Show on the map where this should be."), field="geometry")
    if len(geometry) > 1:
        raise BadInput(_("Draw the area without holes."), field="geometry")
    ring = tuple(vertices(geometry))
    size = ring_m2(ring)
    if size < SMALLEST_M2:
        raise BadInput(_("This building is too small to matter. Draw it larger."), field="geometry")
    if size > LARGEST_M2:
        raise TooLarge(
            _("This is larger than any one building. Draw it smaller, or draw several."),
            field="geometry",
        )
    return AddBuilding(ring, height, storeys, homes, usage)


def read_removal(params: Mapping[str, Any], geometry: GEOSGeometry | None) -> RemoveBuilding:
    """The typed change of `remove_building`; raises BadInput."""
    given = Params(params, {"buildings"}).values.get("buildings")
    if not isinstance(given, (list, tuple)) or not given:
        raise BadInput(_("Choose at least one building."), field="buildings")
    if len(given) > MOST_BUILDINGS:
        raise TooLarge(
            ngettext(
                "One change can take away at most %(most)d building.",
                "One change can take away at most %(most)d buildings.",
                MOST_BUILDINGS,
            )
            % {"most": MOST_BUILDINGS},
            field="buildings",
        )
    if not all(isinstance(urn, str) and 0 < len(urn) <= 120 for urn in given):
        raise BadInput(_("Choose at least one building."), field="buildings")
    return RemoveBuilding(tuple(sorted(set(given))))


def ring_m2(ring: tuple[tuple[float, float], ...]) -> float:
    """Rough area of a ring in degrees, scaled at its own latitude, m²."""
    shape = shapely.Polygon(ring)
    squeeze = math.cos(math.radians(shape.centroid.y))
    return float(shape.area * METRES_A_DEGREE**2 * squeeze)


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


def building_facts(change: AddBuilding | RemoveBuilding, state: CityState) -> dict[str, Any]:
    """What the sentence of a building edit needs, as JSON values."""
    if isinstance(change, AddBuilding):
        turn = to_metric(state.crs)
        shape = shapely.Polygon([turn.transform(lon, lat) for lon, lat in change.ring])
        size = round(shape.area / 10) * 10 or round(shape.area)
        facts = {"height": change.height_m, "size": size, "homes": change.dwellings}
        return {**facts, "along": _street_beside(shape, state)}
    table = state.tables["building"]
    index = row_index(table)
    rows = [index[urn] for urn in change.buildings if urn in index]
    shape = shapely.union_all(table.geometry[rows]) if rows else shapely.Point()
    return {"count": len(change.buildings), "along": _street_beside(shape, state)}


def _street_beside(shape: Any, state: CityState) -> str:
    """Name of the nearest street with a name, "" when none is within 40 m."""
    table = state.tables["street"]
    named = np.flatnonzero(table.columns["name"] != "")
    if shape.is_empty or not len(named):
        return ""
    away = shapely.distance(shape, table.geometry[named])
    nearest = int(np.argmin(away))
    return str(table.columns["name"][named[nearest]]) if away[nearest] <= BESIDE_M else ""


def building_sentence(kind: str, facts: Mapping[str, Any]) -> str:
    """What a building edit does, in the active language."""
    if kind == "add_building":
        says = {"height": facts.get("height", 0), "size": number(int(facts.get("size", 0)))}
        what = _("new building, %(height)d m high, on about %(size)s m²") % says
        homes = int(facts.get("homes", 0))
        if homes:
            what = ngettext(
                "%(what)s, with %(count)d home", "%(what)s, with %(count)d homes", homes
            ) % {
                "what": what,
                "count": homes,
            }
    else:
        count = int(facts.get("count", 1))
        what = ngettext(
            "%(count)d building taken away", "%(count)d buildings taken away", count
        ) % {"count": count}
    if not facts.get("along"):
        return what[:1].upper() + what[1:]
    return _("%(street)s: %(what)s") % {"street": facts["along"], "what": what}
