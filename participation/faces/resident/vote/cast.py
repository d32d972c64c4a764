"""The cast between review and done: a thin POST that ends in a redirect."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from participation.anomalies import note_cast
from participation.ballots import AlreadyVoted, cast_ballot
from participation.eligibility import needs_account
from participation.faces.finding import known
from participation.faces.resident.vote import choose, closed, drafts, keys, review
from participation.faces.resident.vote.asking import answers_in
from participation.faces.resident.vote.keys import Done
from participation.faces.resident.vote.marks import from_content
from participation.faces.resident.vote.sheet import rule_of
from participation.faces.signing import to_sign_in
from portal.errors import BadInput, CivicError, NotNow, NotThere
from portal.network import device_of, network_of
from portal.once import settles_itself
from portal.roles import is_known


@settles_itself
@require_POST
def cast(request: HttpRequest, slug: str) -> HttpResponse:
    """The ballot goes into the box; the last page shows its receipt and its key."""
    answers = answers_in(request.POST)
    voter = keys.who(request.user, answers)
    how, network = request.POST.get("how", ""), network_of(request)
    try:
        done = cast_ballot(
            actor=request.user,
            consultation=slug,
            given=given_in(request.POST),
            secret=_secret(request, slug, voter, how),
            token=request.POST.get("token", "")[:64],
            answers=answers,
            network=network,
            device=device_of(request),
            again=how == "again",
        )
    except CivicError as error:
        return _refused(request, slug, error)
    if not done.repeated:
        note_cast(network, done.consultation_id)
    response = HttpResponseRedirect(drafts.done_at(slug))
    response.headers["Cache-Control"] = "no-store"
    shown = Done(done.code, done.secret, done.replaced, keys.mark_of(request.user))
    keys.remember(response, slug, voter, shown, _until(request.POST))
    drafts.drop(request, response, slug)
    return response


def given_in(posted: QueryDict) -> Mapping[str, Any]:
    """The content that the review carried; an empty one, which no rule accepts, if it is broken."""
    try:
        given = json.loads(posted.get("content", "")[:20_000])
    except (ValueError, RecursionError):
        return {}
    return given if isinstance(given, dict) else {}


def _secret(request: HttpRequest, slug: str, voter: str, how: str) -> str:
    """The key that was typed; or this device's, for a change; or the fresh one of the form."""
    if how == "key":
        return request.POST.get("key", "")[:60]
    fresh = request.POST.get("secret", "")[:60]
    return fresh if how == "again" else keys.of_device(request, slug, voter) or fresh


def _until(posted: QueryDict) -> dt.datetime | None:
    """The close as the form says it: only this device's own cookie ends with it."""
    text = posted.get("until", "")
    if not (text.isascii() and text.isdigit() and len(text) <= 10):
        return None
    return dt.datetime.fromtimestamp(int(text), dt.UTC)


@never_cache
def _refused(request: HttpRequest, slug: str, error: CivicError) -> HttpResponse:
    """Say why, and keep everything that was chosen and typed."""
    if isinstance(error, NotThere):
        raise error
    found = known(slug, request, light=True)
    if isinstance(error, NotNow):
        return closed.page(request, found, error)
    marks = from_content(rule_of(found).form, request.POST.get("content", ""))
    if isinstance(error, BadInput) and (not marks or error.field == rule_of(found).form):
        return choose.page(request, found, marks, error)
    if needs_account(found.eligibility) and not is_known(request.user):
        messages.info(request, _("Your choice is kept on this device. It is not cast yet."))
        response = to_sign_in(reverse("vote-review", args=[slug]))
        form = rule_of(found).form
        drafts.keep(request, response, slug, form, marks, choose.closes(found))
        return response
    how = request.POST.get("how", "")
    typed = review.Typed(
        answers_in(request.POST),
        ask_key=isinstance(error, AlreadyVoted) or bool(how),
        how=how,
        key=request.POST.get("key", "")[:60],
    )
    return review.page(request, found, marks, typed, error)
