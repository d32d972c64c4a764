"""Finding a street by its name: for those who would rather not use the map."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.contrib.gis.db.models.functions import Centroid, Transform
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.searching import folded
from twin.faces.cards import asked_scenarios, asked_slug, asked_version, carried_query
from twin.models import Feature

MOST_FOUND = 20
LONGEST_QUERY = 80


@dataclass(frozen=True)
class Found:
    """A street by one of its pieces, the longest. lon, lat: EPSG:4326."""

    name: str
    fid: int
    urn: str
    lon: float
    lat: float


@lru_cache(maxsize=4)
def _streets(version_id: int, digest: str) -> tuple[tuple[str, Found], ...]:
    """Folded name and longest piece of every named street; a frozen version never changes."""
    rows = (
        Feature.objects.filter(version=version_id, kind="street")
        .exclude(name="")
        .annotate(middle=Transform(Centroid("geometry"), 4326))
        .order_by("name", "fid")
    )
    found: dict[str, tuple[float, Found]] = {}
    for row in rows:
        length, spot = row.geometry.length, row.middle
        if row.name not in found or length > found[row.name][0]:
            place = Found(row.name, row.fid, row.urn, round(spot.x, 6), round(spot.y, 6))
            found[row.name] = (length, place)
    return tuple((folded(name), place) for name, (_length, place) in sorted(found.items()))


def find_streets(version: Any, query: str) -> list[Found]:
    """Streets whose name holds every word of `query`, best first, at most MOST_FOUND."""
    words = folded(query[:LONGEST_QUERY]).split()
    if not words:
        return []
    hits = [
        (not name.startswith(words[0]), len(name), place)
        for name, place in _streets(version.pk, version.digest)
        if all(word in name for word in words)
    ]
    return [place for *_rank, place in sorted(hits, key=lambda hit: hit[:2])[:MOST_FOUND]]


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Streets by name with links to their cards; JSON for the map with `?as=json`."""
    version = asked_version(request)
    query = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_QUERY]
    found = find_streets(version, query)
    slug = asked_slug(request)
    carried = carried_query(version, asked_scenarios(request, version), slug)
    if request.GET.get("as") == "json":
        return JsonResponse({"found": [vars(place) for place in found]})
    cards = [
        (place.name, f"{reverse('card', args=['street', place.fid])}?{carried}") for place in found
    ]
    hidden = [(name, request.GET[name]) for name in ("v", "s", "c") if name in request.GET]
    context = {"query": query, "cards": cards, "carried": hidden}
    return render(request, "twin/map/search.html", context)
