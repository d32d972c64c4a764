"""Words at once: the public rows of comments, written in the transaction of the act itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db.models import Count, QuerySet
from django.utils import timezone

from participation.disclosure.pseudonym import pseudonym
from participation.models import Comment, PublicComment, Reaction, ReleaseMark
from participation.releases.holding import hold_comments
from participation.releases.places import note_places
from portal.models import User

_FIELDS = [field.attname for field in PublicComment._meta.concrete_fields if not field.primary_key]


def release_comments(comments: Iterable[Comment]) -> None:
    """Bring the public rows of these comments up to date, within the caller's transaction.

    They are read anew and held: what somebody decided meanwhile counts. A comment that may not be
    public loses its row, and with it its replies'. Its place follows with a batch, if ever; a
    comment that was in a public cell before is in it again.
    """
    comments = list(comments)
    if not comments:
        return
    held = hold_comments(comments)
    rows = rows_of([held[comment.pk] for comment in comments if comment.pk in held])
    unseen = {comment.public_id for comment in comments} - {row.public_id for row in rows}
    PublicComment.objects.filter(public_id__in=unseen).delete()
    write_rows(rows)
    forget_marks([comment.pk for comment in comments])


def forget_marks(comment_ids: Sequence[int]) -> None:
    """What has been brought up to date need not be looked at again."""
    ReleaseMark.objects.filter(comment_id__in=comment_ids).delete()


def rows_of(comments: Sequence[Comment]) -> list[PublicComment]:
    """Unsaved public rows for those of `comments` that may be public, of any questions."""
    ids = [comment.pk for comment in comments]
    cells = note_places(comments)
    agree = _counts(ids, 1)
    disagree = _counts(ids, -1)
    replies = _reply_counts(ids)
    return [
        PublicComment(
            public_id=comment.public_id,
            consultation_id=comment.consultation_id,
            option_id=comment.option_id,
            scenario_id=comment.scenario_id,
            parent_id=comment.parent.public_id if comment.parent else None,
            pseudonym=pseudonym_of(comment),
            text=comment.text,
            language=comment.language,
            stance=comment.stance,
            theme=comment.theme,
            cell=cells.get(comment.pk, ""),
            day=timezone.localdate(comment.created_at),
            agree=agree.get(comment.pk, 0),
            disagree=disagree.get(comment.pk, 0),
            replies_count=replies.get(comment.pk, 0),
            synthetic=comment.synthetic,
        )
        for comment in comments
        if _may_be_public(comment)
    ]


def differs(one: PublicComment, other: PublicComment) -> bool:
    """Whether two rows of one comment say different things."""
    return any(getattr(one, name) != getattr(other, name) for name in _FIELDS)


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


def write_rows(rows: Sequence[PublicComment]) -> None:
    """Insert or replace public rows."""
    # Comments before their replies: the reply's foreign key needs its parent.
    for batch in ([r for r in rows if not r.parent_id], [r for r in rows if r.parent_id]):
        PublicComment.objects.bulk_create(
            batch,
            batch_size=1000,
            update_conflicts=True,
            unique_fields=["public_id"],
            update_fields=_FIELDS,
        )
