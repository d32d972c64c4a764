"""Second step: what will be counted, who is asking, and the button that casts."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from participation.ballots import AlreadyVoted, has_voted, new_secret
from participation.eligibility import needs_account
from participation.faces.finding import known, phase_now
from participation.faces.resident.vote import choose, closed, drafts, keys
from participation.faces.resident.vote.asking import Asked, answers_in, asked
from participation.faces.resident.vote.marks import Marks, to_given
from participation.faces.resident.vote.sheet import checked, rule_of, sheet_of
from participation.faces.signing import to_sign_in
from participation.models import Consultation
from portal.errors import BadInput, CivicError
from portal.once import settles_itself
from portal.roles import is_known


@dataclass(frozen=True)
class Typed:
    """What else stands on the review. ask_key: the voter has a ballot in the box already.

    how: "" (not chosen), "key" or "again"; key: as typed.
    """

    answers: dict[str, str] = field(default_factory=dict)
    ask_key: bool = False
    how: str = ""
    key: str = ""


@settles_itself
@never_cache
def review(request: HttpRequest, slug: str) -> HttpResponse:
    """What the ballot will say. Guests who need an account sign in first and come back to it."""
    found = known(slug, request, light=True)
    if (shut := closed.instead(request, found)) is not None:
        return shut
    form = rule_of(found).form
    posted = request.method == "POST"
    marks = choose.sent(form, request) if posted else drafts.load(request, slug, form)
    if not posted and not marks:
        return redirect("vote", slug=slug)
    try:
        checked(found, marks)
    except BadInput as error:
        response = choose.page(request, found, marks, error)
    else:
        if needs_account(found.eligibility) and not is_known(request.user):
            messages.info(request, _("Your choice is kept on this device. It is not cast yet."))
            response = to_sign_in(reverse("vote-review", args=[slug]))
        else:
            response = page(request, found, marks, _first(request, found))
    drafts.keep(request, response, slug, form, marks, choose.closes(found))
    return response


def _first(request: HttpRequest, consultation: Consultation) -> Typed:
    """The first sight of the review: a letter's code that a script handed on, a key if needed."""
    answers = answers_in(request.POST)
    here = keys.of_device(request, consultation.slug, keys.who(request.user, answers))
    voted = not here and has_voted(actor=request.user, consultation=consultation)
    return Typed(answers, ask_key=voted)


def page(
    request: HttpRequest,
    consultation: Consultation,
    marks: Marks,
    typed: Typed,
    error: CivicError | None = None,
) -> HttpResponse:
    """The review of these marks, and what keeps the ballot from being cast."""
    context = sheets(consultation, marks, typed, error) | {
        "phase": phase_now(consultation),
        "until": _until(consultation),
    }
    status = error.status if error else 200
    return render(request, "participation/vote/review.html", context, status=status)


def sheets(
    consultation: Consultation, marks: Marks, typed: Typed, error: CivicError | None
) -> dict[str, Any]:
    """What every review shows, a kiosk's too: sheet, content, secret, token and questions."""
    if isinstance(error, AlreadyVoted) and typed.how == "key":
        error = AlreadyVoted(
            _(
                "This is not the key of your vote. Compare it with what you wrote down, "
                "or choose that you lost it."
            ),
            field="secret",
        )
    field_ = error.field if error else ""
    questions = asked(consultation, typed.answers, {field_: str(error)})
    return {
        "consultation": consultation,
        "sheet": sheet_of(consultation, marks),
        "content": json.dumps(to_given(rule_of(consultation).form, marks)),
        "secret": new_secret(),
        "token": secrets.token_urlsafe(12),
        "questions": questions,
        "typed": typed,
        "error": error,
        "error_at": "key" if isinstance(error, AlreadyVoted) else _place(field_, questions),
    }


def _place(field_: str, questions: list[Asked]) -> str:
    """The id of the field that an error is about, "" if it is about none of this page."""
    if field_ == "secret":
        return "key"
    return next((one.field for one in questions if one.wrong), "")


def _until(consultation: Consultation) -> str:
    """When the device may forget the key: the close as a Unix time, "" without one."""
    closes_at = choose.closes(consultation)
    return str(int(closes_at.timestamp())) if closes_at else ""
