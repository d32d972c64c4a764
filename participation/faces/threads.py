"""Released comments as pages show them: rows with their words ready, replies beneath."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Window
from django.db.models.functions import RowNumber

from participation.faces.finding import STANCES, THEMES, Choice
from participation.models import PublicComment, Reaction
from portal.templatetags.words import day

# In a list a comment has its first answers; the rest are on its own page.
FEW = 5
_ORDER = ["day", "public_id"]


@dataclass
class Said:
    """One released comment. mine: the reader's own reaction, +1, -1 or 0.

    id, day, iso: its public id and day, ready to be printed (a page prints them many times).
    """

    comment: PublicComment
    who: str
    about: str
    stance: str
    theme: str
    id: str
    day: str
    iso: str
    mine: int = 0
    replies: list[Said] = field(default_factory=list)

    @property
    def more(self) -> int:
        """How many answers there are beside those that are here."""
        return max(0, self.comment.replies_count - len(self.replies))

    @property
    def by_the_city(self) -> bool:
        """Whether the city's own people wrote it."""
        return not self.comment.pseudonym


def said(
    comments: Iterable[PublicComment],
    options: list[Choice],
    *,
    reader: int | None = None,
    first: int = 0,
    most: int = FEW,
) -> list[Said]:
    """The comments in their order, each with `most` replies from the `first` on.

    Two more queries at any size. reader: id of the signed-in person whose own reactions are marked.
    """
    comments = list(comments)
    ids = [comment.public_id for comment in comments]
    answers = (
        list(
            PublicComment.objects.filter(parent_id__in=[c.pk for c in comments if c.replies_count])
            .annotate(place=Window(RowNumber(), partition_by="parent_id", order_by=_ORDER))
            .filter(place__gt=first, place__lte=first + most)
            .order_by(*_ORDER)
        )
        if any(comment.replies_count for comment in comments)
        else []
    )
    mine = _reactions(reader, [*ids, *(answer.public_id for answer in answers)])
    titles = {choice.option.pk: choice.title for choice in options}
    stances = {code: str(label) for code, label in STANCES.items()}
    themes = {code: str(label) for code, label in THEMES.items()}
    days = {comment.day: day(comment.day) for comment in (*comments, *answers)}

    def row(comment: PublicComment) -> Said:
        return Said(
            comment,
            comment.author_name,
            titles.get(comment.option_id or 0, ""),
            stances.get(comment.stance, ""),
            themes.get(comment.theme, ""),
            str(comment.public_id),
            days[comment.day],
            comment.day.isoformat(),
            mine.get(comment.public_id, 0),
        )

    below: dict[object, list[Said]] = defaultdict(list)
    for answer in answers:
        below[answer.parent_id].append(row(answer))
    rows = [row(comment) for comment in comments]
    for one in rows:
        one.replies = below.get(one.comment.pk, [])
    return rows


def _reactions(reader: int | None, ids: list[object]) -> dict[object, int]:
    if reader is None or not ids:
        return {}
    found = Reaction.objects.filter(person_id=reader, comment__public_id__in=ids)
    return dict(found.values_list("comment__public_id", "value"))
