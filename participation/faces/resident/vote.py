"""The vote on three screens: choose, review, done."""

from __future__ import annotations

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from participation.ballots import HONEST_LIMITS, cast_ballot, has_voted
from participation.faces.finding import choices, known, phase_now
from participation.faces.signing import to_sign_in
from participation.gates import require
from participation.models import Consultation
from participation.phases import Act
from portal.errors import BadInput, CivicError
from portal.roles import is_known


def _key(slug: str) -> str:
    return f"vote:{slug}"


def _ids(values: list[str]) -> list[int]:
    return [int(value) for value in values[:200] if value.isascii() and value.isdigit()]


def vote(request: HttpRequest, slug: str) -> HttpResponse:
    """First screen: tick every option one could live with."""
    found = known(slug, request, light=True)
    require(found, Act.VOTE)
    return _choose(request, found, request.session.pop(_key(slug), []))


def _choose(
    request: HttpRequest,
    consultation: Consultation,
    ticked: list[int],
    error: CivicError | None = None,
) -> HttpResponse:
    context = {
        "consultation": consultation,
        "phase": phase_now(consultation),
        "options": choices(consultation),
        "ticked": ticked,
        "error": error,
        "again": has_voted(actor=request.user, consultation=consultation),
    }
    status = error.status if error else 200
    return render(request, "participation/vote.html", context, status=status)


def review(request: HttpRequest, slug: str) -> HttpResponse:
    """Second screen: what the ballot will say.

    A guest's choice waits in the session while they sign in and is taken out when they come back;
    it never stands in an address, so no log holds it.
    """
    found = known(slug, request, light=True)
    require(found, Act.VOTE)
    posted = request.method == "POST"
    ticked = _ids(request.POST.getlist("options")) if posted else request.session.get(_key(slug))
    if not ticked:
        if not posted:
            return redirect("vote", slug=slug)
        nothing = BadInput(_("Tick at least one option you could live with."), field="options")
        return _choose(request, found, [], nothing)
    if not is_known(request.user):
        request.session[_key(slug)] = ticked
        return to_sign_in(reverse("vote-review", args=[slug]))
    request.session.pop(_key(slug), None)
    return _review(request, found, ticked)


def _review(
    request: HttpRequest,
    consultation: Consultation,
    ticked: list[int],
    error: CivicError | None = None,
) -> HttpResponse:
    context = {
        "consultation": consultation,
        "phase": phase_now(consultation),
        "options": choices(consultation),
        "ticked": ticked,
        "token": request.POST.get("token") or secrets.token_urlsafe(12),
        "limits": HONEST_LIMITS,
        "error": error,
    }
    status = error.status if error else 200
    return render(request, "participation/vote_review.html", context, status=status)


@require_POST
def cast(request: HttpRequest, slug: str) -> HttpResponse:
    """The ballot goes into the box; third screen is its receipt."""
    if not is_known(request.user):
        return review(request, slug)
    ticked = _ids(request.POST.getlist("options"))
    try:
        receipt = cast_ballot(
            actor=request.user,
            consultation=slug,
            option_ids=ticked,
            client_token=request.POST.get("token", "")[:64],
        )
    except BadInput as error:
        return _choose(request, known(slug, request, light=True), ticked, error)
    except CivicError as error:
        return _review(request, known(slug, request, light=True), ticked, error)
    return redirect("receipt", code=receipt.code)
