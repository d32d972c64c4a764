"""Files that leave the site: tables for spreadsheets, areas for maps; released data only."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from participation.exports import (
    AREA_COLUMNS,
    COMMENT_COLUMNS,
    EFFECT_COLUMNS,
    RESULT_COLUMNS,
    area_features,
    area_rows,
    comment_rows,
    effect_rows,
    most_agreed,
    result_rows,
    version_of,
)
from participation.faces.planner.report import readable
from participation.reports import build_report
from portal.sheets import Sheet, answer
from portal.takeaways import one_of_few, unless_known


def comments(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """Released comments as a table; 304 to those who have them as they are."""
    found = readable(request, slug)
    sheet = Sheet(f"{slug}-comments", COMMENT_COLUMNS, comment_rows(found))
    return unless_known(request, version_of(found), lambda: answer(sheet, kind))


def results(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """The count as a table, once the vote has closed; only the head line before."""
    report = build_report(readable(request, slug))
    return answer(Sheet(f"{slug}-results", RESULT_COLUMNS, result_rows(report)), kind)


def effects(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """Every effect of every option, with its interval and the run it comes from."""
    report = build_report(readable(request, slug))
    return answer(Sheet(f"{slug}-effects", EFFECT_COLUMNS, effect_rows(report)), kind)


def areas(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """Released cells as a table."""
    found = readable(request, slug)
    sheet = Sheet(f"{slug}-areas", AREA_COLUMNS, area_rows(found))
    return unless_known(request, version_of(found), lambda: answer(sheet, kind))


def areas_geojson(request: HttpRequest, slug: str) -> HttpResponse:
    """Released cells with their counts."""
    found = readable(request, slug)
    response = JsonResponse(area_features(found), content_type="application/geo+json")
    response["Content-Disposition"] = f'attachment; filename="{slug}-areas.geojson"'
    return response


def map_html(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The map as one file. It is always a download: its scripts must not run on this site."""
    # folium takes as long to load as Django; only this page needs it.
    from participation.faces.planner.offline_map import VERBATIMS, offline_map

    found = readable(request, slug)

    def make() -> HttpResponse:
        with one_of_few():
            response = HttpResponse(offline_map(build_report(found), most_agreed(found, VERBATIMS)))
        response["Content-Disposition"] = f'attachment; filename="{slug}-map.html"'
        response["Content-Security-Policy"] = "sandbox"
        return response

    return unless_known(request, version_of(found), make)
