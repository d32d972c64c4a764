"""The table equal to each map layer: sorted by link, in pages, and as CSV or XLSX."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, Any

import numpy as np
from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from numpy.typing import NDArray

from portal.errors import NotThere
from portal.multilingual import pick
from portal.paging import page_of
from portal.sheets import KINDS, Sheet, answer, kind_asked, write_xlsx
from portal.takeaways import SMALL_ROWS, Wanted, take
from twin import cartography
from twin.analyses.contract import Frame
from twin.analyses.units import PERIODS
from twin.cartography import MapLayer, Values, ground, words
from twin.faces.cards import asked_slug
from twin.models import AnalysisRun, Feature, TwinVersion

ROWS_A_PAGE = 50
FIGURES = ("today", "scenario", "difference_low", "difference", "difference_high")
"""Columns of a file, as Rows has them from `today` to `high`."""
ORDERS = ("change", "name", "today", "then")


@dataclass(frozen=True)
class Rows:
    """A layer's rows in the table's order; then, low, central, high, strength are those of
    today itself when the layer is today's."""

    fids: NDArray[np.int32]
    today: NDArray[np.float32]
    then: NDArray[np.float32]
    low: NDArray[np.float32]
    central: NDArray[np.float32]
    high: NDArray[np.float32]
    strength: NDArray[np.int8]

    def take(self, order: NDArray[np.int64]) -> Rows:
        """The same rows in another order."""
        return Rows(*(getattr(self, name)[order] for name in self.__dataclass_fields__))


@dataclass(frozen=True)
class Spot:
    """What a row is about: its name, and the address of its card."""

    name: str
    url: str


def rows_of(layer: MapLayer, run: AnalysisRun, base: AnalysisRun | None) -> tuple[Values, Rows]:
    """The run's result and its rows; NotThere when it has no such layer or is not done."""
    then = cartography.values_of(run, layer.result)
    today = cartography.values_of(base, layer.result) if base else None
    if then is None or layer.column not in then.columns:
        raise NotThere(_("These figures are not there yet. Come back in a few minutes."))
    found = cartography.differences(layer, today or then, then)
    kept = ~(np.isnan(found.today) & np.isnan(found.then))
    everything = Rows(*(getattr(found, name) for name in Rows.__dataclass_fields__))
    return then, everything.take(np.flatnonzero(kept))


def _summary(rows: Rows) -> str:
    """How many places clearly change, each way."""
    less, more = (int(np.sum(np.sign(rows.strength) == way)) for way in (-1, 1))
    counts = {"less": less, "more": more, "same": len(rows.fids) - less - more}
    shown = {name: number_format(count, force_grouping=True) for name, count in counts.items()}
    return (
        _("Clearly less at %(less)s places, more at %(more)s, no clear change at %(same)s.") % shown
    )


def _areas(layer: MapLayer, values: Values, rows: Rows) -> list[tuple[str, str, str]]:
    """Of a layer of the ground: each class in words, its hectares today and in the option."""
    if values.frame is None:
        return []
    sizes = [ground.hectares(values.frame, layer, column) for column in (rows.today, rows.then)]
    shown = zip(layer.words, *sizes, strict=True)
    return [(str(words_), words.figure(a, 1), words.figure(b, 1)) for words_, a, b in shown]


def _ordered(rows: Rows, by: str, names: dict[int, str]) -> Rows:
    """Rows by name, or the largest first of what is asked."""
    if by == "name":
        keys = [(names.get(int(fid), "") == "", names.get(int(fid), "")) for fid in rows.fids]
        return rows.take(np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.int64))
    sizes: dict[str, NDArray[Any]] = {"today": rows.today, "then": rows.then}
    size = sizes.get(by)
    if size is None:
        size = np.abs(rows.central) + np.abs(rows.strength) * 1e6
    return rows.take(np.argsort(-np.nan_to_num(size, nan=-1.0), kind="stable"))


