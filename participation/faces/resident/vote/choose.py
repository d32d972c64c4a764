"""First step: fill in the sheet; what it adds up to is said by the server as well as by scripts."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from participation import reminders
from participation.ballots import has_voted
from participation.eligibility import kind_of, questions_for
from participation.faces.finding import known, phase_now
from participation.faces.resident.vote import closed, drafts, keys
from participation.faces.resident.vote.asking import answers_in
from participation.faces.resident.vote.marks import Marks, from_content, from_post
from participation.faces.resident.vote.sheet import rule_of, sheet_of
from participation.faces.signing import signed_in_first
from participation.gates import require
from participation.models import Consultation
from participation.phases import Act
from portal.errors import BadInput
from portal.once import settles_itself


@settles_itself
@never_cache
def vote(request: HttpRequest, slug: str) -> HttpResponse:
    """The sheet; a POST shows it again with its sums or from the review, or keeps it for later."""
    found = known(slug, request, light=True)
    if (shut := closed.instead(request, found)) is not None:
        return shut
    form = rule_of(found).form
    if request.method != "POST":
        return page(request, found, drafts.load(request, slug, form))
    back = request.POST.get("content")
    marks = from_content(form, back) if back else sent(form, request)
    if request.POST.get("act") == "later":
        if marks:
            messages.info(request, _("Your choice is kept on this device. It is not cast yet."))
        response: HttpResponse = redirect("consultation", slug=slug)
    else:
        response = page(request, found, marks)
    drafts.keep(request, response, slug, form, marks, closes(found))
    return response


@settles_itself
@never_cache
@require_POST
def draft(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep what is on the sheet now (scripts call this while somebody chooses), or forget it."""
    if request.POST.get("act") == "forget":
        response: HttpResponse = redirect("vote", slug=slug)
        keys.forget(request, response, slug)
        messages.info(request, _("This device has forgotten your choice and your key."))
        return response
    found = known(slug, request, light=True)
    require(found, Act.VOTE)
    form = rule_of(found).form
    response = HttpResponse(status=204)
    drafts.keep(request, response, slug, form, sent(form, request), closes(found))
    return response


def sent(form: str, request: HttpRequest) -> Marks:
    """The marks of a sheet; a sheet of which nothing arrived is no empty sheet."""
    marks = from_post(form, request.POST)
    if not marks and "sheet" not in request.POST:
        raise BadInput(_("Your choice did not arrive. Load the page again."))
    return marks


@require_POST
@signed_in_first
def remind(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for an e-mail a day before the close, or take that back."""
    verb = {"cancel": reminders.cancel, "ask": reminders.ask}.get(request.POST.get("act", ""))
    if verb is None:
        raise BadInput(_("Press one of the buttons."))
    verb(actor=request.user, consultation=known(slug, request, light=True))
    if verb is reminders.ask:
        messages.success(request, _("We will write to you a day before the vote closes."))
    else:
        messages.info(request, _("We will not remind you."))
    return redirect("vote", slug=slug)


def page(
    request: HttpRequest, consultation: Consultation, marks: Marks, error: BadInput | None = None
) -> HttpResponse:
    """The sheet with these marks, and what keeps it from being cast."""
    wrong = {error.field: str(error)} if error else {}
    sheet = sheet_of(consultation, marks, wrong)
    context = {
        "consultation": consultation,
        "phase": phase_now(consultation),
        "sheet": sheet,
        "error": error,
        "error_at": next((row.name for row in sheet.rows if row.wrong), "sheet"),
        "again": has_voted(actor=request.user, consultation=consultation),
        "reminder": reminders.state(actor=request.user, consultation=consultation),
        "sum_at": reverse("vote", args=[consultation.slug]),
        "who": kind_of(consultation.eligibility).who,
        "asks_code": any(one.name == "code" for one in questions_for(consultation.eligibility)),
        "code": answers_in(request.POST).get("code", ""),
    }
    status = error.status if error else 200
    return render(request, "participation/vote/choose.html", context, status=status)


def closes(consultation: Consultation) -> datetime | None:
    """When the vote ends, for the cookies that end with it."""
    phase = phase_now(consultation)
    return phase.closes_at if phase else None
