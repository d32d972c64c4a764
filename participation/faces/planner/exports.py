"""Files that leave the site: tables for spreadsheets, areas for maps; released data only."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from participation.exports import (
    EFFECT_COLUMNS,
    RESULT_COLUMNS,
    area_features,
    effect_rows,
    result_rows,
    version_of,
)
from participation.faces.finding import known
from participation.faces.planner.files import table_of
from participation.faces.planner.report import readable
from participation.models import Consultation
from participation.releases import public_cells, public_comments
from participation.reports import build_report
from portal.sheets import KINDS, Sheet, answer
from portal.takeaways import SMALL_ROWS, Wanted, take, unless_known


def comments(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """Released comments as a table, open to all who may read the comments."""
    found = known(slug, request)
    many = kind == "xlsx" and public_comments(found.pk).count() > SMALL_ROWS
    return _table(request, found, "comments", kind, many=many)


def areas(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """Released cells as a table."""
    found = readable(request, slug)
    many = kind == "xlsx" and public_cells(found.pk).count() > SMALL_ROWS
    return _table(request, found, "areas", kind, many=many)


def _table(
    request: HttpRequest, found: Consultation, name: str, kind: str, *, many: bool
) -> HttpResponseBase:
    """CSV leaves row by row and holds nobody up; so only a large XLSX is left to a worker."""
    if many:
        return take(request, _wanted(found, "report-table", f"{found.pk} {name}", f"{name}.xlsx"))
    sheet = table_of(found, name)
    return unless_known(request, version_of(found), lambda: answer(sheet, kind))


def _wanted(found: Consultation, maker: str, about: str, name: str) -> Wanted:
    return Wanted(
        maker=maker,
        about=about,
        version=version_of(found),
        name=f"{found.slug}-{name}",
        kind=KINDS.get(name.rpartition(".")[2], "text/html; charset=utf-8"),
        back=reverse("report", args=[found.slug]),
    )


def results(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """The count as a table, once the vote has closed; only the head line before."""
    report = build_report(readable(request, slug))
    return answer(Sheet(f"{slug}-results", RESULT_COLUMNS, result_rows(report)), kind)


def effects(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """Every effect of every option, with its interval and the run it comes from."""
    report = build_report(readable(request, slug))
    return answer(Sheet(f"{slug}-effects", EFFECT_COLUMNS, effect_rows(report)), kind)


def areas_geojson(request: HttpRequest, slug: str) -> HttpResponse:
    """Released cells with their counts."""
    found = readable(request, slug)
    response = JsonResponse(area_features(found), content_type="application/geo+json")
    response["Content-Disposition"] = f'attachment; filename="{slug}-areas.geojson"'
    return response


def map_html(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The map as one file. It is always a download: its scripts must not run on this site."""
    found = readable(request, slug)
    return take(request, _wanted(found, "report-map", str(found.pk), "map.html"))