def _names(version_id: int, kind: str, fids: NDArray[np.int32]) -> dict[int, str]:
    """Street names, and for houses the nearest street's, by fid; a house's only for few fids."""
    features = Feature.objects.filter(version=version_id, kind=kind, fid__in=fids.tolist())
    if kind == "street":
        return dict(features.values_list("fid", "name"))
    rows = Feature.objects.raw(
        """
        SELECT h.id, h.fid, (
          SELECT s.name FROM twin_feature s
          WHERE s.version_id = h.version_id AND s.kind = 'street' AND s.name <> ''
          ORDER BY s.geometry <-> h.geometry LIMIT 1) AS front
        FROM twin_feature h WHERE h.version_id = %s AND h.kind = %s AND h.fid = ANY(%s)
        """,
        [version_id, kind, fids.tolist()],
    )
    return {row.fid: _("House near %(street)s") % {"street": row.front or "?"} for row in rows}


def _places(version: TwinVersion, frame: Frame, fids: NDArray[np.int32]) -> dict[int, Spot]:
    """For each cell of the ground its middle and what it is near."""
    places = ground.middles(frame, version.crs, fids)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT spot.fid, (
              SELECT s.name FROM twin_feature s
              WHERE s.version_id = %s AND s.kind = 'street' AND s.name <> ''
              ORDER BY s.geometry <-> ST_Transform(
                ST_SetSRID(ST_MakePoint(spot.lon, spot.lat), 4326), 3857) LIMIT 1)
            FROM unnest(%s::int[], %s::float[], %s::float[]) AS spot(fid, lon, lat)
            """,
            [version.pk, fids.tolist(), [x for x, _y in places], [y for _x, y in places]],
        )
        near = dict(cursor.fetchall())
    return {
        fid: Spot(
            _("Near %(street)s") % {"street": near[fid] or "?"},
            reverse("ground-card", args=[f"{lon:.5f}", f"{lat:.5f}"]),
        )
        for fid, (lon, lat) in zip(fids.tolist(), places, strict=True)
    }


def _described(
    version: TwinVersion, layer: MapLayer, values: Values, rows: Rows
) -> dict[int, Spot]:
    """What each row is called and the place of its card."""
    if values.frame is not None:
        return _places(version, values.frame, rows.fids)
    nameless = _("A street without a name") if layer.kind == "street" else _("A house")
    names = _names(version.pk, layer.kind, rows.fids)
    return {
        fid: Spot(names.get(fid) or nameless, reverse("card", args=[layer.kind, fid]))
        for fid in rows.fids.tolist()
    }


def _shown(layer: MapLayer, rows: Rows, spots: dict[int, Spot]) -> list[dict[str, Any]]:
    found = []
    for position, fid in enumerate(rows.fids.tolist()):
        strength = int(rows.strength[position])
        low, central, high = (
            float(column[position]) for column in (rows.low, rows.central, rows.high)
        )
        today, then = float(rows.today[position]), float(rows.then[position])
        found.append(
            {
                "name": spots[fid].name,
                "url": spots[fid].url,
                "today": words.number(layer, today),
                "today_words": words.in_words(layer, today),
                "then": words.number(layer, then),
                "then_words": words.in_words(layer, then),
                "change": words.change(layer, low, central, high, clear=strength != 0),
                "trend": words.trend(layer, strength),
            }
        )
    return found


@require_safe
def layer_table(request: HttpRequest, fingerprint: str, layer: str) -> HttpResponseBase:
    """One layer of one run as a table beside today's; `?sort=`, `?page=`, `?as=` (of KINDS)."""
    shown = cartography.layer_of(layer)
    run, public = cartography.run_for_reader(fingerprint, request.user)
    if shown is None or shown.analysis != run.analysis:
        raise NotThere(_("This result has no such layer."))
    base = today_of(run)
    values, rows = rows_of(shown, run, base)
    version = run.scenario.base
    by = request.GET.get("sort", "")
    by = by if by in ORDERS else "change"
    if kind := kind_asked(request):
        # Of a plan that is not public no copy is kept.
        if kind == "xlsx" and public and len(rows.fids) > SMALL_ROWS:
            return take(request, _wanted(shown, run, base))
        return answer(_sheet(shown, values, rows, run), kind)
    by_name = by == "name" and shown.kind == "street"
    rows = _ordered(rows, by, _names(version.pk, shown.kind, rows.fids) if by_name else {})
    page = page_of(request, range(len(rows.fids)), ROWS_A_PAGE)
    part = rows.take(np.array(page.object_list, dtype=np.int64))
    context = {
        "layer": shown,
        "run": run,
        "scenario": pick(run.scenario.name),
        "is_today": base is None or base.pk == run.pk,
        "rows": _shown(shown, part, _described(version, shown, values, part)),
        "summary": _summary(rows),
        "areas": _areas(shown, values, rows),
        "page": page,
        "total": len(rows.fids),
        "total_text": number_format(len(rows.fids), force_grouping=True),
        "sort": by,
        "slug": asked_slug(request),
        "digest": version.digest[:16],
    }
    return render(request, "twin/map/table.html", context)


