"""A person's own comments: what became of them, and taking one back."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.models import Comment, Ruling
from participation.releases import hold_comment, release_comments
from portal.audit import record
from portal.changes import unsaved
from portal.errors import Conflict, NotAllowed


@transaction.atomic
def withdraw_comment(*, actor: Any, comment: Comment) -> Comment:
    """Take one's own comment away, at any time; its public copy and answers vanish with it.

    No page shows it from here on; participation.blanking deletes its words and place later.
    """
    comment = hold_comment(comment)
    if actor is not None and comment.author_id != actor.pk:
        raise NotAllowed(_("Only its author can withdraw a comment."))
    if comment.status == Comment.Status.WITHDRAWN:
        raise Conflict(_("This comment is withdrawn already."))
    comment.status = Comment.Status.WITHDRAWN
    changed = unsaved(comment, ["status"])
    comment.withdrawn_at = timezone.now()
    comment.looked_at = comment.looked_at or comment.withdrawn_at
    comment.save(update_fields=["status", "looked_at", "withdrawn_at"])
    record(actor=actor, act="comment.withdraw", subject=comment, changed=changed)
    release_comments([comment, *([comment.parent] if comment.parent else [])])
    return comment


def comments_of(person: Any) -> QuerySet[Comment]:
    """A person's own comments with the rulings on them that were not undone, newest first."""
    return (
        Comment.objects.filter(author=person)
        .select_related("consultation", "option")
        .prefetch_related(Prefetch("rulings", Ruling.objects.filter(undone_at=None)))
        .order_by("-created_at")
    )
