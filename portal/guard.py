"""What may come in: text and drawn places, checked before anything else looks at them."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Collection, Iterator
from typing import Any

from django.contrib.gis.geos import GEOSGeometry, LineString, Point, Polygon
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.errors import BadInput, TooLarge

MOST_BYTES = 200_000
MOST_VERTICES = 1_000
MOST_CHARACTERS = 5_000
# Of UAX #15, section 13.
MOST_MARKS = 30
SHAPES = ("Point", "LineString", "Polygon")

# Signs that turn the reading direction of what follows, or hide inside words.
_HIDDEN = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xE0000, 0xE0080)} | {
    0x00AD,
    0x200B,
    0x2060,
    0xFEFF,
}
_BLANK = {"\u2800", "\u3164", "\u115f", "\u1160", "\uffa0"}
# Whatever ends a line for some program; office programs send U+000B or U+2028 for a soft one.
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# More than four marks on one letter only serve to smear over the lines above and below.
_SMEAR = re.compile(
    r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]{4})"
    r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]+"
)


def clean_text(text: str, *, most: int = MOST_CHARACTERS, field: str = "text") -> str:
    """`text` in NFC without control, direction-override and invisible signs; never empty.

    Raises BadInput when nothing readable is left, TooLarge over `most` characters. Arabic, emoji
    and joined signs stay as they are. Its time grows as the text does, and no more.
    """
    text = _LINE_END.sub("\n", text)
    # Before any cleaning: in NFC, letters with their marks apart become half as many.
    if len(text) > 2 * most:
        raise _too_long(len(text), most, field)
    text = unicodedata.normalize("NFC", "".join(_kept(text)))
    text = _SMEAR.sub(r"\1", text)
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    text = re.sub(r"\n{3,}", "\n\n", text).strip()
    if not any(unicodedata.category(sign)[0] in "LNPS" and sign not in _BLANK for sign in text):
        raise BadInput(_("There is nothing to read yet. Write a few words first."), field=field)
    if len(text) > most:
        raise _too_long(len(text), most, field)
    return text


def one_line(text: str) -> str:
    """`text` with its line breaks and runs of blanks as single blanks, as titles are stored."""
    return " ".join(text.split())


def _kept(text: str) -> Iterator[str]:
    """The signs that stay; of marks in a row no more than Unicode's stream-safe text has.

    NFC sorts a row of marks, which takes the square of its length.
    """
    marks = 0
    for sign in text:
        if sign not in "\n\t" and (
            unicodedata.category(sign) in ("Cc", "Cs")
            or ord(sign) in _HIDDEN
            or _is_noncharacter(ord(sign))
        ):
            continue
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks <= MOST_MARKS:
            yield sign


def _is_noncharacter(code: int) -> bool:
    """Whether Unicode reserves it for no sign (its section 23.7); XML forbids two of these."""
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def _too_long(length: int, most: int, field: str) -> TooLarge:
    return TooLarge(
        _("Your text has %(length)s characters; %(most)s fit. Shorten it a little.")
        % {"length": f"{length:,}", "most": f"{most:,}"},
        field=field,
    )


def read_geojson(
    text: str,
    *,
    within: GEOSGeometry | None = None,
    types: Collection[str] = SHAPES,
    max_bytes: int = MOST_BYTES,
    max_vertices: int = MOST_VERTICES,
    field: str = "geometry",
) -> GEOSGeometry:
    """The one point, line or area in `text` (GeoJSON, EPSG:4326), heights dropped.

    A Feature, or a FeatureCollection of one, is unwrapped. within: a polygon (EPSG:4326) that
    must cover it. Raises TooLarge or BadInput with a sentence that says what to do.
    """
    if len(text) > max_bytes or len(text.encode("utf-8", "replace")) > max_bytes:
        raise TooLarge(
            _("This drawing is larger than %(most)s KB. Draw it with fewer points.")
            % {"most": max_bytes // 1000},
            field=field,
        )
    try:
        found = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise BadInput(
            _("This is not GeoJSON that we can read. Draw the place on the map instead."),
            field=field,
        ) from None
    shape = _unwrap(found, field)
    geometry = _build(shape, types, max_vertices, field)
    _require_sound(geometry, field)
    if within is not None and not within.covers(geometry):
        raise BadInput(_outside(within, geometry), field=field)
    return geometry


def _no_constant(name: str) -> float:
    raise ValueError(name)


def _unwrap(found: Any, field: str) -> dict[str, Any]:
    if isinstance(found, dict) and found.get("type") == "FeatureCollection":
        features = found.get("features")
        if not isinstance(features, list) or len(features) != 1:
            raise BadInput(_("Send one place at a time."), field=field)
        found = features[0]
    if isinstance(found, dict) and found.get("type") == "Feature":
        found = found.get("geometry")
    if not isinstance(found, dict):
        raise BadInput(_("There is no place in this drawing yet."), field=field)
    return found


def _build(
    shape: dict[str, Any], types: Collection[str], max_vertices: int, field: str
) -> GEOSGeometry:
    kind, places = shape.get("type"), shape.get("coordinates")
    if kind not in types or kind not in SHAPES:
        raise BadInput(
            _("Draw a point, a line or an area; other shapes do not fit here."), field=field
        )
    rings = {"Point": [[places]], "LineString": [places], "Polygon": places}[kind]
    if not isinstance(rings, list) or not all(isinstance(ring, list) for ring in rings):
        raise _unreadable(field)
    count = sum(len(ring) for ring in rings)
    if count > max_vertices:
        raise TooLarge(
            ngettext(
                "This drawing has %(count)s point; %(most)s fit. Draw it more simply.",
                "This drawing has %(count)s points; %(most)s fit. Draw it more simply.",
                count,
            )
            % {"count": f"{count:,}", "most": f"{max_vertices:,}"},
            field=field,
        )
    plain = [[_position(place, field) for place in ring] for ring in rings]
    return _shape(kind, plain, field)


def _position(place: Any, field: str) -> tuple[float, float]:
    numbers = place[:2] if isinstance(place, list) and 2 <= len(place) <= 4 else []
    good = [n for n in numbers if isinstance(n, int | float) and not isinstance(n, bool)]
    if len(good) != 2 or not all(abs(n) <= 1e9 and math.isfinite(n) for n in good):
        raise _unreadable(field)
    longitude, latitude = float(good[0]), float(good[1])
    if abs(longitude) > 180 or abs(latitude) > 90:
        raise BadInput(
            _("These are not longitude and latitude in degrees. Draw on the map instead."),
            field=field,
        )
    return longitude, latitude


def _shape(kind: str, rings: list[list[tuple[float, float]]], field: str) -> GEOSGeometry:
    if kind == "Point":
        return Point(rings[0][0], srid=4326)
    if kind == "LineString":
        if len(set(rings[0])) < 2:
            raise BadInput(_("A line needs two different points."), field=field)
        return LineString(rings[0], srid=4326)
    if not rings or any(len(set(ring)) < 3 or ring[0] != ring[-1] for ring in rings):
        raise BadInput(
            _("An area needs three different points and ends where it starts."), field=field
        )
    return Polygon(*rings, srid=4326)


def _require_sound(geometry: GEOSGeometry, field: str) -> None:
    if geometry.valid:
        return
    # GEOS says "Self-intersection[-1.55 47.21]".
    where = re.search(r"\[(\S+) (\S+)\]", geometry.valid_reason)
    place = f"{float(where[2]):.5f}, {float(where[1]):.5f}" if where else ""
    raise BadInput(
        _("The outline crosses itself at %(place)s (latitude, longitude). Move a corner there.")
        % {"place": place},
        field=field,
    )


def _outside(within: GEOSGeometry, geometry: GEOSGeometry) -> str:
    if within.intersects(geometry):
        return _("A part of your drawing lies outside the city. Keep it inside the map's edge.")
    return _("This place lies outside the city. Choose one on the map.")


def _unreadable(field: str) -> BadInput:
    return BadInput(
        _("A number in this drawing cannot be read. Draw the place on the map instead."),
        field=field,
    )
