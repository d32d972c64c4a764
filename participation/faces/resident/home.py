"""The first page: what is asked now, and what became of what was said."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from participation.ballots import Turnout
from participation.faces.finding import PhaseRow, is_out, phase_now, public, took_part
from participation.faces.resident.vote import drafts
from participation.gates import may
from participation.models import Consultation, Decision
from participation.phases import Act

MOST = 12


@dataclass(frozen=True)
class Card:
    """A consultation on the first page. took_part: in blocks of 50 until the vote closes."""

    consultation: Consultation
    phase: PhaseRow | None
    took_part: Turnout
    decision: Decision | None


def home(request: HttpRequest) -> HttpResponse:
    """Open questions first, then what was decided."""
    shown = list(public().select_related("decision__option")[: 2 * MOST])
    people = took_part(shown)
    cards = [_card(found, people[found.pk]) for found in shown]
    begun = drafts.begun(request)
    context = {
        "begun": [one for one in shown if one.slug in begun and may(one, Act.VOTE)],
        "open": [card for card in cards if not is_out(card.consultation)][:MOST],
        "closed": [card for card in cards if is_out(card.consultation)][:MOST],
    }
    return render(request, "participation/home.html", context)


def _card(consultation: Consultation, people: Turnout) -> Card:
    return Card(
        consultation=consultation,
        phase=phase_now(consultation, timezone.now()),
        took_part=people,
        decision=getattr(consultation, "decision", None),
    )
