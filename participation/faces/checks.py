"""For everyone: who may vote, how many codes there are, what was odd and what was ruled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from participation.anomalies import KINDS, told_of, words_of
from participation.eligibility import kind_of
from participation.eligibility.census.keeping import on_the_list
from participation.eligibility.codes.batches import in_circulation
from participation.faces.finding import known
from participation.kiosks import turns_of
from participation.models import Anomaly

KEPT_S = 60


@dataclass(frozen=True)
class Ruling:
    """One ruling, in words."""

    words: str | Promise
    reason: str
    at: datetime | None


def rulings_of(anomaly: Anomaly) -> list[Ruling]:
    """All rulings on it, the first one first."""
    found = [
        Ruling(
            words_of(row["ruling"]),
            row["reason"],
            datetime.fromisoformat(row["at"]) if row["at"] else None,
        )
        for row in anomaly.evidence.get("earlier", ())
    ]
    if anomaly.ruling:
        found.append(Ruling(words_of(anomaly.ruling), anomaly.reason, anomaly.ruled_at))
    return found


def checks(request: HttpRequest, slug: str) -> HttpResponse:
    """The public page of a vote's checks; numbers in blocks, nobody named."""
    consultation = known(slug, request, light=True)
    rows = list(Anomaly.objects.filter(consultation=consultation).order_by("found_at"))
    area = consultation.eligibility.get("area") or {}
    # Counting a large city's codes takes a tenth of a second; many may look at this page.
    codes, people = cache.get_or_set(
        f"checks:{consultation.pk}",
        lambda: (in_circulation(consultation), on_the_list(consultation)),
        KEPT_S,
    )
    turns, kiosks = turns_of(consultation)
    context = {
        "consultation": consultation,
        "kind": kind_of(consultation.eligibility),
        "areas": area.get("names", []),
        "codes": codes,
        "people": people,
        "kiosks": kiosks,
        # In tens, as the count hides few ballots of a kind.
        "turns": turns - turns % 10,
        "ruled": [(KINDS[row.kind], told_of(row), rulings_of(row)) for row in rows if row.ruling],
        # A crowd that is found, or not, says how many wait in a place that somebody planted.
        "waiting": sum(not row.ruling and not row.kind.startswith("crowd-") for row in rows),
        "looked_for": list(KINDS.values()),
    }
    return render(request, "participation/checks.html", context)
