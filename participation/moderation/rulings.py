"""Decisions on comments: made on the state that was seen, taken back, asked for again.

Each act names the version of the comment that its official looked at. Under the lock on the
comment's row an act on another version is refused with a sentence that says what happened.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.models import Comment, Reopening, Ruling
from participation.models.comment import COMMENT_MOVES
from participation.moderation.changes import since_then
from participation.moderation.claims import release_claim
from participation.moderation.letters import is_due_a_letter
from participation.reasons import HIDING_NAMES as REASONS
from participation.reasons import require_hiding
from participation.releases import hold_comment, release_comments
from portal.audit import record
from portal.changes import Changes, changed
from portal.errors import BadInput, Conflict, NotThere
from portal.guard import clean_text
from portal.roles import is_official, require

__all__ = ["REASONS", "hide_comment", "just_ruled", "keep_comment", "reopen_comment", "undo_ruling"]

OFFERED = timedelta(seconds=10)
"""So long a page offers to undo a decision."""
TAKEN_BACK = timedelta(seconds=30)
"""So long undoing is done: a press in the last second is on its way for a while. Letters to
authors wait until then."""
AT_MOST = 5


def keep_comment(
    *, actor: Any, comment: Comment, note: str = "", reason: str = "", seen: int | None = None
) -> Ruling:
    """Show a comment (a held or hidden one again); settles its reports. Author sees the ruling.

    seen: the version that the official looked at; without it, that of `comment`. Raises Conflict
    when something happened to the comment since then.
    """
    return _rule(actor, comment, Ruling.Verdict.KEEP, reason, note, seen)


def hide_comment(
    *, actor: Any, comment: Comment, reason: str, note: str = "", seen: int | None = None
) -> Ruling:
    """Take a comment and its answers out of the public, for a reason of the table.

    seen and Conflict as in keep_comment.
    """
    require_hiding(reason)
    return _rule(actor, comment, Ruling.Verdict.HIDE, reason, note, seen)


@transaction.atomic
def _rule(
    actor: Any, comment: Comment, verdict: str, reason: str, note: str, seen: int | None
) -> Ruling:
    require(is_official, actor)
    note = clean_text(note, most=2_000, field="note") if note.strip() else ""
    seen = comment.version if seen is None else seen
    comment = _locked(comment.pk)
    _require_words(comment)
    if comment.version != seen:
        again = comment.rulings.filter(seen=seen, undone_at=None).first()
        # The same button pressed twice is one decision.
        if again and _same(again, actor, verdict, reason, note):
            return again
        raise Conflict(since_then(comment, reader=actor))
    hides = verdict == Ruling.Verdict.HIDE
    target = Comment.Status.HIDDEN if hides else Comment.Status.VISIBLE
    if comment.status != target and target not in COMMENT_MOVES[comment.status]:
        raise BadInput(_("This comment cannot be shown or hidden any more."))
    reports = comment.reports.filter(settled=False)
    if comment.status == target and comment.looked_at and not reports.exists():
        raise Conflict(since_then(comment, reader=actor))
    ruling = Ruling(comment=comment, official=actor, verdict=verdict, reason=reason, note=note)
    ruling.at, ruling.seen = timezone.now(), seen
    ruling.was, ruling.was_looked_at = comment.status, comment.looked_at
    if is_due_a_letter(ruling):
        ruling.letter = Ruling.Letter.DUE
    ruling.save()
    changes = _stand(comment, status=target, looked_at=ruling.at)
    reports.update(settled=True, settled_by=ruling)
    release_claim(comment.pk, actor)
    record(actor=actor, act=f"comment.{verdict}", subject=comment, reason=reason, changed=changes)
    return ruling


@transaction.atomic
def undo_ruling(*, actor: Any, ruling_id: int) -> Comment:
    """Take one's own decision back: state, reports and queue are as before it; no letter goes.

    Offered for ten seconds, done for thirty. Twice is once. Raises NotThere for another's
    decision, Conflict when the time is over or the comment has moved on.
    """
    require(is_official, actor)
    found = Ruling.objects.filter(pk=ruling_id, official=actor).first()
    if found is None:
        raise NotThere(_("There is no such decision of yours."))
    comment = _locked(found.comment_id)
    ruling = Ruling.objects.get(pk=ruling_id)
    if ruling.undone_at:
        return comment
    _require_words(comment)
    if comment.looked_at != ruling.at or not ruling.was:
        raise Conflict(since_then(comment, reader=actor))
    if ruling.at < timezone.now() - TAKEN_BACK:
        raise Conflict(
            _("It is too late to undo this. Put the comment back into the queue and decide anew.")
        )
    ruling.undone_at, ruling.letter = timezone.now(), Ruling.Letter.NONE
    ruling.save(update_fields=["undone_at", "letter"])
    ruling.settles.update(settled=False, settled_by=None)
    changes = _stand(comment, status=ruling.was, looked_at=ruling.was_looked_at)
    verdict = ruling.verdict
    record(actor=actor, act="comment.undo", subject=comment, verdict=verdict, changed=changes)
    return comment


@transaction.atomic
def reopen_comment(*, actor: Any, comment: Comment, why: str, seen: int) -> Reopening:
    """Put a comment that was dealt with into the queue again; until then all stays as it is.

    why: for colleagues. Raises BadInput without it, Conflict as keep_comment.
    """
    require(is_official, actor)
    if not why.strip():
        raise BadInput(_("Say why, so that a colleague knows what to look at."), field="why")
    why = clean_text(why, most=1_000, field="why")
    comment = _locked(comment.pk)
    _require_words(comment)
    if comment.version != seen:
        raise Conflict(since_then(comment, reader=actor))
    if comment.looked_at is None or comment.status == Comment.Status.HELD:
        raise Conflict(_("This comment waits in the queue already."))
    made = Reopening.objects.create(comment=comment, official=actor, why=why, at=timezone.now())
    changes = changed({"looked_at": comment.looked_at}, {"looked_at": None})
    _stand(comment, status=comment.status, looked_at=None)
    record(actor=actor, act="comment.reopen", subject=comment, changed=changes)
    return made


def just_ruled(*, actor: Any) -> Sequence[Ruling]:
    """This official's decisions of the last ten seconds that stand, the last one first."""
    lately = timezone.now() - OFFERED
    found = Ruling.objects.filter(official=actor, at__gt=lately, undone_at=None)
    return found.select_related("comment").order_by("-at")[:AT_MOST]


