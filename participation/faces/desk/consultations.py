"""Officials' questions: their list, a new one, and one's overview with opening and withdrawing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from participation import consultations as verbs
from participation import withdrawals
from participation.ballots import has_ballots, turnout
from participation.eligibility import KINDS
from participation.faces.desk.forms import QuestionForm
from participation.faces.desk.question.parts import gaps
from participation.faces.finding import choices, known, timeline
from participation.faces.signing import only
from participation.history import is_begun, version_of
from participation.models import Anomaly, Consultation, Phase
from participation.paper.batches import unfinished
from participation.readiness import lacks
from participation.results import stage_of
from participation.tallies.catalogue import RULES
from portal.confirming import confirmed_recently
from portal.errors import BadInput, CivicError
from portal.paging import page_of
from portal.roles import is_official
from portal.searching import asked, with_words

A_PAGE = 50
STATES = {
    "draft": gettext_lazy("Draft"),
    "open": gettext_lazy("Open"),
    "decided": gettext_lazy("Decided"),
    "withdrawn": gettext_lazy("Withdrawn"),
}
# What the buttons of a question's state do, and what is said then.
MOVES: dict[str, tuple[Callable[..., Any], Any]] = {
    "open": (verbs.open_consultation, gettext_lazy("The question is open.")),
    "withdraw": (withdrawals.withdraw_consultation, gettext_lazy("It is withdrawn.")),
    "ask": (
        withdrawals.ask_withdrawal,
        gettext_lazy("You have asked for it. Nothing has happened yet: a colleague confirms."),
    ),
    "confirm": (withdrawals.confirm_withdrawal, gettext_lazy("It is withdrawn.")),
    "drop": (withdrawals.drop_withdrawal, gettext_lazy("The request is taken back.")),
}


@only(is_official)
def consultations(request: HttpRequest) -> HttpResponse:
    """All questions, newest first; `?q=` words of their titles, `?state=` one state."""
    rows = Consultation.objects.order_by("-created_at", "-pk")
    state = request.GET.get("state", "")
    if state in Consultation.Status.values:
        rows = rows.filter(status=state)
    words = asked(request)
    context = {
        "page": page_of(request, with_words(rows, "question", words), A_PAGE),
        "states": STATES,
        "state": state,
        "kept": [("state", state)] if state else [],
        "q": words,
    }
    return render(request, "participation/desk/consultations.html", context)


@only(is_official)
def new(request: HttpRequest) -> HttpResponse:
    """Ask a new question."""
    form = QuestionForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                made = verbs.create_consultation(actor=request.user, **form.values())
            except CivicError as error:
                form.take(error)
                status = error.status
            else:
                messages.success(request, _("The draft is stored. Next: dates and options."))
                return redirect("desk-consultation", slug=made.slug)
    context = {"form": form}
    return render(request, "participation/desk/consultation_new.html", context, status=status)


@only(is_official)
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """Where a question stands, what it still needs, and the way to each of its parts."""
    return page(request, known(slug, request))


@confirmed_recently
@require_POST
@only(is_official)
def state(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a question or take it back: what cannot be undone is said twice."""
    found = known(slug, request)
    act = request.POST.get("act", "")
    try:
        if act not in MOVES:
            raise BadInput(_("Press one of the buttons."))
        verb, told = MOVES[act]
        if act not in ("open", "drop") and not request.POST.get("sure"):
            raise BadInput(_("Tick that you are sure, then press the button again."))
        verb(actor=request.user, consultation=found)
    except CivicError as error:
        return page(request, found, refusal=error, status=error.status)
    messages.success(request, told)
    return redirect("desk-consultation", slug=slug)


def _vote(consultation: Consultation) -> dict[str, Any] | None:
    """Where the vote of a public question stands, for officials no more than for everyone."""
    row = next((one for one in timeline(consultation) if one.kind == Phase.Kind.VOTE), None)
    running = (Consultation.Status.OPEN, Consultation.Status.DECIDED)
    if row is None or consultation.status not in running:
        return None
    odd = Anomaly.objects.filter(consultation=consultation, state=Anomaly.State.OPEN)
    return {
        "phase": row,
        "stage": str(stage_of(consultation)),
        "turnout": turnout(consultation),
        "piles": unfinished([consultation]).count(),
        "odd": odd.count(),
    }


def page(
    request: HttpRequest, consultation: Consultation, *, status: int = 200, **shown: Any
) -> HttpResponse:
    """The overview of a question; refusal: why the button for its state did nothing."""
    waits = withdrawals.waiting_withdrawal(consultation)
    draft = consultation.status == Consultation.Status.DRAFT
    context: dict[str, Any] = {
        "consultation": consultation,
        "timeline": timeline(consultation),
        "missing": gaps(consultation) if draft else [],
        "lacking": {one.part for one in lacks(consultation)} if draft else set(),
        "vote": _vote(consultation),
        "begun": is_begun(consultation),
        "version": version_of(consultation),
        "fixed": has_ballots(consultation),
        "options": choices(consultation),
        "decided": getattr(consultation, "decision", None),
        "withdrawal": waits,
        "withdrawal_mine": waits is not None and waits.asked_by_id == request.user.pk,
        "withdrawal_until": waits and waits.asked_at + withdrawals.LASTS,
        "who_may": KINDS.get(str(consultation.eligibility.get("kind"))),
        "rule": RULES.get(consultation.ballot_rule),
        "languages_written": [
            name for code, name in settings.LANGUAGES if consultation.question.get(code)
        ],
    }
    template = "participation/desk/consultation.html"
    return render(request, template, context | shown, status=status)
