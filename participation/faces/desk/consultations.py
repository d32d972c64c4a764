"""Officials write questions: create, texts, dates, opening and withdrawing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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
from participation.faces.desk.forms import (
    TEXTS,
    DatesForm,
    DecisionForm,
    OptionForm,
    QuestionForm,
)
from participation.faces.finding import choices, known, timeline
from participation.faces.forms import Form
from participation.faces.signing import only
from participation.models import Anomaly, Consultation, Phase
from participation.paper.batches import unfinished
from participation.results import stage_of
from participation.tallies.catalogue import RULES
from portal.confirming import confirmed_recently
from portal.errors import BadInput, CivicError, Conflict
from portal.paging import page_of
from portal.roles import is_official
from portal.searching import asked, with_words
from twin.door import published_scenarios

Act = Callable[[], Any]
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
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything about one question; POST stores its texts."""
    found = known(slug, request)
    if request.method != "POST":
        return page(request, found)
    form = QuestionForm(request.POST)
    form.whole = True

    def act() -> None:
        verbs.edit_consultation(
            actor=request.user,
            consultation=found,
            seen_version=form.cleaned_data["seen"] or 0,
            **form.values(),
        )

    return attempt(request, found, form, "form", act, _("Stored."))


@require_POST
@only(is_official)
def dates(request: HttpRequest, slug: str) -> HttpResponse:
    """Store the dates of the phases."""
    found = known(slug, request)
    form = DatesForm(request.POST)
    form.whole = True

    def act() -> None:
        verbs.set_phases(
            actor=request.user,
            consultation=found,
            seen_version=form.cleaned_data["seen"],
            phases=form.spans(),
        )

    return attempt(request, found, form, "dates", act, _("The dates are stored."))


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


@confirmed_recently
@require_POST
@only(is_official)
def decide(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish the decision."""
    found = known(slug, request)
    form = DecisionForm(request.POST, options=choices(found), prefix="decision")

    def act() -> None:
        verbs.decide(
            actor=request.user,
            consultation=found,
            option=form.chosen_option(),
            text=form.told()["text"],
            cited=form.cited_ids(),
        )

    return attempt(request, found, form, "decision", act, _("The decision is public."))


def attempt(
    request: HttpRequest,
    consultation: Consultation,
    form: Form,
    name: str,
    act: Act,
    done: str,
) -> HttpResponse:
    """Do `act` if the form is good; else the whole page again with what was typed."""
    if not form.is_valid():
        return page(request, consultation, status=400, **{name: form})
    try:
        act()
    except CivicError as error:
        form.take(error)
        more: dict[str, Any] = {}
        if isinstance(error, Conflict) and "seen" in form.fields:
            more = _theirs(consultation, form)
        return page(request, consultation, status=error.status, **{name: form}, **more)
    messages.success(request, done)
    return redirect("desk-consultation", slug=consultation.slug)


def _theirs(consultation: Consultation, form: Form) -> dict[str, Any]:
    """What a colleague stored meanwhile, beside what was typed; saving again then replaces it."""
    stored = Consultation.objects.get(pk=consultation.pk)
    form.data = form.data.copy()  # type: ignore[union-attr]
    if isinstance(form, OptionForm):
        return {}
    form.data["seen"] = str(stored.edit_version)
    if not isinstance(form, QuestionForm):
        return {"their_dates": timeline(stored)}
    told = form.told()
    return {
        "theirs": [
            (label, code, getattr(stored, name).get(code, ""), told[name][code])
            for name, (label, _rows, _hint) in TEXTS.items()
            for code in told[name]
            if getattr(stored, name).get(code, "") != told[name][code]
        ]
    }


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
    """The whole editing page; `shown` replaces forms that hold what was typed."""
    scenarios = published_scenarios()
    options = choices(consultation)
    waits = withdrawals.waiting_withdrawal(consultation)
    context: dict[str, Any] = {
        "consultation": consultation,
        "timeline": timeline(consultation),
        "form": QuestionForm.of(consultation),
        "dates": DatesForm.of(consultation),
        "decision": DecisionForm(options=options, prefix="decision"),
        "decided": getattr(consultation, "decision", None),
        "options": [(choice, OptionForm.of(choice.option, scenarios)) for choice in options],
        "option": OptionForm(scenarios=scenarios, prefix="new"),
        "missing": verbs.what_is_missing(consultation),
        "vote": _vote(consultation),
        "fixed": has_ballots(consultation),
        "withdrawal": waits,
        "withdrawal_mine": waits is not None and waits.asked_by_id == request.user.pk,
        "withdrawal_until": waits and waits.asked_at + withdrawals.LASTS,
        "who_may": KINDS.get(str(consultation.eligibility.get("kind"))),
        "rule": RULES.get(consultation.ballot_rule),
    }
    editing = shown.pop("editing", None)
    if editing is not None:
        pk, form = editing
        context["options"] = [
            (choice, form if choice.option.pk == pk else old) for choice, old in context["options"]
        ]
    template = "participation/desk/consultation.html"
    return render(request, template, context | shown, status=status)
