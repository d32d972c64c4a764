"""A drawn shape as it arrives: checked before anything else sees it."""

from __future__ import annotations

import json
import math
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.contrib.gis.geos.error import GEOSException
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.errors import BadInput, TooLarge

MAX_TEXT = 200_000
MAX_VERTICES = 1_000
SHAPES = ("Point", "MultiPoint", "LineString", "Polygon")


def read_geometry(
    value: str | dict[str, Any] | GEOSGeometry,
    allowed: tuple[str, ...] = SHAPES,
    *,
    bounds: GEOSGeometry | None = None,
    max_vertices: int = MAX_VERTICES,
) -> GEOSGeometry:
    """A valid 2D geometry in EPSG:4326, its coordinates rounded to 7 decimals (1 cm).

    value: GeoJSON as text or dict (a geometry, or a feature with one), or a GEOSGeometry in
    EPSG:4326. allowed: GeoJSON type names. bounds: the city's outline; the shape must lie inside.
    Raises BadInput, or TooLarge when it has more text or vertices than we take.
    """
    raw = _as_dict(value)
    kind, coordinates = raw.get("type"), raw.get("coordinates")
    if kind not in allowed or not isinstance(coordinates, list):
        raise BadInput(_("We could not read this shape. Draw it again."), field="geometry")
    rounded = _round(coordinates, _Budget(max_vertices))
    try:
        shape = GEOSGeometry(json.dumps({"type": kind, "coordinates": rounded}), srid=4326)
    except (GEOSException, ValueError, TypeError) as error:
        raise BadInput(
            _("We could not read this shape. Draw it again."), field="geometry"
        ) from error
    if shape.empty or shape.hasz:
        raise BadInput(_("This shape is empty. Draw it again."), field="geometry")
    if not shape.valid:
        raise BadInput(
            _("The outline crosses itself. Draw it again without crossing lines."),
            field="geometry",
        )
    if bounds is not None and not bounds.covers(shape):
        raise BadInput(
            _("This place is outside the city. Choose a place inside its outline."),
            field="geometry",
        )
    return shape


def _as_dict(value: str | dict[str, Any] | GEOSGeometry) -> dict[str, Any]:
    if isinstance(value, GEOSGeometry):
        value = value.json
    if isinstance(value, str):
        if len(value) > MAX_TEXT:
            raise TooLarge(
                _("This shape is too detailed for us. Draw it with fewer points."),
                field="geometry",
            )
        try:
            value = json.loads(value)
        except (ValueError, RecursionError) as error:
            raise BadInput(
                _("We could not read this shape. Draw it again."), field="geometry"
            ) from error
    if isinstance(value, dict) and value.get("type") == "Feature":
        value = value.get("geometry") or {}
    return value if isinstance(value, dict) else {}


class _Budget:
    """How many vertices are left to read."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.read = 0

    def spend(self) -> None:
        """Count one vertex; raises TooLarge when there were too many."""
        self.read += 1
        if self.read > self.most:
            raise TooLarge(
                ngettext(
                    "This shape has more than %(most)d point. Draw it with fewer.",
                    "This shape has more than %(most)d points. Draw it with fewer.",
                    self.most,
                )
                % {"most": self.most},
                field="geometry",
            )


def _round(coordinates: Any, budget: _Budget, depth: int = 0) -> Any:
    """Nested coordinates with two finite, rounded numbers at each vertex."""
    if not isinstance(coordinates, list) or not coordinates or depth > 3:
        raise BadInput(_("We could not read this shape. Draw it again."), field="geometry")
    if not isinstance(coordinates[0], list):
        budget.spend()
        lon, lat = _pair(coordinates)
        return [round(lon, 7), round(lat, 7)]
    return [_round(part, budget, depth + 1) for part in coordinates]


def _pair(vertex: list[Any]) -> tuple[float, float]:
    numbers = [n for n in vertex[:2] if isinstance(n, (int, float)) and not isinstance(n, bool)]
    if len(numbers) != 2 or not all(math.isfinite(n) and abs(n) <= 180 for n in numbers):
        raise BadInput(
            _("This shape has a place that is not on the map. Draw it again."), field="geometry"
        )
    return numbers[0], numbers[1]
