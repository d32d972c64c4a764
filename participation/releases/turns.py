"""Who releases a question, when: one at a time, nobody waits, nothing is forgotten.

A trigger marks every comment that changes (its migration says how). The verbs clear the marks of
what they release themselves, and the rest is found here. Marks are written before a task is asked
for, and whoever had the turn looks for marks once more after it: so a task that finds the turn
taken may just end.
"""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from participation.models import Comment, PublicComment, ReleaseMark
from participation.releases.batches import release_batch
from participation.releases.due import batch_is_due
from participation.releases.holding import hold_comments
from participation.releases.words import (
    differs,
    forget_marks,
    release_comments,
    rows_of,
    write_rows,
)

_LOCK = 7_301
# Comments of one turn, and rows that a whole release holds in memory.
AT_ONCE = 2_000


def release_now(consultation_id: int) -> bool:
    """One turn: comments that are marked, and the day's batch if it is due.

    False, and nothing done, while somebody else has the turn.
    """
    with transaction.atomic():
        if not _take_turn("pg_try_advisory_xact_lock", consultation_id):
            return False
        _settle_marks(consultation_id)
        if batch_is_due(consultation_id):
            release_batch(consultation_id)
    return True


def release_consultation(consultation_id: int) -> None:
    """Release all of a question anew, and a batch at once: for a demo, after a repair, in tests.

    Waits for its turn. Only rows that differ are written.
    """
    with transaction.atomic():
        _take_turn("pg_advisory_xact_lock", consultation_id)
        first = F("parent_id").asc(nulls_first=True)
        ids = list(_shown(consultation_id).order_by(first, "pk").values_list("pk", flat=True))
        for start in range(0, len(ids), AT_ONCE):
            _renew(_shown(consultation_id).filter(pk__in=ids[start : start + AT_ONCE]))
        there = PublicComment.objects.filter(consultation_id=consultation_id)
        there.exclude(public_id__in=_shown(consultation_id).values("public_id")).delete()
        ReleaseMark.objects.filter(consultation_id=consultation_id).delete()
        release_batch(consultation_id)


def _take_turn(how: str, consultation_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"select {how}(%s, %s)", [_LOCK, consultation_id])
        return cursor.fetchone()[0] is not False


def _settle_marks(consultation_id: int) -> None:
    """Release what is marked, with the comments it answers and its answers."""
    marks = ReleaseMark.objects.filter(consultation_id=consultation_id).order_by("pk")
    found = list(marks.values_list("pk", "comment_id", "public_id")[:AT_ONCE])
    if not found:
        return
    ids = [comment_id for _pk, comment_id, _public_id in found]
    touched = Comment.objects.filter(
        Q(pk__in=ids) | Q(replies__pk__in=ids) | Q(parent__pk__in=ids)
    ).distinct()
    comments = list(touched.only("pk", "parent_id", "public_id"))
    deleted = set(ids) - {comment.pk for comment in comments}
    lost = [public_id for _pk, comment_id, public_id in found if comment_id in deleted]
    PublicComment.objects.filter(public_id__in=lost).delete()
    release_comments(comments)
    ReleaseMark.objects.filter(pk__in=[pk for pk, _comment_id, _public_id in found]).delete()


def _shown(consultation_id: int) -> QuerySet[Comment]:
    """Comments that may be public, not answers to one that may not."""
    shown = Comment.Status.VISIBLE
    return Comment.objects.filter(consultation_id=consultation_id, status=shown).filter(
        Q(parent=None) | Q(parent__status=shown)
    )


def _renew(comments: QuerySet[Comment]) -> None:
    asked = list(comments.only("pk", "parent_id"))
    held = hold_comments(asked)
    found = [held[one.pk] for one in asked if one.pk in held]
    there = PublicComment.objects.in_bulk([comment.public_id for comment in found])
    write_rows(
        [
            row
            for row in rows_of(found)
            if row.public_id not in there or differs(row, there[row.public_id])
        ]
    )
    forget_marks([comment.pk for comment in found])
