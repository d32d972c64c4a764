"""The first page: what is asked now, and what became of what was said."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from participation.ballots import Turnout
from participation.faces.finding import PhaseRow, is_out, is_overdue, phase_now, public, took_part
from participation.faces.resident.vote import drafts
from participation.gates import may
from participation.models import Consultation, Decision, Option
from participation.phases import Act
from participation.results import winners_of
from participation.tallies.catalogue import RULES
from portal.multilingual import pick

MOST = 12


@dataclass(frozen=True)
class Card:
    """A consultation on the first page. took_part: in blocks of 50 until the vote closes.

    won: what came first in the count, "" before it or in a budget; counted: whether there is one.
    """

    consultation: Consultation
    phase: PhaseRow | None
    took_part: Turnout
    decision: Decision | None
    won: str
    counted: bool
    overdue: bool


def home(request: HttpRequest) -> HttpResponse:
    """Open questions first, then what was decided."""
    shown = list(public().select_related("decision__option")[: 2 * MOST])
    people = took_part(shown)
    won = _winners(shown)
    cards = [_card(found, people[found.pk], won) for found in shown]
    begun = drafts.begun(request)
    context = {
        "begun": [one for one in shown if one.slug in begun and may(one, Act.VOTE)],
        "open": [card for card in cards if not is_out(card.consultation)][:MOST],
        "closed": [card for card in cards if is_out(card.consultation)][:MOST],
    }
    return render(request, "participation/home.html", context)


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
        decision=getattr(consultation, "decision", None),
        won=won.get(consultation.pk, ""),
        counted=consultation.pk in won,
        overdue=is_overdue(consultation),
    )
