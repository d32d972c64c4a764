"""Files that leave the site: tables for spreadsheets, areas for maps; released data only."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse

from participation.exports import (
    COMMENT_COLUMNS,
    RESULT_COLUMNS,
    area_features,
    comment_rows,
    result_rows,
)
from participation.faces.planner.report import readable
from participation.releases import public_comments
from participation.reports import build_report

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula: a dangerous beginning gets an apostrophe.

    Source: OWASP, CSV Injection. Numbers stay numbers.
    """
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value


class _Line:
    """A file that gives back the line written to it."""

    def write(self, line: str) -> str:
        return line


def as_csv(name: str, columns: list[str], rows: Iterable[list[Any]]) -> StreamingHttpResponse:
    """The rows as a UTF-8 file with a mark that Excel understands, streamed."""
    writer = csv.writer(_Line())

    def lines() -> Iterator[str]:
        yield "\ufeff"
        yield writer.writerow(columns)
        for row in rows:
            yield writer.writerow([harmless(value) for value in row])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def comments_csv(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """Released comments."""
    found = readable(request, slug)
    return as_csv(f"{slug}-comments", COMMENT_COLUMNS, comment_rows(found))


def results_csv(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """The count, once the vote has closed; only the head line before."""
    report = build_report(readable(request, slug))
    return as_csv(f"{slug}-results", RESULT_COLUMNS, result_rows(report))


def effects_csv(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """Every effect of every option, with its interval and the run it comes from."""
    report = build_report(readable(request, slug))
    columns = ["option", "code", "label", "unit", "area", "group", "today", "then", "delta"]
    columns += ["delta_low", "delta_high", "clear", "run"]
    rows = (
        [
            part.option.position,
            effect.code,
            effect.label,
            effect.unit,
            effect.area,
            effect.group,
            effect.today.central,
            effect.then.central,
            effect.delta.central,
            effect.delta.low,
            effect.delta.high,
            effect.clear,
            effect.run,
        ]
        for part in report.options
        for effect in part.effects
    )
    return as_csv(f"{slug}-effects", columns, rows)


def areas_geojson(request: HttpRequest, slug: str) -> HttpResponse:
    """Released cells with their counts."""
    found = readable(request, slug)
    response = JsonResponse(area_features(found), content_type="application/geo+json")
    response["Content-Disposition"] = f'attachment; filename="{slug}-areas.geojson"'
    return response


def map_html(request: HttpRequest, slug: str) -> HttpResponse:
    """The map as one file. It is always a download: its scripts must not run on this site."""
    # folium takes as long to load as Django; only this page needs it.
    from participation.faces.planner.offline_map import offline_map

    found = readable(request, slug)
    comments = list(public_comments(found.pk).exclude(cell=""))
    response = HttpResponse(offline_map(build_report(found), comments))
    response["Content-Disposition"] = f'attachment; filename="{slug}-map.html"'
    response["Content-Security-Policy"] = "sandbox"
    return response