def today_of(run: AnalysisRun) -> AnalysisRun | None:
    """The same of the city as it is, once that is done."""
    base = cartography.baseline_run(run)
    return base if base is not None and base.status == AnalysisRun.Status.DONE else None


def _wanted(layer: MapLayer, run: AnalysisRun, base: AnalysisRun | None) -> Wanted:
    return Wanted(
        maker="layer-table",
        about=f"{run.fingerprint} {layer.key}",
        version=base.fingerprint if base else "",
        name=f"{layer.key}-{run.fingerprint[:12]}.xlsx",
        kind=KINDS["xlsx"],
        back=reverse("layer-table", args=[run.fingerprint, layer.key]),
    )


def write_layer(about: str, file: IO[bytes]) -> None:
    """A layer's table as XLSX. about: the run's fingerprint and the layer's key."""
    fingerprint, key = about.split()
    layer = cartography.layer_of(key)
    run = AnalysisRun.objects.select_related("scenario__base").get(fingerprint=fingerprint)
    if layer is None:
        raise NotThere(_("This result has no such layer."))
    write_xlsx(_sheet(layer, *rows_of(layer, run, today_of(run)), run), file)


def _sheet(layer: MapLayer, values: Values, rows: Rows, run: AnalysisRun) -> Sheet:
    """All rows, to take away."""
    first = ["longitude", "latitude"] if values.frame else ["urn", "name"]
    known = _identity(layer, values, rows, run.scenario.base)
    code = cartography.unit_code(layer, values)
    unit = [str(layer.unit), code, PERIODS.get(code, "")]
    lines = (
        [
            *known.get(fid, ("", "")),
            *(as_shown(layer, value) for value in figures),
            int(strength != 0),
            *unit,
        ]
        for fid, *figures, strength in zip(
            *(getattr(rows, name).tolist() for name in Rows.__dataclass_fields__), strict=True
        )
    )
    columns = [*first, *FIGURES, "clear", "unit", "unit_code", "period"]
    return Sheet(f"{layer.key}-{run.fingerprint[:12]}", columns, lines)


def as_shown(layer: MapLayer, value: float) -> float | None:
    """A figure in the layer's unit, as exact as the page shows it; None where there is none."""
    return None if value != value else words.rounded(value * layer.scale, layer.decimals)


def _identity(
    layer: MapLayer, values: Values, rows: Rows, version: TwinVersion
) -> dict[int, tuple[Any, Any]]:
    """URN and name of each entity; of a cell of the ground longitude and latitude."""
    if values.frame is not None:
        places = ground.middles(values.frame, version.crs, rows.fids)
        return dict(zip(rows.fids.tolist(), places, strict=True))
    features = Feature.objects.filter(version=version, kind=layer.kind)
    return {fid: (urn, name) for fid, urn, name in features.values_list("fid", "urn", "name")}
