"""Finding a street by the name a person types, or by its URN."""

from __future__ import annotations

from difflib import get_close_matches

from django.contrib.gis.geos import GEOSGeometry, LineString
from django.utils.translation import gettext as _

from portal.errors import NotThere
from twin.models import Feature, TwinVersion


def find_street(text: str, *, field: str = "street") -> GEOSGeometry:
    """The street as one line (EPSG:4326): the longest run of its pieces in the newest version.

    text: a URN or a name, in any case. Raises NotThere naming the nearest names.
    """
    version = TwinVersion.objects.order_by("-frozen_at").first()
    streets = Feature.objects.filter(version=version, kind="street")
    by_urn = text.startswith("urn:")
    pieces = streets.filter(urn=text) if by_urn else streets.filter(name__iexact=text.strip())
    shapes = [piece.transform(4326, clone=True) for piece in pieces.values_list("geometry", flat=1)]
    lines = [line for shape in shapes for line in _lines(shape)]
    if not lines:
        raise NotThere(_unknown(text, streets), field=field)
    merged = lines[0]
    for line in lines[1:]:
        merged = merged.union(line)
    whole = _lines(getattr(merged, "merged", merged))
    return max(whole, key=lambda line: line.length)


def _lines(shape: GEOSGeometry) -> list[LineString]:
    if isinstance(shape, LineString):
        return [shape]
    return [part for part in shape if isinstance(part, LineString)] if shape.num_geom > 1 else []


def _unknown(text: str, streets: object) -> str:
    names = sorted(set(streets.exclude(name="").values_list("name", flat=True)))  # type: ignore[attr-defined]
    lower = {name.lower(): name for name in names}
    near = [lower[name] for name in get_close_matches(text.lower(), lower, n=3, cutoff=0.5)]
    if not near:
        return _("No street of this name is on the map. Check how it is written.")
    return _("No street of this name is on the map. Did you mean %(names)s?") % {
        "names": ", ".join(near)
    }


def street_name(urn: str) -> str:
    """The name of a piece of street in the newest version; "" when it has none or is unknown."""
    version = TwinVersion.objects.order_by("-frozen_at").first()
    found = Feature.objects.filter(version=version, kind="street", urn=urn)
    return found.values_list("name", flat=True).first() or ""
