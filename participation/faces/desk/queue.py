"""The queue: one comment at a time, in its context, with keys for what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.blanking import gone_sentence
from participation.faces.finding import STANCES, THEMES
from participation.faces.forms import Form, LongSelect
from participation.faces.signing import only
from participation.models import Comment, Consultation
from participation.moderation import (
    Filters,
    author_history,
    comment_in_context,
    hide_comment,
    keep_comment,
    queue,
    reports_on,
    rulings_on,
    waiting,
    why_waiting,
)
from participation.reasons import HIDING, REPORTING, held_sentence, hiding_name
from participation.releases import pseudonym_of
from portal.audit import record
from portal.errors import BadInput, CivicError
from portal.multilingual import pick
from portal.paging import page_of
from portal.roles import is_official
from twin.door import place_picture

SHOWN = 30
WHY = {
    "new": gettext_lazy("New"),
    "reported": gettext_lazy("Reported"),
    "held": gettext_lazy("Held by the filter"),
}


class QueueFilter(Form):
    """What of the queue to show."""

    why = forms.ChoiceField(
        label=gettext_lazy("Why"), required=False, choices=[("", gettext_lazy("All")), *WHY.items()]
    )
    theme = forms.ChoiceField(
        label=gettext_lazy("Theme"),
        required=False,
        choices=[("", gettext_lazy("All")), *THEMES.items()],
    )
    consultation = forms.ChoiceField(
        label=gettext_lazy("Question"), required=False, widget=LongSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = Consultation.objects.values_list("slug", "question")
        self.fields["consultation"].choices = [
            ("", _("All")),
            *((slug, pick(question)) for slug, question in names),
        ]

    def chosen(self) -> Filters:
        """The filters; unknown values are left out."""
        if not self.is_bound:
            return Filters()
        self.is_valid()
        kept = {name: self.cleaned_data.get(name) or "" for name in self.fields}
        return Filters(**kept)


class NumberedRadios(forms.RadioSelect):
    """Radio buttons that the keys 1, 2, 3… press."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """As Django's, with its key."""
        option = super().create_option(*args, **kwargs)
        option["attrs"]["data-key"] = str(int(option["index"]) + 1)
        return option


class RulingForm(Form):
    """Keep, or hide with a reason, and a note for the author."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Reason, if you hide it"),
        required=False,
        choices=[(code, name) for code, (name, _sentence) in HIDING.items()],
        widget=NumberedRadios,
    )
    note = forms.CharField(
        label=gettext_lazy("Note to the author"),
        required=False,
        help_text=gettext_lazy("The author reads it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@dataclass(frozen=True)
class Item:
    """A comment in the queue's list."""

    comment: Comment
    whys: list[str]
    address: str


@only(is_official)
def desk_queue(request: HttpRequest) -> HttpResponse:
    """The queue with its oldest item open."""
    return _show(request, None, RulingForm())


@only(is_official)
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One item; POST rules on it and opens the next."""
    found = comment_in_context(actor=request.user, pk=pk)
    if request.method != "POST":
        return _show(request, found, RulingForm())
    form = RulingForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form, 400)
    try:
        act = request.POST.get("act")
        if act == "hide":
            hide_comment(actor=request.user, comment=found, **form.cleaned_data)
            messages.success(request, _("Hidden. The author is told why."))
        elif act == "keep":
            note = form.cleaned_data["note"]
            keep_comment(actor=request.user, comment=found, note=note)
            messages.success(request, _("Kept."))
        else:
            raise BadInput(_("Press one of the buttons."))
    except CivicError as error:
        form.take(error)
        return _show(request, found, form, error.status)
    return redirect(f"{reverse('desk-queue')}{_query(request)}")


def _query(request: HttpRequest) -> str:
    """The filters and the page in the address, for the next one."""
    names = [*QueueFilter.base_fields, "page"]
    kept = {name: request.GET[name] for name in names if request.GET.get(name)}
    return f"?{urlencode(kept)}" if kept else ""


def _show(
    request: HttpRequest, comment: Comment | None, form: RulingForm, status: int = 200
) -> HttpResponse:
    filters = QueueFilter(request.GET or None)
    chosen, counts = filters.chosen(), waiting(actor=request.user)
    total = counts.total if chosen == Filters() else None
    page = page_of(request, queue(actor=request.user, filters=chosen), SHOWN, total=total)
    rows = list(page.object_list)
    query = _query(request)
    if comment is None and rows:
        comment = comment_in_context(actor=request.user, pk=rows[0].pk)
    context = {
        "filters": filters,
        "items": [
            Item(row, _whys(row), reverse("desk-item", args=[row.pk]) + query) for row in rows
        ],
        "page": page,
        "waiting": counts,
        "form": form,
        "query": query,
    }
    if comment is not None:
        context |= _context(request, comment)
    return render(request, "participation/desk/queue.html", context, status=status)


def _whys(comment: Comment) -> list[str]:
    return [str(WHY[code]) for code in why_waiting(comment)]


def _context(request: HttpRequest, comment: Comment) -> dict[str, Any]:
    """All that an official needs to judge one comment."""
    reports = reports_on(actor=request.user, comment=comment)
    history = author_history(actor=request.user, comment=comment)
    answers = page_of(request, comment.replies.order_by("created_at", "pk"), 20, name="answers")
    return {
        "comment": comment,
        "who": pseudonym_of(comment),
        "whys": _whys(comment),
        "held": held_sentence(comment.held_because) if comment.status == "held" else "",
        "reports": [(REPORTING.get(code, code), count) for code, count in reports],
        "history": history,
        "written": sum(history.values()),
        "answers": answers,
        "rulings": [(one, hiding_name(one.reason)) for one in rulings_on(comment)],
        "stance": STANCES.get(comment.stance, ""),
        "theme": THEMES.get(comment.theme, ""),
        "place": _place(request, comment),
        "gone": gone_sentence(comment, mine=False),
    }


def _place(request: HttpRequest, comment: Comment) -> SafeString | None:
    """A small map of the exact place, and an audit entry that this official saw it.

    Nobody sees where a comment about a home is, or one that was withdrawn.
    """
    if comment.geometry is None or comment.about_home or comment.is_silent:
        return None
    record(actor=request.user, act="comment.see-place", subject=comment)
    # The drawing holds numbers only; nothing that a person wrote is in it.
    return mark_safe(place_picture(comment.geometry))  # noqa: S308
