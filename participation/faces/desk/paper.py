"""Officials print ballots and type in the piles that come back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from participation.faces.finding import choices, known
from participation.faces.forms import Form
from participation.faces.signing import only
from participation.gates import may
from participation.history import version_of
from participation.models import Consultation, PaperBatch, PaperSheet
from participation.paper import batches
from participation.paper.notation import how_to_type, lettered, spoken
from participation.paper.sheet_pdf import ballot_pdf
from participation.paper.taking import take_words
from participation.phases import Act
from participation.tallies.catalogue import RULES
from portal.city import public
from portal.errors import BadInput, CivicError, NotAllowed, NotThere
from portal.paging import page_of
from portal.roles import is_official

State = PaperBatch.State
A_PAGE = 50
STATES = {
    State.FIRST: gettext_lazy("Being typed"),
    State.SECOND: gettext_lazy("Being typed a second time"),
    State.COMPARE: gettext_lazy("To compare"),
    State.BOXED: gettext_lazy("In the box"),
    State.CANCELLED: gettext_lazy("Cancelled"),
}
BEFORE = 8


class PileForm(Form):
    """A new pile."""

    label = forms.CharField(
        label=gettext_lazy("Which pile it is"),
        max_length=80,
        help_text=gettext_lazy("Such as “Town hall, box 3”."),
    )
    sheets = forms.IntegerField(
        label=gettext_lazy("How many sheets it has"),
        min_value=1,
        max_value=batches.MOST_SHEETS,
        help_text=gettext_lazy("Number the sheets from 1 with a pencil."),
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("How they came"),
        choices=[
            ("paper", gettext_lazy("Filled in by the voters")),
            ("assisted", gettext_lazy("Filled in with help")),
        ],
        initial="paper",
    )


@never_cache
@only(is_official)
def paper(request: HttpRequest, slug: str) -> HttpResponse:
    """The ballots to print and the piles of one vote; POST begins a pile."""
    consultation = known(slug, request)
    form, status = PileForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                batch = batches.begin_batch(
                    actor=request.user, consultation=consultation, **form.cleaned_data
                )
            except CivicError as error:
                form.take(error)
                status = error.status
            else:
                return redirect("desk-paper-pile", slug=slug, pk=batch.pk)
    piles = consultation.paper_batches.select_related("first_by", "second_by").order_by("pk")
    page = page_of(request, piles, A_PAGE)
    context = {
        "consultation": consultation,
        "form": form,
        "version": version_of(consultation),
        "languages": settings.LANGUAGES,
        "open": may(consultation, Act.VOTE),
        "page": page,
        "piles": [(pile, STATES[State(pile.state)]) for pile in page.object_list],
    }
    return render(request, "participation/desk/paper.html", context, status=status)


@only(is_official)
def ballot(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """The ballot to print, in one language."""
    if language not in dict(settings.LANGUAGES):
        raise NotThere(_("There is no ballot in this language."))
    consultation = known(slug, request)
    address = public(request, reverse("consultation", args=[slug]))
    words = take_words(
        actor=request.user, consultation=consultation, language=language, address=address
    )
    answer = HttpResponse(ballot_pdf(words), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="ballot-{slug}-{language}.pdf"'
    return answer


def _pile(consultation: Consultation, pk: int) -> PaperBatch:
    rows = consultation.paper_batches.select_related("consultation", "first_by", "second_by")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotThere(_("This pile is gone."))
    return found


@never_cache
@only(is_official)
def pile(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One pile at its step: type a sheet, hand over, compare, put it into the box."""
    consultation = known(slug, request)
    batch = _pile(consultation, pk)
    typed, refusal, status = "", None, 200
    if request.method == "POST":
        typed = request.POST.get("mark") or request.POST.get("typed", "")
        try:
            return _act(request, consultation, batch, typed)
        except CivicError as error:
            refusal, status = error, error.status
            batch = _pile(consultation, pk)
    context = {
        "consultation": consultation,
        "pile": batch,
        "state": STATES[State(batch.state)],
        "refusal": refusal,
        "typed": typed,
        "open": may(consultation, Act.VOTE),
        **_around(request, consultation, batch),
    }
    return render(request, "participation/desk/paper_pile.html", context, status=status)


def _act(
    request: HttpRequest, consultation: Consultation, batch: PaperBatch, typed: str
) -> HttpResponse:
    """What the button said. Nothing of a ballot goes into a message or an address."""
    act = request.POST.get("act", "")
    told: dict[str, Any] = {"actor": request.user, "batch": batch}
    if act == "sheet":
        batches.enter_sheet(**told, number=_number(request), typed=typed)
    elif act == "settle":
        reading = request.POST.get("reading", "")
        batches.settle(**told, number=_number(request), typed=typed, reading=reading)
    elif act == "resize":
        batches.resize_batch(**told, sheets=_number(request))
    elif act == "over":
        batches.hand_over(**told)
        messages.success(request, _("Thank you. This step is done."))
    elif act == "take":
        batches.take_over(**told)
    elif act == "again":
        batches.read_again(**told)
    elif act == "box":
        batches.box_batch(**told)
        messages.success(request, _("The pile is in the box."))
    elif act == "cancel":
        batches.cancel_batch(**told)
        messages.success(request, _("The pile is cancelled; nothing of it was counted."))
    else:
        raise BadInput(_("Press one of the buttons."))
    return redirect("desk-paper-pile", slug=consultation.slug, pk=batch.pk)


def _number(request: HttpRequest) -> int:
    given = request.POST.get("number", request.GET.get("sheet", ""))
    return int(given) if given.isascii() and given.isdigit() and len(given) < 6 else 0


def _around(request: HttpRequest, consultation: Consultation, batch: PaperBatch) -> dict[str, Any]:
    if batch.state in (State.BOXED, State.CANCELLED):
        return {}
    options = choices(consultation)
    letters = lettered(choice.option.pk for choice in options)
    form = RULES[consultation.ballot_rule].form
    shown = {"options": options, "how": how_to_type(form)}
    if batch.state == State.COMPARE:
        return shown | _compared(batch, letters)
    try:
        column = batches.column_of(batch, request.user)
    except NotAllowed as error:
        return {"waits": str(error), "takes": batches.may_take_over(batch, request.user)}
    return shown | _typing(batch, column, _number(request), letters)


def _typing(batch: PaperBatch, column: str, wanted: int, letters: dict[str, int]) -> dict[str, Any]:
    read = dict(batch.rows.values_list("number", column))
    left = [number for number, content in read.items() if not content]
    current = wanted if wanted in read else left[0] if left else 0
    last = current or batch.sheets + 1
    before = [number for number in range(max(1, last - BEFORE), last) if read.get(number)]
    return {
        "sheet": current,
        "left": len(left),
        "again": spoken(read[current], letters) if current and read[current] else "",
        "before": [(number, spoken(read[number], letters)) for number in reversed(before)],
    }


def _compared(batch: PaperBatch, letters: dict[str, int]) -> dict[str, Any]:
    # What is still open comes first, so that the next one is always in sight.
    rows = sorted(batch.rows.all(), key=lambda row: bool(row.agreed))
    return {
        "differing": [_difference(row, letters) for row in rows if row.first != row.second],
        "open_differences": sum(not row.agreed for row in rows),
        "spoilt": sum(row.agreed == batches.SPOILT for row in rows),
    }


def _difference(row: PaperSheet, letters: dict[str, int]) -> dict[str, Any]:
    return {
        "number": row.number,
        "first": spoken(row.first, letters),
        "second": spoken(row.second, letters),
        "agreed": spoken(row.agreed, letters) if row.agreed else "",
    }
