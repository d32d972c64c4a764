"""Officials make codes for letters, take them away once, and withdraw them."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from participation.eligibility.codes.batches import (
    MOST_CODES,
    MOST_SERIALS,
    REASONS,
    in_circulation,
    make_batch,
    revoke_batch,
    revoke_codes,
)
from participation.eligibility.codes.letters import Letter, parcel
from participation.faces.finding import known
from participation.faces.forms import Form
from participation.faces.signing import only
from participation.history import print_mark
from participation.models import CodeBatch, Consultation, Phase
from portal.city import public
from portal.confirming import confirmed_recently
from portal.errors import BadInput, CivicError, NotThere
from portal.multilingual import pick
from portal.paging import page_of
from portal.roles import is_official
from portal.templatetags.words import moment

A_PAGE = 20
WHAT = [
    ("letters", gettext_lazy("Letters to print (PDF) and a table (CSV)")),
    ("table", gettext_lazy("A table only (CSV), for a printing house")),
]


class MakeForm(Form):
    """A new batch."""

    label = forms.CharField(
        label=gettext_lazy("What it is for"),
        max_length=80,
        help_text=gettext_lazy("Such as “North, first mailing”. It stands on the letters."),
    )
    size = forms.IntegerField(
        label=gettext_lazy("How many codes"), min_value=1, max_value=MOST_CODES
    )
    area = forms.ChoiceField(label=gettext_lazy("For people of"), required=False)
    what = forms.ChoiceField(
        label=gettext_lazy("What you take away"),
        choices=WHAT,
        widget=forms.RadioSelect,
        initial="letters",
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the letters"), choices=settings.LANGUAGES
    )
    once = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, of: Consultation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = (of.eligibility.get("area") or {}).get("names", ())
        if names:
            rows = [("", _("Any of the areas; voters say which")), *((n, n) for n in names)]
            self.fields["area"].choices = rows
        else:
            del self.fields["area"]
        self.fields["once"].initial = secrets.token_urlsafe(12)
        self.fields["language"].initial = (get_language() or settings.LANGUAGE_CODE)[:2]


class WithdrawForm(Form):
    """Letters to withdraw from a batch: some by their numbers, or all."""

    serials = forms.CharField(
        label=gettext_lazy("Numbers of the letters"),
        required=False,
        max_length=1_000,
        help_text=gettext_lazy("Such as 12, 40-45."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    whole = forms.BooleanField(
        label=gettext_lazy("All letters of this batch; this cannot be taken back"), required=False
    )
    reason = forms.ChoiceField(label=gettext_lazy("Why"), choices=list(REASONS.items()))
    numbers: Sequence[int] = ()

    def clean(self) -> dict[str, Any]:
        """Numbers or all, so that no slip withdraws a whole mailing."""
        said = super().clean() or {}
        if bool(said.get("serials")) == bool(said.get("whole")):
            self.add_error("serials", _("Write the numbers, or tick that you mean all letters."))
        elif said.get("serials"):
            try:
                self.numbers = _numbers(said["serials"])
            except BadInput as error:
                self.take(error)
        return said


_SPAN = re.compile(r"(\d{1,7})(?:-(\d{1,7}))?", re.ASCII)


def _numbers(typed: str) -> list[int]:
    """Numbers of letters and spans of them, "12, 40-45"; raises BadInput at what is neither."""
    found: list[int] = []
    # Gaps become one space first: looking for a dash behind each of many takes their square.
    plain = " ".join(typed.replace(";", " ").replace(",", " ").split())
    for part in re.sub(r" ?[-–—] ?", "-", plain).split():
        span = _SPAN.fullmatch(part)
        if span is None:
            raise BadInput(
                _("“%(part)s” is not the number of a letter. Write them as 12, 40-45.")
                % {"part": part[:20]},
                field="serials",
            )
        first, last = int(span[1]), int(span[2] or span[1])
        if last < first or len(found) + last - first >= MOST_SERIALS:
            raise BadInput(
                _("Write from 1 to %(most)s numbers of letters.") % {"most": MOST_SERIALS},
                field="serials",
            )
        found += range(first, last + 1)
    return found


@confirmed_recently
@only(is_official)
def codes(request: HttpRequest, slug: str) -> HttpResponseBase:
    """All batches, and a form for a new one; POST makes it and sends its codes, once."""
    found = known(slug, request, light=True)
    if request.method != "POST":
        return _page(request, found)
    form = MakeForm(request.POST, of=found)
    if not form.is_valid():
        return _page(request, found, 400, form=form)
    chosen = form.cleaned_data
    try:
        with transaction.atomic():
            batch, words = make_batch(
                actor=request.user,
                consultation=found,
                label=chosen["label"],
                size=chosen["size"],
                area=chosen.get("area", ""),
                once=chosen["once"],
            )
            # Read while the row is still held: the words belong to the mark that is printed.
            now = known(slug, request, light=True)
            letter = _letter(request, now, batch, chosen["language"])
    except CivicError as error:
        form.take(error)
        return _page(request, found, error.status, form=form)
    pieces = parcel(letter, words, print_them=chosen["what"] == "letters")
    answer = StreamingHttpResponse(pieces, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="codes-{slug}-{batch.pk}.zip"'
    answer["Cache-Control"] = "no-store"
    return answer


def _letter(
    request: HttpRequest, consultation: Consultation, batch: CodeBatch, language: str
) -> Letter:
    """Everything the letters say but the codes."""
    vote = next((p for p in consultation.phases.all() if p.kind == Phase.Kind.VOTE), None)
    with override(language):
        until = moment(vote.closes_at) if vote and vote.closes_at else ""
    return Letter(
        city=settings.CITY["name"],
        question=pick(consultation.question, language),
        address=public(request, reverse("vote", args=[consultation.slug])),
        until=until,
        batch=batch.label,
        area=batch.area,
        contact=settings.CITY["contact"],
        language=language,
        mark=print_mark(consultation, language),
    )


@confirmed_recently
@require_POST
@only(is_official)
def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Withdraw single letters of a batch, or all of it."""
    found = known(slug, request, light=True)
    batch = found.code_batches.filter(pk=pk).first()
    if batch is None:
        raise NotThere(_("There is no such batch of codes."))
    form = WithdrawForm(request.POST, prefix=f"b{pk}")
    if not form.is_valid():
        return _page(request, found, 400, wrong=(pk, form))
    reason = form.cleaned_data["reason"]
    try:
        if form.cleaned_data["whole"]:
            revoke_batch(actor=request.user, batch=batch, reason=reason)
            told = _("The batch is withdrawn. Votes that were cast with it count.")
        else:
            number = revoke_codes(
                actor=request.user, batch=batch, serials=form.numbers, reason=reason
            )
            told = ngettext(
                "%(number)s letter is withdrawn.", "%(number)s letters are withdrawn.", number
            ) % {"number": number}
    except CivicError as error:
        form.take(error)
        return _page(request, found, error.status, wrong=(pk, form))
    messages.success(request, told)
    return redirect("desk-codes", slug=slug)


def _page(
    request: HttpRequest,
    consultation: Consultation,
    status: int = 200,
    form: MakeForm | None = None,
    wrong: tuple[int, WithdrawForm] | None = None,
) -> HttpResponse:
    rows = []
    batches = consultation.code_batches.order_by("-pk")
    page = page_of(request, batches, A_PAGE)
    shown = list(page.object_list)
    if wrong and wrong[0] not in {batch.pk for batch in shown}:
        # What was typed wrongly is shown with its batch, on whatever page that is.
        shown = [*batches.filter(pk=wrong[0]), *shown]
    for batch in shown:
        is_wrong = wrong is not None and wrong[0] == batch.pk
        one = wrong[1] if wrong and is_wrong else WithdrawForm(prefix=f"b{batch.pk}")
        rows.append((batch, one))
    context = {
        "consultation": consultation,
        "goes_by_codes": consultation.eligibility.get("kind") == "code",
        "form": form or MakeForm(of=consultation),
        "rows": rows,
        "page": page,
        "codes": in_circulation(consultation),
        "most": MOST_CODES,
    }
    return render(request, "participation/desk/codes.html", context, status=status)
