"""A scenario's edits as the map draws them: a planner's marker, labelled."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.gis.db.models.functions import Transform
from django.contrib.gis.geos import GEOSGeometry, MultiLineString, MultiPoint, MultiPolygon, Point
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twin.edits import read_edit
from twin.models import Edit, Feature
from twin.overlay import PlantTrees

DECIMALS = 6


def edit_markers(scenario_ids: Iterable[int], version_id: int) -> dict[int, dict[str, Any]]:
    """For each scenario a GeoJSON FeatureCollection (EPSG:4326), one feature an edit.

    Properties: `label`, a word or two, and `kind`. Two queries in all.
    """
    ids = list(scenario_ids)
    edits = list(Edit.objects.filter(scenario_id__in=ids).order_by("position"))
    urns = {urn for edit in edits for urn in _named(edit)}
    things = Feature.objects.filter(
        version_id=version_id, kind__in=["street", "building"], urn__in=urns
    )
    shapes = dict(things.annotate(lonlat=Transform("geometry", 4326)).values_list("urn", "lonlat"))
    found: dict[int, dict[str, Any]] = {
        pk: {"type": "FeatureCollection", "features": []} for pk in ids
    }
    for edit in edits:
        shape = (
            _planted(edit)
            or edit.geometry
            or _joined(shapes[urn] for urn in _named(edit) if urn in shapes)
        )
        if shape is not None:
            found[edit.scenario_id]["features"].append(_feature(edit, shape))
    return found


def _named(edit: Edit) -> list[str]:
    """URNs of the streets or houses that an edit is about."""
    found = edit.params.get("streets") or edit.params.get("buildings")
    return [str(urn) for urn in found] if isinstance(found, list) else []


def _planted(edit: Edit) -> GEOSGeometry | None:
    """Each tree of a row of trees as a point."""
    if edit.kind != "plant_trees" or edit.geometry is None:
        return None
    trees = read_edit(edit.kind, edit.params, edit.geometry)
    points = trees.points if isinstance(trees, PlantTrees) else ()
    return MultiPoint([Point(spot) for spot in points], srid=4326)


def _joined(shapes: Iterable[GEOSGeometry]) -> GEOSGeometry | None:
    """Lines joined end to end, or outlines of houses side by side."""
    parts = [part for shape in shapes for part in _parts(shape)]
    if any(part.geom_type == "Polygon" for part in parts):
        return MultiPolygon(parts, srid=4326)
    return MultiLineString(parts, srid=4326).merged if parts else None


def _parts(line: GEOSGeometry) -> list[GEOSGeometry]:
    return list(line) if line.geom_type.startswith("Multi") else [line]


def _feature(edit: Edit, shape: GEOSGeometry) -> dict[str, Any]:
    geometry = json.loads(shape.json)
    geometry["coordinates"] = _short(geometry["coordinates"])
    label = marker_label(edit.kind, edit.params)
    properties = {"kind": edit.kind, "label": label}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _short(coordinates: Any) -> Any:
    if isinstance(coordinates, list):
        return [_short(item) for item in coordinates]
    return round(coordinates, DECIMALS)


def marker_label(kind: str, params: Mapping[str, Any]) -> str:
    """What stands beside an edit on the map."""
    if kind == "close_to_cars":
        return _("no cars")
    if kind == "direction":
        return _("two ways") if params.get("direction") == "both" else _("one way")
    if kind == "speed":
        return _("%(speed)s km/h") % {"speed": params.get("speed_kmh")}
    if kind == "lanes":
        count = int(params.get("lanes", 1))
        return ngettext("%(count)d lane", "%(count)d lanes", count) % {"count": count}
    says = {
        "plant_trees": _("new trees"),
        "ban_heavy": _("no lorries"),
        "add_building": _("new building"),
        "remove_building": _("taken away"),
    }
    return says.get(kind, _("new green"))
