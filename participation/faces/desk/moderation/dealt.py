"""What was dealt with: found again, taken back within seconds, put back into the queue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from participation.faces.desk.moderation.forms import QueueFilter, ReopenForm
from participation.faces.desk.moderation.queue import query_of, show
from participation.faces.forms import Form
from participation.faces.signing import only
from participation.models import Comment, Ruling
from participation.moderation import (
    Search,
    comment_in_context,
    dealt_with,
    reopen_comment,
    undo_ruling,
)
from participation.moderation.changes import name_of
from participation.reasons import HIDING, hiding_name
from participation.releases import pseudonym_of
from portal.errors import CivicError, Conflict
from portal.paging import page_of
from portal.roles import is_official

A_PAGE = 30


class DayInput(forms.DateInput):
    """A day, in the browser's own way to choose one."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class SearchForm(Form):
    """What to look for among the decided."""

    q = forms.CharField(
        label=gettext_lazy("Words, a comment’s number or a resident’s code"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    verdict = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        required=False,
        choices=[
            ("", gettext_lazy("All")),
            ("hide", gettext_lazy("Hidden")),
            ("keep", gettext_lazy("Kept")),
        ],
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        required=False,
        choices=[("", gettext_lazy("All")), *((code, one[0]) for code, one in HIDING.items())],
    )
    consultation = QueueFilter.base_fields["consultation"]
    since = forms.DateField(label=gettext_lazy("Decided from"), required=False, widget=DayInput())
    until = forms.DateField(label=gettext_lazy("Decided until"), required=False, widget=DayInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consultation"].choices = QueueFilter().fields["consultation"].choices

    def chosen(self) -> Search:
        """What is asked for; what cannot be read is left out, and told at its field."""
        if not self.is_bound:
            return Search()
        self.is_valid()
        given: dict[str, Any] = self.cleaned_data
        return Search(
            words=(given.get("q") or "").replace("\0", ""),
            verdict=given.get("verdict") or "",
            reason=given.get("reason") or "",
            consultation=given.get("consultation") or "",
            since=given.get("since"),
            until=given.get("until"),
        )


@dataclass(frozen=True)
class Dealt:
    """A comment that was dealt with, in the list."""

    comment: Comment
    who: str
    reason: str
    official: str


@never_cache
@only(is_official)
def done(request: HttpRequest) -> HttpResponse:
    """All that was dealt with, the last first, to be searched."""
    form = SearchForm(request.GET or None)
    found = dealt_with(actor=request.user, search=form.chosen())
    standing = Ruling.objects.filter(undone_at=None).select_related("official")
    listed = found.select_related("consultation", "author").prefetch_related(
        Prefetch("rulings", standing)
    )
    page = page_of(request, listed, A_PAGE)
    rows = [_dealt(request, comment) for comment in page.object_list]
    context = {"form": form, "rows": rows, "page": page, "asked": bool(request.GET)}
    return render(request, "participation/desk/done.html", context)


def _dealt(request: HttpRequest, comment: Comment) -> Dealt:
    last = next(iter(comment.rulings.all()), None)
    return Dealt(
        comment,
        pseudonym_of(comment),
        hiding_name(last.reason) if last and comment.status == Comment.Status.HIDDEN else "",
        name_of(last.official, reader=request.user) if last else "",
    )


@require_POST
@only(is_official)
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own last decision back, and open its item again."""
    ruling = Ruling.objects.filter(pk=pk, official=request.user).first()
    try:
        comment = undo_ruling(actor=request.user, ruling_id=pk)
    except Conflict as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Taken back: all is as it was before."))
        return redirect(reverse("desk-item", args=[comment.pk]) + query_of(request))
    return redirect(reverse("desk-item", args=[ruling.comment_id if ruling else 0]))


@never_cache
@require_POST
@only(is_official)
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a comment that was dealt with into the queue again."""
    found = comment_in_context(actor=request.user, pk=pk)
    form = ReopenForm(request.POST, prefix="reopen")
    if not form.is_valid():
        return show(request, found, reopening=form, status=400)
    try:
        reopen_comment(actor=request.user, comment=found, **form.cleaned_data)
    except Conflict as error:
        now = comment_in_context(actor=request.user, pk=pk)
        typed = request.POST.copy()
        typed["reopen-seen"] = str(now.version)
        again = ReopenForm(typed, prefix="reopen")
        return show(request, now, reopening=again, status=error.status, changed=str(error))
    except CivicError as error:
        form.take(error)
        return show(request, found, reopening=form, status=error.status)
    messages.success(request, _("Back in the queue. Until it is decided anew it stays as it is."))
    return redirect(reverse("desk-item", args=[pk]))
