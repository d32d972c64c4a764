"""A scenario's edits as the map draws them: a planner's marker, labelled."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.contrib.gis.db.models.functions import Transform
from django.contrib.gis.geos import GEOSGeometry, MultiLineString, MultiPolygon

from twin.edits import KINDS, about, drawn, marker
from twin.models import Edit, Feature

DECIMALS = 6


def edit_markers(scenario_ids: Iterable[int], version_id: int) -> dict[int, dict[str, Any]]:
    """For each scenario a GeoJSON FeatureCollection (EPSG:4326), one feature an edit.

    Properties: `label`, a word or two, and `kind`. Two queries in all.
    """
    ids = list(scenario_ids)
    edits = list(Edit.objects.filter(scenario_id__in=ids).order_by("position"))
    urns = {urn for edit in edits for urn in about(edit.kind, edit.params)}
    of = sorted({kind.about.of for _name, kind in KINDS.items() if kind.about})
    things = Feature.objects.filter(version_id=version_id, kind__in=of, urn__in=urns)
    shapes = dict(things.annotate(lonlat=Transform("geometry", 4326)).values_list("urn", "lonlat"))
    found: dict[int, dict[str, Any]] = {
        pk: {"type": "FeatureCollection", "features": []} for pk in ids
    }
    for edit in edits:
        named = about(edit.kind, edit.params)
        shape = drawn(edit.kind, edit.params, edit.geometry) or _joined(
            shapes[urn] for urn in named if urn in shapes
        )
        if shape is not None:
            found[edit.scenario_id]["features"].append(_feature(edit, shape))
    return found


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
    properties = {"kind": edit.kind, "label": marker(edit.kind, edit.params)}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _short(coordinates: Any) -> Any:
    if isinstance(coordinates, list):
        return [_short(item) for item in coordinates]
    return round(coordinates, DECIMALS)
