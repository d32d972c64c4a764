"""Officials look at odd patterns in votes and comments and rule on them, in public."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.anomalies import KINDS, label_of, rule_on, rulings_for, sentence_of
from participation.anomalies.rulings import LONGEST
from participation.faces.checks import rulings_of
from participation.faces.forms import Form
from participation.faces.signing import only
from participation.models import Anomaly, Comment
from portal.errors import CivicError, NotThere
from portal.network import network_of
from portal.paging import page_of
from portal.roles import is_official

A_PAGE = 50
SHOWN = 100
"""Comments of a crowd on one page."""


class RulingForm(Form):
    """What officials make of it, and why."""

    ruling = forms.ChoiceField(
        label=gettext_lazy("What do you make of it?"),
        error_messages={"required": gettext_lazy("Choose what you make of it.")},
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why, for everyone to read"),
        max_length=LONGEST,
        error_messages={"required": gettext_lazy("Say why; everyone will read it.")},
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Name no people and no addresses; this text is public."),
    )

    def __init__(self, *args: Any, kind: str, **more: Any) -> None:
        """kind: of what is ruled on; it says what may be ruled."""
        super().__init__(*args, **more)
        self.fields["ruling"].choices = list(rulings_for(kind).items())  # type: ignore[attr-defined]


@only(is_official)
def anomalies(request: HttpRequest) -> HttpResponse:
    """All that waits for a ruling, then what was ruled, newest first."""
    rows = Anomaly.objects.select_related("consultation").order_by("state", "-found_at", "-pk")
    page = page_of(request, rows, A_PAGE)
    context = {
        "rows": [(row, KINDS[row.kind], sentence_of(row)) for row in page.object_list],
        "page": page,
    }
    return render(request, "participation/desk/anomalies.html", context)


def _crowd(found: Anomaly) -> list[Comment]:
    """The public comments of an odd crowd, oldest first; none of a vote's pattern."""
    shown = Comment.objects.filter(place__flood=found, status=Comment.Status.VISIBLE)
    return list(shown.order_by("created_at")[:SHOWN])


@only(is_official)
def anomaly(request: HttpRequest, pk: int) -> HttpResponse:
    """One, with its evidence and what is often behind it; POST rules."""
    found = Anomaly.objects.select_related("consultation").filter(pk=pk).first()
    if found is None:
        raise NotThere(_("There is nothing like this."))
    form = RulingForm(request.POST or None, kind=found.kind)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                rule_on(actor=request.user, anomaly=found, **form.cleaned_data)
            except CivicError as error:
                form.take(error)
                status = error.status
            else:
                messages.success(request, _("Your ruling is public."))
                return redirect("desk-anomalies")
    label = found.evidence.get("network", "")
    context = {
        "anomaly": found,
        "kind": KINDS[found.kind],
        "sentence": sentence_of(found),
        "label": label,
        "here": bool(label) and label == label_of(found.consultation_id, network_of(request)),
        "rulings": rulings_of(found),
        "crowd": _crowd(found),
        "form": form,
    }
    return render(request, "participation/desk/anomaly.html", context, status=status)
