"""Places out of shapes, and shapes out of places: corners, outlines, rows, lists written down."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence

import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPoint, Point
from django.utils.translation import gettext as _

from portal.errors import BadInput, TooLarge
from twin.edits.geometry import MAX_VERTICES
from twin.overlay import LonLat

METRES_A_DEGREE = 111_320.0


def vertices(shape: GEOSGeometry) -> Iterator[LonLat]:
    """Longitude and latitude of a point, points, a line, or the outer ring of an area."""
    if shape.geom_type == "Point":
        yield (shape.x, shape.y)
    elif shape.geom_type == "MultiPoint":
        yield from ((point.x, point.y) for point in shape)
    elif shape.geom_type == "LineString":
        yield from shape.coords
    else:
        yield from shape[0].coords


def placed(shape: GEOSGeometry | None) -> GEOSGeometry:
    """The shape itself; BadInput when nothing was drawn."""
    if shape is None:
        raise BadInput(_("Show on the map where this should be."), field="geometry")
    return shape


def outline(shape: GEOSGeometry | None) -> tuple[LonLat, ...]:
    """The ring of an area without holes; BadInput when it has some or nothing was drawn."""
    area = placed(shape)
    if len(area) > 1:
        raise BadInput(_("Draw the area without holes."), field="geometry")
    return tuple(vertices(area))


def ring_m2(ring: Sequence[LonLat]) -> float:
    """Rough area of a ring in degrees, scaled at its own latitude, m²."""
    shape = shapely.Polygon(ring)
    squeeze = math.cos(math.radians(shape.centroid.y))
    return float(shape.area * METRES_A_DEGREE**2 * squeeze)


def every_metres(line: GEOSGeometry, metres: float) -> list[LonLat]:
    """Longitude and latitude of places along a line, evenly spread, about `metres` apart.

    Degrees are scaled at the line's own latitude: right to a millimetre over a street's length.
    Raises TooLarge for more places than a shape may have vertices.
    """
    squeeze = math.cos(math.radians(line.coords[0][1]))
    flat = shapely.LineString([(lon * squeeze, lat) for lon, lat in line.coords])
    count = max(1, round(flat.length * METRES_A_DEGREE / metres))
    if count > MAX_VERTICES:
        raise TooLarge(
            _("This line is too long for one change. Draw a shorter one."), field="geometry"
        )
    spread = [flat.interpolate((n + 0.5) / count, normalized=True) for n in range(count)]
    return [(round(point.x / squeeze, 7), round(point.y, 7)) for point in spread]


def spots(points: Sequence[LonLat]) -> GEOSGeometry:
    """Points as one shape (EPSG:4326)."""
    return MultiPoint([Point(point) for point in points], srid=4326)


def read_places(text: str, *, area: bool) -> str:
    """GeoJSON of lines "latitude, longitude"; GeoJSON itself is passed on as it is.

    Raises BadInput naming the line that cannot be read.
    """
    if text.lstrip().startswith("{"):
        return text
    points = []
    for line_number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            lat, lon = (float(part) for part in line.replace(";", ",").split(","))
        except ValueError:
            message = _("Line %(number)d is not a latitude and a longitude with a comma between.")
            raise BadInput(message % {"number": line_number}, field="geometry") from None
        points.append([lon, lat])
    if not points:
        raise BadInput(_("Show on the map or write down where this should be."), field="geometry")
    if not area:
        return json.dumps({"type": "MultiPoint", "coordinates": points})
    if len(points) < 3:
        raise BadInput(_("An area needs at least three corners."), field="geometry")
    if points[0] != points[-1]:
        points.append(points[0])
    return json.dumps({"type": "Polygon", "coordinates": [points]})
