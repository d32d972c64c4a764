"""What becomes of a person's words and votes when they erase their account."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone

from participation.ballots import drop_ballot
from participation.models import (
    Comment,
    CommentReport,
    Reaction,
    Reopening,
    RollEntry,
    Ruling,
)
from participation.models.comment import GONE
from participation.releases import hold_comments, release_comments
from portal.erasure import ERASERS
from portal.models import User


def erase_words(person: User, words: str) -> dict[str, int]:
    """Comments lose their author and exact place, or (words="withdraw") their text too.

    The public code changes to one that is different for each comment. Agreements and reports of
    the person go.
    """
    comments = list(Comment.objects.filter(author=person).select_related("consultation", "parent"))
    met = list(
        Comment.objects.filter(Q(reactions__person=person)).select_related("author", "parent")
    )
    hold_comments([*met, *comments])
    Reaction.objects.filter(person=person).delete()
    CommentReport.objects.filter(person=person).delete()
    forgotten: dict[str, Any] = {"author": None, "geometry": None, "about_home": False}
    if words == "withdraw":
        now = timezone.now()
        forgotten |= {"text": GONE, "status": Comment.Status.WITHDRAWN}
        forgotten |= {"withdrawn_at": now, "blanked_at": now}
        # The clock looks at no comment that is blank already, and a note may quote its words.
        Ruling.objects.filter(comment__author=person).exclude(note="").update(note="")
        Reopening.objects.filter(comment__author=person).update(why=GONE)
    for comment in comments:
        for name, value in forgotten.items():
            setattr(comment, name, value)
    Comment.objects.filter(pk__in=[comment.pk for comment in comments]).update(**forgotten)
    release_comments([*met, *comments])
    return {"comments": len(comments)}


def erase_votes(person: User, words: str) -> dict[str, int]:
    """In an open vote the ballot is taken out; in a closed one it stays, since nobody can find it.

    The roll keeps a nameless entry for a closed vote, so that the turnout stays true.
    """
    votes = RollEntry.objects.filter(person=person).values_list("consultation_id", flat=True)
    taken = sum(drop_ballot(consultation_id=pk, person_id=person.pk) for pk in list(votes))
    return {"ballots": taken}


if "words" not in ERASERS:
    ERASERS.add("words", erase_words)
    ERASERS.add("votes", erase_votes)
