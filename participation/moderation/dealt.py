"""What was dealt with, found again by words, by the comment's id, by its author's code, …"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, F, Func, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Lower, TruncDate

from participation.disclosure.pseudonym import ALPHABET, pseudonym
from participation.models import Comment, CommentReport, PublicComment, Ruling
from portal.models import User
from portal.roles import is_official, require
from portal.searching import folded

# At least as much of an id as the report prints, and no word: "facade" is one.
_ID = re.compile(r"\b[0-9a-f]{8}[0-9a-f-]{0,28}\b")
_DIGITS = 32
_CODE = re.compile(rf"\b[{ALPHABET}]{{3}}-[{ALPHABET}]{{3}}\b")
_WITH = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿ’-'"
_WITHOUT = "aaaaaaceeeeiiiinooooouuuuyy   "


@dataclass(frozen=True)
class Search:
    """What to look for among the decided. words: of the text, an id as the report prints it, or an
    author's code; verdict: "", keep or hide; since, until: days of the decision, both included.
    """

    words: str = ""
    verdict: str = ""
    reason: str = ""
    consultation: str = ""
    since: date | None = None
    until: date | None = None


def dealt_with(*, actor: Any, search: Search | None = None) -> QuerySet[Comment]:
    """Comments that an official has decided on and that wait no more, the last decision first."""
    require(is_official, actor)
    search = search or Search()
    found = Comment.objects.filter(looked_at__isnull=False, blanked_at=None).exclude(
        status__in=[Comment.Status.HELD, Comment.Status.WITHDRAWN]
    )
    reported = CommentReport.objects.filter(comment=OuterRef("pk"), settled=False)
    found = found.exclude(Exists(reported))
    if search.verdict:
        hidden = search.verdict == Ruling.Verdict.HIDE
        found = found.filter(status=Comment.Status.HIDDEN if hidden else Comment.Status.VISIBLE)
    if search.reason:
        standing = Ruling.objects.filter(comment=OuterRef("pk"), at=OuterRef("looked_at"))
        found = found.filter(Exists(standing.filter(reason=search.reason)))
    if search.consultation:
        found = found.filter(consultation__slug=search.consultation)
    if search.since or search.until:
        found = found.annotate(decided_on=TruncDate("looked_at"))
    if search.since:
        found = found.filter(decided_on__gte=search.since)
    if search.until:
        found = found.filter(decided_on__lte=search.until)
    if search.words.strip():
        found = _with(found, search.words)
    return found.order_by(F("looked_at").desc(), "-id")


def _with(found: QuerySet[Comment], typed: str) -> QuerySet[Comment]:
    """Those with every word in their text, or with the id or the author's code that was typed."""
    wanted = Q()
    for word in folded(typed).split():
        # What the reader's eye takes for the same letters is the same.
        wanted &= Q(plain__contains=word)
    for start, end in _ids(typed.lower()):
        wanted |= Q(public_id__range=(start, end))
    for code in _CODE.findall(typed.upper()):
        wanted |= Q(pk__in=_of_author(found, code))
    parts = Lower("text"), Value(_WITH), Value(_WITHOUT)
    plain = Func(*parts, function="translate", output_field=TextField())
    return found.annotate(plain=plain).filter(wanted)


def _ids(typed: str) -> Iterator[tuple[UUID, UUID]]:
    for match in _ID.findall(typed):
        digits = match.replace("-", "")
        if len(digits) > _DIGITS:
            continue
        yield UUID(digits.ljust(32, "0")), UUID(digits.ljust(32, "f"))


def _of_author(found: QuerySet[Comment], code: str) -> list[int]:
    """Codes of public comments are stored; of the others they are worked out, they are few."""
    public = PublicComment.objects.filter(public_id=OuterRef("public_id"))
    shown = found.filter(Exists(public.filter(pseudonym=code))).order_by().values_list("pk")
    hidden = found.filter(~Exists(public)).order_by()
    people = hidden.filter(Q(author=None) | Q(author__role=User.Role.RESIDENT))
    return [pk for (pk,) in shown] + [
        pk
        for pk, question, author, own in people.values_list(
            "pk", "consultation_id", "author_id", "public_id"
        ).iterator()
        if pseudonym(settings.PSEUDONYM_KEY, question, str(author or f"comment {own}")) == code
    ]
