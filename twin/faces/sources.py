"""The page that says where the city's data comes from, and what we added to it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twin.analyses.catalogue import ANALYSES
from twin.citystate import CityState
from twin.kinds import KINDS
from twin.models import Import, Source, TwinVersion
from twin.state import load
from twin.state.origins import counts_by_source, sources_now


@dataclass(frozen=True)
class Row:
    """A source with what the city has of it. counts: (label of the kind, entities)."""

    source: Source
    counts: list[tuple[str, int]]


@dataclass(frozen=True)
class Assumed:
    """How many entities of a kind carry a mark such as "height assumed"."""

    label: str
    mark: str
    count: int
    total: int


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """/data/: every source with licence, attribution and date; the last import; what is assumed."""
    version = TwinVersion.objects.order_by("-frozen_at").first()
    counts = counts_by_source()
    rows = [
        Row(source, [(_(KINDS[kind].plural), n) for kind, n in counts.get(source.pk, {}).items()])
        for source in sources_now()
    ]
    report = Import.objects.filter(status=Import.Status.DONE).order_by("-started_at").first()
    context: dict[str, Any] = {
        "version": version,
        "rows": rows,
        "report": report,
        "fates": _fates(report) if report else [],
        "skipped": _skipped(report) if report else [],
        "assumed": _assumed(load(version)) if version else [],
        "synthetic": [(card.title, card.synthetic_inputs) for card in _cards()],
    }
    return render(request, "twin/sources.html", context)


def _cards() -> list[Any]:
    return [analysis.card for _name, analysis in ANALYSES.items() if analysis.card.synthetic_inputs]


def _fates(report: Import) -> list[tuple[str, dict[str, int]]]:
    """What the last import did, by kind."""
    return [(_(KINDS[k].plural), n) for k, n in report.counts.items() if k in KINDS]


def _skipped(report: Import) -> list[dict[str, Any]]:
    """What the last import left out, in the reader's language, most first."""
    rows = sorted(report.skipped, key=lambda row: -row["count"])
    return [
        {**row, "kind": _(KINDS[row["kind"]].plural), "reason": _(row["reason"])} for row in rows
    ]


def _assumed(state: CityState) -> list[Assumed]:
    """Marks of all entities, most frequent first within a kind."""
    rows = []
    for kind, table in state.tables.items():
        texts = Counter(table.columns["quality"].tolist()) if "quality" in table.columns else {}
        marks: Counter[str] = Counter()
        for text, count in texts.items():
            marks.update({mark: count for mark in text.split("; ") if mark})
        label = _(KINDS[kind].plural)
        rows += [Assumed(label, _(m), n, len(table)) for m, n in marks.most_common()]
    return rows
