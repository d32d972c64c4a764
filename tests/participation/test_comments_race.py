"""Comments, reports and agreement that come at once hold the same limits as one by one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from participation import comments
from participation.models import Comment, Consultation, Reaction
from portal.errors import TooOften
from portal.models import AuditEntry, User
from tests.at_once import at_once, refused
from tests.participation.conftest import *  # noqa: F403

pytestmark = pytest.mark.django_db(transaction=True)


def let_through(times: int, act: Callable[[int], Any]) -> int:
    """How many of `times` acts that begin together are let through."""
    given = at_once(*(partial(act, number) for number in range(times)))
    stopped = refused(given)
    assert all(isinstance(one, TooOften) for one in stopped)
    return times - len(stopped)


def _write(person: User, question: Consultation, text: str) -> Comment:
    return comments.write_comment(actor=person, consultation=question, text=text)


def test_of_comments_at_once_four_are_shown_and_twelve_taken(
    resident: User, question: Consultation
) -> None:
    taken = let_through(
        16, lambda n: _write(resident, question, f"The bench by tree {n} is loose.")
    )
    assert taken == comments.COMMENTS.most
    shown = Comment.objects.filter(status=Comment.Status.VISIBLE).count()
    assert shown == comments.COMMENTS_SHOWN.most


def test_the_same_words_at_once_are_shown_once(resident: User, question: Consultation) -> None:
    let_through(6, lambda _n: _write(resident, question, "The same words again."))
    assert Comment.objects.filter(status=Comment.Status.VISIBLE).count() == 1


def test_one_form_sent_six_times_at_once_is_one_comment(
    resident: User, question: Consultation
) -> None:
    words = {"actor": resident, "consultation": question, "text": "Sent twice.", "once": "a-word"}
    assert let_through(6, lambda _n: comments.write_comment(**words)) == 6
    assert Comment.objects.count() == 1


def test_one_answer_sent_twice_at_once_is_one_answer(
    resident: User, neighbour: User, question: Consultation
) -> None:
    parent = _write(neighbour, question, "More trees, please.")
    words = {"actor": resident, "parent": parent, "text": "Yes.", "once": "a-word"}
    let_through(4, lambda _n: comments.reply(**words))
    assert Comment.objects.filter(parent=parent).count() == 1


def test_a_hundred_reactions_do_not_fill_the_audit_log(
    resident: User, neighbour: User, question: Consultation
) -> None:
    comment = _write(resident, question, "More trees, please.")

    def react(number: int) -> None:
        for _time in range(10):
            comments.react(actor=neighbour, comment=comment, value=1 if number % 2 else -1)

    let_through(6, react)
    assert AuditEntry.objects.filter(act="comment.react").count() == comments.REACTIONS.most
    assert Reaction.objects.count() <= 1


def test_what_cannot_be_stored_counts_against_nobody(
    resident: User, question: Consultation
) -> None:
    from portal.errors import BadInput

    for _time in range(comments.COMMENTS.most + 1):
        with pytest.raises(BadInput):
            _write(resident, question, "   ")
    assert _write(resident, question, "Now with words.").status == Comment.Status.VISIBLE
