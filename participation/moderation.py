"""What officials do with the queue: keep or hide, with a reason that the author reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.models import Comment, CommentReport, Ruling
from participation.models.comment import COMMENT_MOVES
from participation.reasons import HIDING_NAMES as REASONS
from participation.reasons import require_hiding
from participation.releases import release_comments
from portal.audit import record
from portal.changes import unsaved
from portal.errors import BadInput, Conflict, NotThere
from portal.guard import clean_text
from portal.roles import is_official, require

__all__ = [
    "REASONS",
    "Filters",
    "Waiting",
    "author_history",
    "comment_in_context",
    "hide_comment",
    "keep_comment",
    "queue",
    "reports_on",
    "rulings_on",
    "waiting",
    "why_waiting",
]

_NEW = Q(looked_at=None) & ~Q(status=Comment.Status.HELD)
_HELD = Q(status=Comment.Status.HELD)
# As the index comment_queue says it.
_UNSEEN = Q(looked_at=None) | _HELD
_OPEN = CommentReport.objects.filter(settled=False)
_REPORTED = Q(pk__in=_OPEN.values("comment"))
_TOLD = Comment.objects.annotate(is_reported=Exists(_OPEN.filter(comment=OuterRef("pk"))))


@dataclass(frozen=True)
class Filters:
    """What of the queue to show. why: "", new, reported or held; the rest narrow it further."""

    why: str = ""
    consultation: str = ""
    theme: str = ""
    language: str = ""


@dataclass(frozen=True)
class Waiting:
    """How much waits: all, by why, and since when the oldest."""

    total: int
    new: int
    reported: int
    held: int
    oldest: datetime | None


def queue(*, actor: Any, filters: Filters | None = None) -> QuerySet[Comment]:
    """Comments that wait for an official, oldest first, with what a list shows of them.

    why_waiting(comment) says why each is there; comment_in_context reads all of one. It is a union:
    to be counted, cut and looped over, not to be filtered any further.
    """
    require(is_official, actor)
    filters = filters or Filters()
    found = _TOLD.exclude(status=Comment.Status.WITHDRAWN).only(
        "text", "created_at", "status", "looked_at"
    )
    if filters.why:
        found = found.filter({"new": _NEW, "held": _HELD, "reported": _REPORTED}[filters.why])
    if filters.consultation:
        found = found.filter(consultation__slug=filters.consultation)
    if filters.theme:
        found = found.filter(theme=filters.theme)
    if filters.language:
        found = found.filter(language=filters.language)
    # In two, each by its own index: one question for both would read every comment there is.
    others = found.filter(_REPORTED).exclude(_UNSEEN)
    return found.filter(_UNSEEN).union(others, all=True).order_by("created_at", "id")


def comment_in_context(*, actor: Any, pk: int) -> Comment:
    """A comment, waiting or dealt with, with its question, option, author and what it answers."""
    require(is_official, actor)
    try:
        return _TOLD.select_related("consultation", "option", "parent", "author").get(pk=pk)
    except Comment.DoesNotExist:
        raise NotThere(_("This comment is gone; its author may have erased it.")) from None


def waiting(*, actor: Any) -> Waiting:
    """Counts for the head of the queue."""
    require(is_official, actor)
    silent = Comment.Status.WITHDRAWN
    # In two, each by its own index; who is reported is read by the few reports that are open.
    seen = (
        Comment.objects.exclude(status=silent)
        .filter(_UNSEEN)
        .aggregate(
            new=Count("pk", filter=_NEW),
            held=Count("pk", filter=_HELD),
            oldest=Min("created_at"),
        )
    )
    known = Q(comment__looked_at=None) | Q(comment__status=Comment.Status.HELD)
    told = _OPEN.exclude(comment__status=silent).aggregate(
        all=Count("comment", distinct=True),
        others=Count("comment", distinct=True, filter=~known),
        oldest=Min("comment__created_at"),
    )
    return Waiting(
        total=seen["new"] + seen["held"] + told["others"],
        new=seen["new"],
        reported=told["all"],
        held=seen["held"],
        oldest=min(filter(None, [seen["oldest"], told["oldest"]]), default=None),
    )


def why_waiting(comment: Comment) -> list[str]:
    """Of "held", "reported", "new": all that hold for a comment of queue or comment_in_context."""
    if comment.status == Comment.Status.WITHDRAWN:
        return []
    whys = {
        "held": comment.status == Comment.Status.HELD,
        "reported": bool(getattr(comment, "is_reported", False)),
        "new": comment.looked_at is None and comment.status != Comment.Status.HELD,
    }
    return [why for why, holds in whys.items() if holds]


def keep_comment(*, actor: Any, comment: Comment, note: str = "", reason: str = "") -> Ruling:
    """Show a comment (a held or hidden one again); settles its reports. Author sees the ruling."""
    return _rule(actor, comment, Ruling.Verdict.KEEP, reason, note)


def hide_comment(*, actor: Any, comment: Comment, reason: str, note: str = "") -> Ruling:
    """Take a comment and its answers out of the public, for a reason of the table."""
    require_hiding(reason)
    return _rule(actor, comment, Ruling.Verdict.HIDE, reason, note)


@transaction.atomic
def _rule(actor: Any, comment: Comment, verdict: str, reason: str, note: str) -> Ruling:
    require(is_official, actor)
    note = clean_text(note, most=2_000, field="note") if note.strip() else ""
    comment = Comment.objects.select_for_update().get(pk=comment.pk)
    open_reports = comment.reports.filter(settled=False)
    hides = verdict == Ruling.Verdict.HIDE
    target = Comment.Status.HIDDEN if hides else Comment.Status.VISIBLE
    if comment.status == Comment.Status.WITHDRAWN:
        raise Conflict(_("Its author has withdrawn this comment in the meantime."))
    if comment.blanked_at:
        raise Conflict(_("The time to decide again is over: this comment’s words are deleted."))
    if comment.status == target and comment.looked_at and not open_reports.exists():
        raise Conflict(_("A colleague has dealt with this comment in the meantime."))
    if comment.status != target and target not in COMMENT_MOVES[comment.status]:
        raise BadInput(_("This comment cannot be shown or hidden any more."))
    comment.status = target
    changed = unsaved(comment, ["status"])
    comment.looked_at = timezone.now()
    comment.save(update_fields=["status", "looked_at"])
    open_reports.update(settled=True)
    ruling = Ruling.objects.create(
        comment=comment, official=actor, verdict=verdict, reason=reason, note=note
    )
    record(actor=actor, act=f"comment.{verdict}", subject=comment, reason=reason, changed=changed)
    family = [comment, *comment.replies.select_related("author", "parent")]
    release_comments([*([comment.parent] if comment.parent else []), *family])
    return ruling


def rulings_on(comment: Comment) -> QuerySet[Ruling]:
    """All rulings on a comment, newest first (the author's statement of reasons)."""
    return comment.rulings.order_by("-at")


def author_history(*, actor: Any, comment: Comment) -> dict[str, int]:
    """How many comments of the same author there are by status, for an official's context."""
    require(is_official, actor)
    if comment.author_id is None:
        return {}
    rows = (
        Comment.objects.filter(author_id=comment.author_id)
        .order_by()
        .values_list("status")
        .annotate(number=Count("pk"))
    )
    return dict(rows)


def reports_on(*, actor: Any, comment: Comment) -> list[tuple[str, int]]:
    """Open reports on a comment as (reason code, how many), most frequent first."""
    require(is_official, actor)
    rows = (
        CommentReport.objects.filter(comment=comment, settled=False)
        .order_by()
        .values_list("reason")
        .annotate(number=Count("pk"))
    )
    return sorted(rows, key=lambda row: (-row[1], row[0]))
