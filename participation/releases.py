"""The one gate: what people wrote becomes what the public reads.

A new comment is released in the transaction that writes it, without a place; the cells follow by
a task, since one more person may change the partition for many. Everything public is built from
visible comments only, so hidden, held and withdrawn ones vanish with their replies.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from participation.disclosure.coarsen import Cell, Pin, coarsen
from participation.disclosure.pseudonym import pseudonym
from participation.models import Comment, PublicCell, PublicComment, Reaction
from portal.models import User

BURST_S = 3
_FIELDS = [field.attname for field in PublicComment._meta.concrete_fields if not field.primary_key]


def public_comments(consultation_id: int | None = None) -> QuerySet[PublicComment]:
    """Released comments (replies too), newest first; the only way public faces read them."""
    found = PublicComment.objects.order_by("-day", "public_id")
    return found if consultation_id is None else found.filter(consultation_id=consultation_id)


def public_cells(consultation_id: int) -> QuerySet[PublicCell]:
    """Released cells: disjoint, at least ten people in each."""
    return PublicCell.objects.filter(consultation_id=consultation_id).order_by("cell")


def ask_release(consultation_id: int) -> None:
    """Have the cells of a consultation computed after this transaction, once per burst."""
    transaction.on_commit(partial(_enqueue, consultation_id))


def _enqueue(consultation_id: int) -> None:
    if cache.add(burst_key(consultation_id), 1, BURST_S):
        current_app.send_task(
            "participation.tasks.release", args=[consultation_id], countdown=BURST_S
        )


def burst_key(consultation_id: int) -> str:
    """The cache key that is held while a release is on its way."""
    return f"release:{consultation_id}"


def release_comments(comments: Iterable[Comment]) -> None:
    """Bring the public rows of these comments up to date, within the caller's transaction.

    A comment that may not be public loses its row, and with it its replies'. Cells stay as they
    are until the next release_consultation.
    """
    comments = list(comments)
    if not comments:
        return
    ids = {comment.public_id for comment in comments}
    cells = dict(PublicComment.objects.filter(public_id__in=ids).values_list("public_id", "cell"))
    consultations = {comment.consultation_id for comment in comments}
    rows = {
        row.public_id: row
        for consultation in consultations
        for row in _rows(consultation, [c for c in comments if c.consultation_id == consultation])
    }
    PublicComment.objects.filter(public_id__in=ids - rows.keys()).delete()
    for row in rows.values():
        row.cell = cells.get(row.public_id, "")
    _write(rows.values())


def release_consultation(consultation_id: int) -> None:
    """Compute again what the public may see of a consultation: comments and cells, in one go.

    One at a time per consultation (advisory lock); only rows that differ are written.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s, %s)", [7_301, consultation_id])
        comments = list(_visible(consultation_id))
        cells = coarsen(_pins(comments))
        cell_of = {comment: cell.index for cell in cells for comment in cell.comments}
        wanted = {row.public_id: row for row in _rows(consultation_id, comments)}
        for row in wanted.values():
            row.cell = cell_of.get(str(row.public_id), "")
        there = PublicComment.objects.filter(consultation_id=consultation_id).in_bulk()
        stale = [public_id for public_id in there if public_id not in wanted]
        PublicComment.objects.filter(public_id__in=stale).delete()
        changed = [
            row
            for row in wanted.values()
            if row.public_id not in there or _differs(row, there[row.public_id])
        ]
        _write(changed)
        _write_cells(consultation_id, cells, {str(c.public_id): c.stance for c in comments})


def _differs(one: PublicComment, other: PublicComment) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in _FIELDS)


def _visible(consultation_id: int) -> QuerySet[Comment]:
    return (
        Comment.objects.filter(consultation_id=consultation_id, status=Comment.Status.VISIBLE)
        .exclude(parent__isnull=False, parent__status__in=_NOT_SHOWN)
        .select_related("author", "parent")
    )


_NOT_SHOWN = [status for status in Comment.Status.values if status != Comment.Status.VISIBLE]


def _pins(comments: Iterable[Comment]) -> list[Pin]:
    pins = []
    for comment in comments:
        if comment.geometry is None or comment.about_home:
            continue
        place = comment.geometry.point_on_surface
        # Comments without an author may all be one person's: count them as one.
        person = str(comment.author_id or "nobody")
        pins.append(Pin(str(comment.public_id), person, latitude=place.y, longitude=place.x))
    return pins


def _rows(consultation_id: int, comments: list[Comment]) -> list[PublicComment]:
    """Unsaved public rows for those of `comments` that may be public."""
    ids = [comment.pk for comment in comments]
    agree = _counts(ids, 1)
    disagree = _counts(ids, -1)
    replies = _reply_counts(ids)
    return [
        PublicComment(
            public_id=comment.public_id,
            consultation_id=consultation_id,
            option_id=comment.option_id,
            scenario_id=comment.scenario_id,
            parent_id=comment.parent.public_id if comment.parent else None,
            pseudonym=pseudonym_of(comment),
            text=comment.text,
            language=comment.language,
            stance=comment.stance,
            theme=comment.theme,
            day=timezone.localdate(comment.created_at),
            agree=agree.get(comment.pk, 0),
            disagree=disagree.get(comment.pk, 0),
            replies_count=replies.get(comment.pk, 0),
            synthetic=comment.synthetic,
        )
        for comment in comments
        if _may_be_public(comment)
    ]


def _may_be_public(comment: Comment) -> bool:
    shown = Comment.Status.VISIBLE
    return comment.status == shown and (comment.parent is None or comment.parent.status == shown)


def pseudonym_of(comment: Comment) -> str:
    """The author's code in this consultation; "" for the city's own people."""
    author = comment.author
    if author is not None and author.role != User.Role.RESIDENT:
        return ""
    person = str(author.pk) if author else f"comment {comment.public_id}"
    return pseudonym(settings.PSEUDONYM_KEY, comment.consultation_id, person)


def _counts(ids: list[int], value: int) -> dict[int, int]:
    return _grouped(Reaction.objects.filter(comment_id__in=ids, value=value), "comment_id")


def _reply_counts(ids: list[int]) -> dict[int, int]:
    shown = Comment.objects.filter(parent_id__in=ids, status=Comment.Status.VISIBLE)
    return _grouped(shown, "parent_id")


def _grouped(found: QuerySet, column: str) -> dict[int, int]:
    return dict(found.order_by().values_list(column).annotate(number=Count("pk")))


def _write(rows: Iterable[PublicComment]) -> None:
    # Comments before their replies: the reply's foreign key needs its parent.
    for batch in ([r for r in rows if not r.parent_id], [r for r in rows if r.parent_id]):
        PublicComment.objects.bulk_create(
            batch,
            batch_size=1000,
            update_conflicts=True,
            unique_fields=["public_id"],
            update_fields=_FIELDS,
        )


def _write_cells(consultation_id: int, cells: list[Cell], stance: dict[str, str]) -> None:
    PublicCell.objects.filter(consultation_id=consultation_id).delete()
    PublicCell.objects.bulk_create(
        PublicCell(
            consultation_id=consultation_id,
            cell=cell.index,
            people=cell.people,
            comments=len(cell.comments),
            stances={
                kind: sum(stance[comment] == kind for comment in cell.comments)
                for kind in Comment.Stance.values
            },
        )
        for cell in cells
    )
