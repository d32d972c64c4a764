"""The queue: one comment at a time, in its context, with keys for what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from participation.blanking import gone_sentence
from participation.faces.desk.moderation.forms import WHY, QueueFilter, ReopenForm, RulingForm
from participation.faces.finding import STANCES, THEMES
from participation.faces.signing import only
from participation.models import Comment, Ruling
from participation.moderation import (
    Filters,
    Held,
    author_history,
    claim,
    comment_in_context,
    held_by_others,
    hide_comment,
    just_ruled,
    keep_comment,
    leave,
    queue,
    reports_on,
    rulings_on,
    waiting,
    why_waiting,
)
from participation.moderation.changes import name_of
from participation.reasons import REPORTING, held_sentence, hiding_name
from participation.releases import pseudonym_of
from portal.audit import record
from portal.errors import BadInput, CivicError, Conflict
from portal.once import settles_itself
from portal.paging import page_of
from portal.roles import is_official
from twin.door import place_picture

SHOWN = 30
WHYS = {**WHY, "reopened": gettext_lazy("Put back into the queue")}


@dataclass(frozen=True)
class Item:
    """A comment in the queue's list, and who has it open."""

    comment: Comment
    whys: list[str]
    address: str
    held: Held | None


@never_cache
@only(is_official)
def desk_queue(request: HttpRequest) -> HttpResponse:
    """The queue with its oldest item open that no colleague has open."""
    return show(request, None)


@never_cache
@only(is_official)
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One item; POST rules on it and opens the next."""
    found = comment_in_context(actor=request.user, pk=pk)
    if request.method != "POST":
        return show(request, found)
    form = RulingForm(request.POST)
    if not form.is_valid():
        return show(request, found, form, status=400)
    try:
        _rule(request, found, dict(form.cleaned_data))
    except Conflict as error:
        # As it is now, with all that was typed; the next press is about what is seen now.
        now = comment_in_context(actor=request.user, pk=pk)
        typed = request.POST.copy()
        typed["seen"] = str(now.version)
        return show(request, now, RulingForm(typed), status=error.status, changed=str(error))
    except CivicError as error:
        form.take(error)
        return show(request, found, form, status=error.status)
    return redirect(f"{reverse('desk-queue')}{query_of(request)}")


def _rule(request: HttpRequest, found: Comment, typed: dict[str, Any]) -> None:
    act = request.POST.get("act")
    if act == "hide":
        hide_comment(actor=request.user, comment=found, **typed)
    elif act == "keep":
        del typed["reason"]
        keep_comment(actor=request.user, comment=found, **typed)
    else:
        raise BadInput(_("Press one of the buttons."))


@settles_itself
@require_POST
@only(is_official)
def leave_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one has not this item open any more."""
    looks = request.POST.get("looks", "")
    if looks.isascii() and looks.isdigit() and len(looks) < 10:
        leave(actor=request.user, comment_id=pk, looks=int(looks))
    return redirect("desk")


def query_of(request: HttpRequest) -> str:
    """The filters and the page in the address, for the next one."""
    names = [*QueueFilter.base_fields, "page"]
    kept = {name: request.GET[name] for name in names if request.GET.get(name)}
    return f"?{urlencode(kept)}" if kept else ""


def show(
    request: HttpRequest,
    comment: Comment | None,
    form: RulingForm | None = None,
    *,
    reopening: ReopenForm | None = None,
    status: int = 200,
    changed: str = "",
) -> HttpResponse:
    """The queue with one item open; None: the next one. changed: what happened to it meanwhile."""
    filters = QueueFilter(request.GET or None)
    chosen, counts = filters.chosen(), waiting(actor=request.user)
    total = counts.total if chosen == Filters() else None
    page = page_of(request, queue(actor=request.user, filters=chosen), SHOWN, total=total)
    rows = list(page.object_list)
    query = query_of(request)
    ids = [row.pk for row in rows] + ([comment.pk] if comment else [])
    held = held_by_others(actor=request.user, comment_ids=ids)
    looks = claim(actor=request.user, comment_id=comment.pk) if comment else 0
    if comment is None and rows:
        comment, looks = _next(request, rows, held)
    context = {
        "filters": filters,
        "items": [
            Item(row, _whys(row), reverse("desk-item", args=[row.pk]) + query, held.get(row.pk))
            for row in rows
        ],
        "page": page,
        "waiting": counts,
        "query": query,
        "changed": changed,
        "undos": [(one, told_of(one)) for one in just_ruled(actor=request.user)],
    }
    if comment is not None:
        seen = {"seen": comment.version}
        context |= _context(request, comment)
        context |= {"looks": looks, "held_by": held.get(comment.pk)}
        context["form"] = form or RulingForm(initial=seen)
        context["reopening"] = reopening or ReopenForm(initial=seen, prefix="reopen")
    return render(request, "participation/desk/queue.html", context, status=status)


def _next(request: HttpRequest, rows: list[Comment], held: dict[int, Held]) -> tuple[Comment, int]:
    """The first that nobody else has open, ours from now on; the oldest where all are taken."""
    for row in rows:
        if row.pk not in held and (looks := claim(actor=request.user, comment_id=row.pk)):
            return comment_in_context(actor=request.user, pk=row.pk), looks
    return comment_in_context(actor=request.user, pk=rows[0].pk), 0


def told_of(ruling: Ruling) -> str:
    """What an official reads about the decision they have just taken."""
    if ruling.verdict == Ruling.Verdict.HIDE:
        if ruling.letter:
            return _("Hidden. The author gets an e-mail that says why.")
        return _("Hidden.")
    return _("Kept. The author gets an e-mail.") if ruling.letter else _("Kept.")


def _whys(comment: Comment) -> list[str]:
    return [str(WHYS[code]) for code in why_waiting(comment)]


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
        "rulings": [
            (one, hiding_name(one.reason), name_of(one.official, reader=request.user))
            for one in rulings_on(comment)
        ],
        "reopenings": [
            (one, name_of(one.official, reader=request.user))
            for one in comment.reopenings.select_related("official")
        ],
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
