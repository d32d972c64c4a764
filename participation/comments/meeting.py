"""How people meet a comment of others: agree or disagree, and report it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation import gates
from participation.models import Comment, CommentReport, Reaction
from participation.phases import Act
from participation.reasons import require_reporting
from participation.releases import hold_comment, release_comments
from portal.audit import record
from portal.errors import BadInput, NotAllowed, NotThere
from portal.limits import Limit, give_back, take
from portal.roles import is_known, require

REACTIONS = Limit("reactions of a person", 40, 60)
REPORTS = Limit(
    "reports of a person",
    20,
    3_600,
    gettext_lazy("You have reported many comments. Officials will look at them first."),
)


@transaction.atomic
def react(*, actor: Any, comment: Comment, value: int) -> int:
    """Agree (1) or disagree (-1); the same again, or 0, takes it back. Returns what holds now."""
    require(is_known, actor)
    gates.require(comment.consultation, Act.REACT)
    if value not in (-1, 0, 1):
        raise BadInput(_("Choose whether you agree or disagree."))
    comment = hold_comment(comment)
    if comment.status != Comment.Status.VISIBLE:
        raise NotThere(_("This comment is not shown any more."))
    if comment.author_id == actor.pk:
        raise NotAllowed(_("This is your own comment; others say whether they agree."))
    take(REACTIONS, actor.pk)
    held = Reaction.objects.filter(comment=comment, person=actor)
    before = held.values_list("value", flat=True).first()
    value = 0 if value == before else value
    if value == 0:
        held.delete()
    else:
        Reaction.objects.bulk_create(
            [Reaction(comment=comment, person=actor, value=value)],
            update_conflicts=True,
            unique_fields=["comment", "person"],
            update_fields=["value"],
        )
    record(actor=actor, act="comment.react", subject=comment)
    release_comments([comment])
    return value


@transaction.atomic
def report_comment(*, actor: Any, comment: Comment, reason: str) -> CommentReport:
    """Ask officials to look at a comment; once per person and comment. An official decides."""
    require(is_known, actor)
    require_reporting(reason)
    if comment.status != Comment.Status.VISIBLE:
        raise NotThere(_("This comment is not shown any more."))
    take(REPORTS, actor.pk)
    report, new = CommentReport.objects.get_or_create(
        comment=comment, person=actor, defaults={"reason": reason}
    )
    if new:
        Comment.objects.filter(pk=comment.pk).update(version=F("version") + 1)
        record(actor=actor, act="comment.report", subject=comment, reason=reason)
    else:
        give_back(REPORTS, actor.pk)
    return report


def comment_by_public_id(public_id: UUID | str) -> Comment:
    """The visible comment with this public address; raises NotThere for any other."""
    try:
        return Comment.objects.select_related("consultation", "option", "parent").get(
            public_id=public_id, status=Comment.Status.VISIBLE
        )
    except (Comment.DoesNotExist, ValidationError, ValueError):
        raise NotThere(_("There is no such comment, or it is not shown any more.")) from None


def my_reactions(person: Any, public_ids: list[Any]) -> dict[UUID, int]:
    """How a person met the comments with these public ids: public id -> +1 or -1."""
    found = Reaction.objects.filter(person=person, comment__public_id__in=public_ids)
    return dict(found.values_list("comment__public_id", "value"))
