"""What stands at a vote's addresses while nobody may vote: when one may or could, and a way on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from participation.faces.resident.vote import drafts
from participation.gates import require, sentence, window_of
from participation.models import Consultation
from participation.phases import Act
from portal.errors import NotNow


def instead(request: HttpRequest, consultation: Consultation) -> HttpResponse | None:
    """The page for who comes too early or too late, None while the vote is open.

    It says that a vote was not stored to those only who sent one; a draft goes with the vote.
    """
    try:
        require(consultation, Act.VOTE)
    except NotNow as error:
        return page(request, consultation, error)
    return None


def page(request: HttpRequest, consultation: Consultation, error: NotNow) -> HttpResponse:
    """The page for this refusal."""
    found = window_of(consultation, Act.VOTE)
    sent = request.method == "POST"
    told = sent or consultation.status != Consultation.Status.OPEN or found.state == "open"
    context = {
        "consultation": consultation,
        "sent": sent,
        "why": str(error) if told else sentence(Act.VOTE, found),
        "over": found.state == "after",
    }
    response = render(request, "participation/vote/closed.html", context, status=error.status)
    if found.state == "after":
        drafts.drop(request, response, consultation.slug)
    return response
