"""How an edit reads in plain language, and what is said when it cannot be made."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np
import pyproj
import shapely
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from portal.templatetags.words import number
from twin.citystate import CityState, Table
from twin.edits.buildings import building_facts, building_sentence
from twin.overlay import (
    AddBuilding,
    Change,
    Conflict,
    LayGreen,
    PlantTrees,
    Reason,
    RemoveBuilding,
    SetDirection,
)
from twin.overlay.chains import between, cross_street, follow
from twin.overlay.draft import row_index

NAMED_STREETS = 3
BESIDE_M = 25.0


def names_for(change: Change, state: CityState) -> dict[str, Any]:
    """The names that the sentence of `change` needs, as JSON values, found once in the city.

    state: the base state, without edits. They are stored with the edit, so that a sentence is
    told in any language without loading the city.
    """
    if isinstance(change, PlantTrees):
        return {"trees": len(change.points), "along": _nearest_street(change, state)}
    if isinstance(change, LayGreen):
        return {"name": change.name, "category": change.category, "ares": _ares(change)}
    if isinstance(change, AddBuilding | RemoveBuilding):
        return building_facts(change, state)
    table = state.tables["street"]
    rows = [row_index(table)[urn] for urn in change.streets]  # type: ignore[attr-defined]
    parts = _parts(table, rows)
    facts: dict[str, Any] = {"parts": parts[:NAMED_STREETS], "more": len(parts) - NAMED_STREETS}
    if isinstance(change, SetDirection) and change.direction != "both":
        facts.update(_towards(table, rows, change.direction))
    return facts


def _nearest_street(change: PlantTrees, state: CityState) -> str:
    """The street most of the trees stand beside, "" when none is within 25 m."""
    table = state.tables["street"]
    turn = pyproj.Transformer.from_crs("EPSG:4326", state.crs, always_xy=True)
    points = shapely.points(np.transpose(turn.transform(*np.transpose(change.points))))
    _, rows = shapely.STRtree(table.geometry).query_nearest(points, max_distance=BESIDE_M)
    names = Counter(str(name) for name in table.columns["name"][rows] if name)
    return names.most_common(1)[0][0] if names else ""


def _ares(change: LayGreen) -> int:
    """Rough area in units of 100 m²: degrees scaled at the shape's own latitude."""
    shape = shapely.Polygon(change.ring)
    metres = 111_320.0
    return round(shape.area * metres * metres * math.cos(math.radians(shape.centroid.y)) / 100)


def _parts(table: Table, rows: list[int]) -> list[dict[str, Any]]:
    """One entry per street name: between which cross streets, how much of it, how many metres."""
    names = table.columns["name"]
    by_name: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        by_name[str(names[row])].append(row)
    parts = []
    for name, of_name in sorted(by_name.items(), key=lambda item: (item[0] == "", item[0])):
        start, end = between(table, of_name, name)
        drivable = (names == name) & table.columns["car"]
        metres = float(table.columns["length_m"][of_name].sum())
        parts.append(
            {
                "street": name,
                "start": start,
                "end": end,
                "whole": bool(name) and int(drivable.sum()) <= len(set(of_name)),
                "metres": round(metres / 10) * 10,
            }
        )
    return parts


def _towards(table: Table, rows: list[int], direction: str) -> dict[str, str]:
    """Cross streets where a one-way line is entered and left."""
    chain = follow(table, rows)
    if chain is None:
        return {"enter": "", "leave": ""}
    own = str(table.columns["name"][rows[0]])
    enter, leave = cross_street(table, chain.start, own), cross_street(table, chain.end, own)
    if direction == "backward":
        enter, leave = leave, enter
    return {"enter": enter, "leave": leave}


