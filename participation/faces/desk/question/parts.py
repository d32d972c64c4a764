"""What the pages of a question's parts share: showing one, and storing what was typed there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from participation.ballots import has_ballots
from participation.faces.desk.question import typed
from participation.faces.forms import Form
from participation.faces.reason import ask_reason
from participation.history import is_begun
from participation.models import Consultation
from participation.readiness import lacks
from portal.errors import CivicError, Conflict

Act = Callable[[], Any]
# Part of a question -> the name of its page's address, and what it is called.
PARTS: dict[str, tuple[str, str | Promise]] = {
    "texts": ("desk-texts", _("Texts")),
    "dates": ("desk-dates", _("Dates")),
    "options": ("desk-options", _("Options")),
    "rule": ("desk-rule", _("How votes are counted")),
    "who": ("desk-eligibility", _("Who may vote")),
    "option": ("desk-options", _("Options")),
    "codes": ("desk-codes", _("Codes and letters")),
    "list": ("desk-census", _("The list")),
    "decision": ("desk-decide", _("The decision")),
    "decision_preview": ("desk-decide", _("As everyone will read it")),
}
# Those whose changes need a reason once people rely on the question.
TRACED = ("texts", "dates", "options", "option")


@dataclass(frozen=True)
class Gap:
    """Something that is missing: its sentence and the address of the field."""

    sentence: str
    address: str


def gaps(consultation: Consultation, part: str = "") -> list[Gap]:
    """What opening still needs, of one part or of all, each with a link to where it is mended."""
    return [
        Gap(
            lack.sentence,
            reverse(PARTS[lack.part][0], args=[consultation.slug])
            + (f"#id_{lack.field}" if lack.field else ""),
        )
        for lack in lacks(consultation)
        if not part or lack.part == part
    ]


def show(
    request: HttpRequest,
    consultation: Consultation,
    part: str,
    *,
    status: int = 200,
    **shown: Any,
) -> HttpResponse:
    """The page of one part; `shown` is what its template needs beside the question.

    needed: what opening still needs of it. unsaved: the form holds words that are not stored.
    """
    form, begun = shown.get("form"), is_begun(consultation)
    # Here, so that a form asks for the reason that it was just refused for.
    for one in (form, shown.get("removal")):
        if one is not None and part in TRACED:
            ask_reason(one, begun)
    draft = consultation.status == Consultation.Status.DRAFT
    context: dict[str, Any] = {
        "consultation": consultation,
        "part": part,
        "part_title": PARTS[part][1],
        "begun": begun and part in TRACED,
        "over": consultation.status in ("decided", "withdrawn"),
        "fixed": has_ballots(consultation),
        "needed": gaps(consultation, part) if draft else [],
        "unsaved": request.method != "POST" and form is not None and form.is_bound,
    }
    template = f"participation/desk/{part}.html"
    return render(request, template, context | shown, status=status)


def attempt(
    request: HttpRequest,
    consultation: Consultation,
    form: Form,
    act: Act,
    done: str,
    refused: Callable[[int, CivicError | None], HttpResponse],
    then: str = "desk-consultation",
) -> HttpResponse:
    """Do `act` if the form is good, say `done` and go to `then`; else `refused` shows it again.

    refused: takes the status and the verb's error, if it was the verb that refused.
    """
    error: CivicError | None = None
    if form.is_valid():
        try:
            act()
        except CivicError as found:
            error = found
            form.take(found)
        else:
            typed.forget(request)
            messages.success(request, done)
            return redirect(then, slug=consultation.slug)
    typed.keep(request)
    if isinstance(error, Conflict) and "seen" in form.fields:
        take_theirs(form, consultation)
    return refused(error.status if error else 400, error)


def take_theirs(form: Form, row: Any) -> None:
    """Let the form stand on what a colleague has stored meanwhile; storing again replaces that."""
    form.data = form.data.copy()  # type: ignore[union-attr]
    stored = type(row).objects.get(pk=row.pk)
    form.data[form.add_prefix("seen")] = str(stored.edit_version)
