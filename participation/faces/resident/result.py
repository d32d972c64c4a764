"""The result: turnout, the count and how it was made, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from participation.ballots import tally, turnout, vote_is_over
from participation.faces.finding import Choice, choices, is_out, known, timeline
from participation.models import Consultation
from participation.tallies.catalogue import RULES
from participation.tallies.outcome import Tally


@dataclass(frozen=True)
class Place:
    """An option's place in the count."""

    choice: Choice
    approvals: int
    place: int
    first: bool


def result(request: HttpRequest, slug: str) -> HttpResponse:
    """The count after the close; before it, when it will be here."""
    found = known(slug, request, light=True)
    context: dict[str, Any] = {
        "consultation": found,
        "timeline": timeline(found),
        "decision": getattr(found, "decision", None),
        "turnout": turnout(found),
        "is_out": is_out(found),
    }
    if vote_is_over(found):
        count = tally(found)
        context |= {"tally": count, "rows": places(found, count), "rule": RULES[count.rule]}
    return render(request, "participation/result.html", context)


def places(consultation: Consultation, count: Tally) -> list[Place]:
    """The count's standings with the options they are about, best first."""
    by_id = {choice.option.pk: choice for choice in choices(consultation)}
    return [
        Place(by_id[one.option], one.approvals, one.place, one.option == count.winner)
        for one in count.standings
        if one.option in by_id
    ]
