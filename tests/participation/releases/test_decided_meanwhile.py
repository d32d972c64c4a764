"""What was read before somebody else's decision brings nothing back that the decision took away."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from participation import comments, moderation
from participation.models import Comment, Consultation, PublicComment
from participation.releases import release_comments
from portal.errors import NotThere
from portal.models import User
from tests.participation.conftest import *  # noqa: F403


@pytest.fixture
def said(question: Consultation, resident: User) -> Comment:
    return comments.write_comment(
        actor=resident, consultation=question, text="Only fools plant trees here."
    )


@pytest.fixture
def answer(said: Comment, neighbour: User) -> Comment:
    return comments.reply(actor=neighbour, parent=said, text="Please stay polite.")


def _stored(comment: Comment) -> Comment:
    return Comment.objects.get(pk=comment.pk)


def _hide(comment: Comment, official: User) -> None:
    moderation.hide_comment(actor=official, comment=_stored(comment), reason="insult")


def _public() -> set[str]:
    return {str(pk) for pk in PublicComment.objects.values_list("pk", flat=True)}


@pytest.mark.django_db
def test_agreeing_with_a_comment_that_was_just_hidden_does_not_show_it_again(
    said: Comment, official: User, neighbour: User
) -> None:
    as_the_page_had_it = _stored(said)
    _hide(said, official)
    with pytest.raises(NotThere):
        comments.react(actor=neighbour, comment=as_the_page_had_it, value=1)
    assert _public() == set()


@pytest.mark.django_db
def test_answering_a_comment_that_was_just_hidden_does_not_show_it_again(
    said: Comment, official: User, neighbour: User
) -> None:
    as_the_page_had_it = _stored(said)
    _hide(said, official)
    with pytest.raises(NotThere):
        comments.reply(actor=neighbour, parent=as_the_page_had_it, text="So are you.")
    assert _public() == set()
    assert Comment.objects.count() == 1


@pytest.mark.django_db
def test_a_release_goes_by_what_is_stored_and_not_by_what_it_was_given(
    said: Comment, answer: Comment, official: User
) -> None:
    before = [_stored(said), Comment.objects.select_related("parent").get(pk=answer.pk)]
    _hide(said, official)
    release_comments(before)
    assert _public() == set()


@pytest.mark.django_db(transaction=True)
def test_an_answer_taken_back_while_its_comment_is_hidden_brings_neither_back(
    said: Comment, answer: Comment, official: User, neighbour: User
) -> None:
    """And the two, who need the same rows, do not wait for each other for ever."""
    done: list[Comment] = []

    def take_back() -> None:
        try:
            done.append(comments.withdraw_comment(actor=neighbour, comment=answer))
        finally:
            connection.close()

    beside = threading.Thread(target=take_back)
    with transaction.atomic():
        _hide(said, official)
        beside.start()
        beside.join(1)
    beside.join(20)
    assert len(done) == 1
    assert _public() == set()
