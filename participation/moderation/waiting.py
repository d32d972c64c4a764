"""The queue: which comments wait for an official and why, and what is known about one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from participation.models import Comment, CommentReport, Reopening
from portal.errors import NotThere
from portal.roles import is_official, require

_NEW = Q(looked_at=None) & ~Q(status=Comment.Status.HELD)
_HELD = Q(status=Comment.Status.HELD)
# As the index comment_queue says it.
_UNSEEN = Q(looked_at=None) | _HELD
_OPEN = CommentReport.objects.filter(settled=False)
_REPORTED = Q(pk__in=_OPEN.values("comment"))
_TOLD = Comment.objects.annotate(
    is_reported=Exists(_OPEN.filter(comment=OuterRef("pk"))),
    is_reopened=Exists(Reopening.objects.filter(comment=OuterRef("pk"))),
)


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
    """Of "held", "reported", "reopened", "new": all that hold for a comment of this room."""
    if comment.status == Comment.Status.WITHDRAWN:
        return []
    unseen = comment.looked_at is None
    reopened = unseen and bool(getattr(comment, "is_reopened", False))
    whys = {
        "held": comment.status == Comment.Status.HELD,
        "reported": bool(getattr(comment, "is_reported", False)),
        "reopened": reopened,
        "new": unseen and not reopened and comment.status != Comment.Status.HELD,
    }
    return [why for why, holds in whys.items() if holds]


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