def rulings_on(comment: Comment) -> QuerySet[Ruling]:
    """All rulings on a comment, newest first, those that were undone too."""
    return comment.rulings.select_related("official").order_by("-at")


def _locked(comment_id: int) -> Comment:
    try:
        return hold_comment(Comment.objects.only("parent_id").get(pk=comment_id))
    except Comment.DoesNotExist:
        raise NotThere(_("This comment is gone; its author may have erased it.")) from None


def _require_words(comment: Comment) -> None:
    if comment.status == Comment.Status.WITHDRAWN:
        raise Conflict(_("Its author has withdrawn this comment in the meantime."))
    if comment.blanked_at:
        raise Conflict(_("The time to decide again is over: this comment’s words are deleted."))


def _same(ruling: Ruling, actor: Any, verdict: str, reason: str, note: str) -> bool:
    told = (ruling.official_id, ruling.verdict, ruling.reason, ruling.note)
    return told == (actor.pk, verdict, reason, note)


def _stand(comment: Comment, *, status: str, looked_at: Any) -> Changes:
    """Store how the comment stands now, and let its public copy and its answers' follow."""
    changes = changed({"status": comment.status}, {"status": status})
    comment.status, comment.looked_at = status, looked_at
    comment.version += 1
    comment.save(update_fields=["status", "looked_at", "version"])
    above = [comment.parent] if comment.parent else []
    release_comments([*above, comment, *comment.replies.all()])
    return changes
