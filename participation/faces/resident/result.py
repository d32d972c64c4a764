"""The result: what was decided, what won and why, who took part, and how to check it."""

from __future__ import annotations

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language

from participation.ballots import Turnout, turnout
from participation.deciding import Version, decision_of, versions
from participation.faces.counts import context_of
from participation.faces.effects import kept
from participation.faces.finding import choices, is_out, is_overdue, known, phase_now, timeline
from participation.gates import may
from participation.guests.pages import kept_for_guests
from participation.models import Consultation, PaperBatch
from participation.phases import Act
from participation.results import Count, Stage, count_of, stage_of
from participation.tallies.catalogue import RULES

STILL_TYPED = (PaperBatch.State.FIRST, PaperBatch.State.SECOND, PaperBatch.State.COMPARE)


@kept_for_guests
def result(request: HttpRequest, slug: str) -> HttpResponse:
    """The count once it is made; before, where it stands and when it will be here."""
    found = known(slug, request, light=True)
    count = count_of(found)
    decision = decision_of(found)
    context: dict[str, Any] = {
        "consultation": found,
        "timeline": timeline(found),
        "phase": phase_now(found),
        "versions": versions(decision) if decision else [],
        "overdue": is_overdue(found),
        "turnout": turnout(found),
        "is_out": is_out(found),
        "may_vote": may(found, Act.VOTE),
        "stage": str(Stage.COUNTED if count else stage_of(found)),
    }
    if count is not None:
        context["count"] = count
        context["in_short"], context["told"] = _told(found, count, context["turnout"])
        context["follows"] = _follows(context["versions"], count)
    elif context["stage"] == Stage.COUNTING:
        typed = PaperBatch.objects.filter(consultation=found, state__in=STILL_TYPED)
        context["paper"] = typed.exists()
    return render(request, "participation/result.html", context)


def _told(found: Consultation, count: Count, people: Turnout) -> tuple[str, str]:
    """The count in a sentence and as the page's sections, kept: the same for whoever reads it.

    A count never changes; what else is told here is in the key.
    """
    names = [(choice.title, choice.option.cost) for choice in choices(found)]
    stored = [found.pk, count.counted_at, count.digest, count.bundle]
    said = repr([get_language(), *stored, found.slug, found.edit_version, names, people])

    def tell() -> tuple[str, str]:
        context = {"consultation": found, "turnout": people, **context_of(found, count)}
        first = context["story"][0] if context["story"] else ""
        return first, render_to_string("participation/count/told.html", context)

    return kept(f"told:{hashlib.sha256(said.encode()).hexdigest()}", tell)


def _follows(said: list[Version], count: Count) -> bool | None:
    """Whether the decision is for what came first; None where the vote names no single option."""
    option = said[0].option if said else None
    if option is None or not count.tally.winners:
        return None
    if RULES[count.tally.rule].budget:
        return None
    return option.pk == count.tally.winner