def sentence(kind: str, params: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
    """What an edit does, in the active language: "Rue X: closed to cars between A and B".

    kind, params: as stored with the edit. facts: what `names_for` found.
    """
    if kind == "plant_trees":
        return _trees(facts)
    if kind == "lay_green":
        return _green(facts)
    if kind in ("add_building", "remove_building"):
        return building_sentence(kind, facts)
    what = _what(kind, params, facts)
    parts = [_part(part, what, facts) for part in facts.get("parts", [])]
    more = int(facts.get("more", 0))
    if more > 0:
        parts.append(
            ngettext("%(count)d more street: %(what)s", "%(count)d more streets: %(what)s", more)
            % {"count": more, "what": what}
        )
    return "; ".join(parts)


def _what(kind: str, params: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
    if kind == "close_to_cars":
        return _("closed to cars")
    if kind == "ban_heavy":
        return _("closed to lorries")
    if kind == "speed":
        return _("speed limit %(speed)d km/h") % {"speed": params["speed_kmh"]}
    if kind == "lanes":
        lanes = int(params["lanes"])
        return ngettext("%(count)d lane for cars", "%(count)d lanes for cars", lanes) % {
            "count": lanes
        }
    return _("two ways for cars") if params["direction"] == "both" else _("one way for cars")


def _part(part: Mapping[str, Any], what: str, facts: Mapping[str, Any]) -> str:
    says = {
        **part,
        "metres": number(part["metres"]),
        "street": part["street"] or _("A street without a name"),
        "what": what,
    }
    if facts.get("enter") and facts.get("leave"):
        return _("%(street)s: %(what)s, from %(enter)s to %(leave)s") % {**says, **facts}
    if part.get("whole"):
        return _("%(street)s: %(what)s along its whole length") % says
    if part.get("start") and part.get("end"):
        return _("%(street)s: %(what)s between %(start)s and %(end)s") % says
    if part.get("start"):
        return _("%(street)s: %(what)s on %(metres)s m from %(start)s") % says
    return _("%(street)s: %(what)s on %(metres)s m") % says


def _trees(facts: Mapping[str, Any]) -> str:
    count = int(facts.get("trees", 1))
    says = {"count": count, "street": facts.get("along", "")}
    if not says["street"]:
        return ngettext("%(count)d new tree", "%(count)d new trees", count) % says
    return (
        ngettext("%(street)s: %(count)d new tree", "%(street)s: %(count)d new trees", count) % says
    )


def _green(facts: Mapping[str, Any]) -> str:
    says = {"name": facts.get("name", ""), "size": number(int(facts.get("ares", 0)) * 100)}
    if facts.get("category") == "park":
        text = _("New park %(name)s, about %(size)s m²")
    elif facts.get("category") == "square":
        text = _("New green square %(name)s, about %(size)s m²")
    else:
        text = _("New planting %(name)s, about %(size)s m²")
    return (text % says).replace(" ,", ",")


_OF_BUILDINGS = {
    Reason.BUILT_OVER: gettext_noop(
        "A building stands there already. Draw beside it, or take it away first."
    ),
    Reason.GONE: gettext_noop("This building is already taken away."),
}


def conflict_sentence(conflict: Conflict, state: CityState, kind: str) -> str:
    """Why an edit cannot be made on one entity, naming it."""
    if conflict.reason in _OF_BUILDINGS:
        return _(_OF_BUILDINGS[conflict.reason])
    if kind == "remove_building":
        return _("There is no building %(number)s.") % {"number": conflict.entity}
    table = state.tables.get("street")
    row = row_index(table).get(conflict.entity) if table is not None else None
    name = str(table.columns["name"][row]) if table is not None and row is not None else ""
    says = {"street": name or conflict.entity}
    if conflict.reason == Reason.UNKNOWN:
        return _("There is no street %(street)s.") % says
    if conflict.reason == Reason.CLOSED:
        if kind == "close_to_cars":
            return _("%(street)s is already closed to cars.") % says
        return _("%(street)s is closed to cars, so this would change nothing there.") % says
    if conflict.reason == Reason.SAME:
        return _("%(street)s is already like this.") % says
    if conflict.reason == Reason.BRANCHING:
        return _("For one way, choose pieces of %(street)s that follow one another.") % says
    if conflict.reason == Reason.ON_STREET:
        return _("Cars drive on %(street)s there. Close it first, or draw beside it.") % says
    return _("This is already part of the plan.")
