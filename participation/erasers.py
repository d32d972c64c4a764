"""What becomes of a person's words and votes when they erase their account."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from participation.ballots import drop_ballot
from participation.models import Comment, CommentReport, Reaction, RollEntry
from participation.models.comment import GONE
from participation.releases import release_comments
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
    Reaction.objects.filter(person=person).delete()
    CommentReport.objects.filter(person=person).delete()
    for comment in comments:
        comment.author, comment.geometry, comment.about_home = None, None, False
        if words == "withdraw":
            comment.text, comment.status = GONE, Comment.Status.WITHDRAWN
            comment.withdrawn_at = comment.blanked_at = timezone.now()
    Comment.objects.bulk_update(
        comments,
        ["author", "geometry", "about_home", "text", "status", "withdrawn_at", "blanked_at"],
        batch_size=500,
    )
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
