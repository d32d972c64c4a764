"""The table equal to each map layer: sorted by link, in pages, and as CSV."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from numpy.typing import NDArray

from portal.errors import NotThere
from portal.multilingual import pick
from twin import cartography
from twin.cartography import MapLayer, words
from twin.faces.cards import asked_slug
from twin.models import AnalysisRun, Feature

ROWS_A_PAGE = 50
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


def _rows(layer: MapLayer, run: AnalysisRun, base: AnalysisRun | None) -> Rows:
    """Rows of a layer; raises NotThere when the run has no such layer or is not done."""
    then = cartography.values_of(run, layer.result)
    today = cartography.values_of(base, layer.result) if base else None
    if then is None or layer.column not in then.columns:
        raise NotThere(_("These figures are not there yet. Come back in a few minutes."))
    found = cartography.differences(layer, today or then, then)
    kept = ~(np.isnan(found.today) & np.isnan(found.then))
    everything = Rows(*(getattr(found, name) for name in Rows.__dataclass_fields__))
    return everything.take(np.flatnonzero(kept))


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


def _shown(layer: MapLayer, rows: Rows, names: dict[int, str]) -> list[dict[str, Any]]:
    nameless = _("A street without a name") if layer.kind == "street" else _("A house")
    found = []
    for position, fid in enumerate(rows.fids.tolist()):
        strength = int(rows.strength[position])
        low, central, high = (
            float(column[position]) for column in (rows.low, rows.central, rows.high)
        )
        today, then = float(rows.today[position]), float(rows.then[position])
        found.append(
            {
                "fid": fid,
                "name": names.get(fid) or nameless,
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
def layer_table(request: HttpRequest, fingerprint: str, layer: str) -> HttpResponse:
    """One layer of one run as a table beside today's; `?sort=` and `?page=`; `?as=csv`."""
    shown = cartography.layer_of(layer)
    run, _public = cartography.run_for_reader(fingerprint, request.user)
    if shown is None or shown.analysis != run.analysis:
        raise NotThere(_("This result has no such layer."))
    base = cartography.baseline_run(run)
    if base is not None and base.status != AnalysisRun.Status.DONE:
        base = None
    rows = _rows(shown, run, base)
    version = run.scenario.base_id
    by = request.GET.get("sort", "")
    by = by if by in ORDERS else "change"
    if request.GET.get("as") == "csv":
        return _csv(shown, rows, version, fingerprint)
    by_name = by == "name" and shown.kind == "street"
    rows = _ordered(rows, by, _names(version, shown.kind, rows.fids) if by_name else {})
    page = Paginator(range(len(rows.fids)), ROWS_A_PAGE).get_page(request.GET.get("page"))
    part = rows.take(np.array(page.object_list, dtype=np.int64))
    context = {
        "layer": shown,
        "run": run,
        "scenario": pick(run.scenario.name),
        "is_today": base is None or base.pk == run.pk,
        "rows": _shown(shown, part, _names(version, shown.kind, part.fids)),
        "page": page,
        "total": len(rows.fids),
        "total_text": number_format(len(rows.fids), force_grouping=True),
        "sort": by,
        "slug": asked_slug(request),
        "digest": run.scenario.base.digest[:16],
    }
    return render(request, "twin/map/table.html", context)


def _csv(layer: MapLayer, rows: Rows, version: int, fingerprint: str) -> HttpResponse:
    """All rows as CSV; a text that a spreadsheet could take for a formula gets a quote first."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"{layer.key}-{fingerprint[:12]}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    features = Feature.objects.filter(version=version, kind=layer.kind)
    known = {fid: (urn, name) for fid, urn, name in features.values_list("fid", "urn", "name")}
    writer = csv.writer(response)
    header = ["urn", "name", "today", "scenario", "difference_low", "difference", "difference_high"]
    writer.writerow([*header, "clear"])
    for fid, *values, strength in zip(
        *(getattr(rows, name).tolist() for name in Rows.__dataclass_fields__), strict=True
    ):
        today, then, low, central, high = (f"{value * layer.scale:.4g}" for value in values)
        urn, street = known.get(fid, ("", ""))
        safe = f"'{street}" if street[:1] in ("=", "+", "-", "@", "\t", "\r") else street
        writer.writerow([urn, safe, today, then, low, central, high, int(strength != 0)])
    return response
