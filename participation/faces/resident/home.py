"""The first page: what is asked now, and what became of what was said."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from participation.ballots import Turnout
from participation.deciding import Version, standing
from participation.faces.finding import (
    PhaseRow,
    is_overdue,
    out_now,
    phase_now,
    public,
    took_part,
)
from participation.faces.resident.vote import drafts
from participation.gates import may
from participation.guests.pages import kept_for_guests
from participation.models import Consultation, Option
from participation.phases import Act
from participation.results import winners_of
from participation.tallies.catalogue import RULES
from portal.multilingual import pick
from portal.paging import page_of
from portal.searching import asked, with_words

MOST = 12


@dataclass(frozen=True)
class Card:
    """A consultation on the first page. took_part: in blocks of 50 until the vote closes.

    won: what came first in the count, "" before it or in a budget; counted: whether there is one.
    """

    consultation: Consultation
    phase: PhaseRow | None
    took_part: Turnout
    decision: Version | None
    won: str
    counted: bool
    overdue: bool


@kept_for_guests
def home(request: HttpRequest) -> HttpResponse:
    """Open questions first, then what was decided: `?open=` and `?closed=` are their pages."""
    words = asked(request)
    found = with_words(
        public()
        .select_related("decision__option")
        .prefetch_related("decision__corrections__option"),
        "question",
        words,
    )
    out = out_now()
    pages = {
        "open": page_of(request, found.exclude(out), MOST, name="open"),
        "closed": page_of(request, found.filter(out), MOST, name="closed"),
    }
    shown = [one for page in pages.values() for one in page.object_list]
    people = took_part(shown)
    won = _winners(shown)
    cards = {one.pk: _card(one, people[one.pk], won) for one in shown}
    context: dict[str, Any] = {
        "begun": _begun(drafts.begun(request)),
        "q": words,
        "searchable": words or any(page.has_other_pages() for page in pages.values()),
    }
    for name, page in pages.items():
        context[name] = [cards[one.pk] for one in page.object_list]
        context[f"{name}_page"] = page
    return render(request, "participation/home.html", context)


def _begun(slugs: Collection[str]) -> list[Consultation]:
    """Votes that were begun on this device and can still be cast."""
    if not slugs:
        return []
    return [one for one in public().filter(slug__in=slugs) if may(one, Act.VOTE)]


def _winners(shown: list[Consultation]) -> dict[int, str]:
    """Consultation id -> the name of its one winner; "" in a budget or where nothing won."""
    winners = winners_of(shown)
    single = {one.pk for one in shown if one.pk in winners and not RULES[one.ballot_rule].budget}
    firsts = {pk: ids[0] for pk, ids in winners.items() if pk in single and ids}
    names = Option.objects.in_bulk(list(firsts.values())) if firsts else {}
    return {pk: pick(names[firsts[pk]].name) if pk in firsts else "" for pk in winners}


def _card(consultation: Consultation, people: Turnout, won: dict[int, str]) -> Card:
    return Card(
        consultation=consultation,
        phase=phase_now(consultation, timezone.now()),
        took_part=people,
        decision=standing(consultation),
        won=won.get(consultation.pk, ""),
        counted=consultation.pk in won,
        overdue=is_overdue(consultation),
    )
