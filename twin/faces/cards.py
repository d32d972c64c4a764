"""Cards: what every option does at one place, as a page or as a part of the map."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.errors import NotThere
from twin.cartography import Place, find_ground, find_place
from twin.models import Scenario, TwinVersion
from twin.scenarios import may_see

MOST_OPTIONS = 12
SLUG = re.compile(r"^[a-z0-9-]{1,80}$")


def asked_slug(request: HttpRequest) -> str:
    """The consultation that the reader came from, "" when none is named."""
    slug = request.GET.get("c", "")
    return slug if SLUG.match(slug) else ""


def asked_version(request: HttpRequest) -> TwinVersion:
    """The version named by `v` (first 16 hex digits), else the newest; NotThere without a city."""
    prefix = request.GET.get("v", "")
    versions = TwinVersion.objects.order_by("-frozen_at", "-pk")
    if re.fullmatch(r"[0-9a-f]{16}", prefix):
        versions = versions.filter(digest__startswith=prefix)
    version = versions.first()
    if version is None:
        raise NotThere(_("There is no such map."))
    return version


def asked_scenarios(request: HttpRequest, version: TwinVersion) -> list[Scenario]:
    """The scenarios named by `s` ("3.4.5") that this person may see, in that order.

    Without `s` all that are public on this version, the city as it is first.
    """
    rows = Scenario.objects.filter(base=version).exclude(digest="").select_related("base")
    names = [part for part in request.GET.get("s", "").split(".") if part.isascii()]
    wanted = [int(part) for part in names if part.isdigit() and len(part) < 10][:MOST_OPTIONS]
    if wanted:
        known = {row.pk: row for row in rows.filter(pk__in=wanted)}
        found = [known[pk] for pk in wanted if pk in known]
        return [row for row in found if may_see(request.user, row)]
    public = rows.filter(
        status=Scenario.Status.PUBLISHED, visibility=Scenario.Visibility.PUBLIC
    ).order_by("series", "-revision")
    newest = list(public.distinct("series"))
    return sorted(newest, key=lambda row: (row.digest != version.digest, row.pk))[:MOST_OPTIONS]


def carried_query(version: TwinVersion, scenarios: Sequence[Scenario], slug: str) -> str:
    """The query that keeps version, scenarios and consultation from page to page."""
    shown = ".".join(str(row.pk) for row in scenarios)
    return urlencode({"v": version.digest[:16], "s": shown} | ({"c": slug} if slug else {}))


def comment_url(place: Place, slug: str) -> str:
    """Where one says something about this place; "" when the reader came from no consultation."""
    if not slug:
        return ""
    try:
        address = reverse("comment-new", args=[slug])
    except NoReverseMatch:
        return ""
    spot = {"lon": str(place.lon), "lat": str(place.lat)}
    where = {"street": place.name} if place.kind == "street" and place.name else spot
    return f"{address}?{urlencode(where)}"


@require_safe
def card(request: HttpRequest, kind: str, fid: int) -> HttpResponse:
    """Every effect of every option at one place; `?part=1` gives the card without the page."""
    version = asked_version(request)
    scenarios = asked_scenarios(request, version)
    place = find_place(version=version, kind=kind, fid=fid, scenarios=scenarios)
    return _card(request, version, scenarios, place)


@require_safe
def ground_card(request: HttpRequest, lon: str, lat: str) -> HttpResponse:
    """The same for a spot on open ground, EPSG:4326."""
    version = asked_version(request)
    scenarios = asked_scenarios(request, version)
    place = find_ground(version=version, lon=float(lon), lat=float(lat), scenarios=scenarios)
    return _card(request, version, scenarios, place)


def _card(
    request: HttpRequest, version: TwinVersion, scenarios: Sequence[Scenario], place: Place
) -> HttpResponse:
    slug = asked_slug(request)
    part = request.GET.get("part") == "1"
    back = reverse("consultation-map", args=[slug]) if slug else ""
    context = {
        "place": place,
        "slug": slug,
        "comment_url": comment_url(place, slug),
        "page_url": f"{request.path}?{carried_query(version, scenarios, slug)}",
        "map_url": f"{back}?at={place.kind}/{place.mark}" if back else "",
        "part": part,
    }
    template = "twin/map/place.html" if part else "twin/map/place_page.html"
    return render(request, template, context)
