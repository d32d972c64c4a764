"""What was dealt with is found by words, number, author, reason, question and date."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from participation import comments, moderation
from participation.models import Comment, Consultation, PublicComment
from participation.moderation import Search
from participation.releases import pseudonym_of
from portal.errors import NotAllowed
from portal.models import User


@pytest.fixture
def hidden(resident: User, official: User, question: Consultation) -> Comment:
    made = comments.write_comment(
        actor=resident, consultation=question, text="L’École est à côté de la façade."
    )
    moderation.hide_comment(actor=official, comment=made, reason="off-topic")
    return made


@pytest.fixture
def kept(neighbour: User, official: User, question: Consultation) -> Comment:
    made = comments.write_comment(actor=neighbour, consultation=question, text="Trees, please.")
    moderation.keep_comment(actor=official, comment=made)
    return made


def found(actor: User, **search: Any) -> list[Comment]:
    return list(moderation.dealt_with(actor=actor, search=Search(**search)))


def test_the_last_decision_comes_first(hidden: Comment, kept: Comment, official: User) -> None:
    assert found(official) == [kept, hidden]


@pytest.mark.parametrize("words", ["école", "ECOLE", "facade cote", "l'ecole", "à côté"])
def test_words_are_found_whatever_their_accents(
    hidden: Comment, kept: Comment, official: User, words: str
) -> None:
    assert found(official, words=words) == [hidden]


def test_a_comment_is_found_by_its_number_as_the_report_prints_it(
    hidden: Comment, kept: Comment, official: User
) -> None:
    assert found(official, words=f"comment {kept.short_id}") == [kept]
    assert found(official, words=str(hidden.public_id)) == [hidden]


def test_more_digits_than_a_number_has_are_words_like_others(
    hidden: Comment, kept: Comment, official: User
) -> None:
    assert found(official, words=f"{hidden.public_id.hex}0000") == []


def test_what_was_reported_since_waits_and_is_not_dealt_with(
    hidden: Comment, kept: Comment, official: User, resident: User
) -> None:
    comments.report_comment(actor=resident, comment=kept, reason="insult")
    assert list(moderation.queue(actor=official)) == [kept]
    assert found(official) == [hidden]


def test_an_author_is_found_by_their_code_public_or_not(
    hidden: Comment, kept: Comment, official: User
) -> None:
    assert PublicComment.objects.get().public_id == kept.public_id
    for one in (hidden, kept):
        assert found(official, words=pseudonym_of(one).lower()) == [one]


def test_an_author_is_not_found_by_their_address(
    hidden: Comment, resident: User, official: User
) -> None:
    assert found(official, words=resident.email) == []


def test_decision_reason_question_and_date_narrow_the_list(
    hidden: Comment, kept: Comment, official: User
) -> None:
    today = timezone.localdate()
    assert found(official, verdict="keep") == [kept]
    assert found(official, reason="off-topic") == [hidden]
    assert found(official, reason="insult") == []
    assert found(official, consultation="another") == []
    assert found(official, since=today, until=today) == [kept, hidden]
    assert found(official, until=today - timedelta(days=1)) == []


def test_what_waits_or_was_withdrawn_is_not_in_the_list(
    hidden: Comment, kept: Comment, resident: User, official: User
) -> None:
    comments.withdraw_comment(actor=resident, comment=hidden)
    kept.refresh_from_db()
    moderation.reopen_comment(actor=official, comment=kept, why="Look.", seen=kept.version)
    assert found(official) == []


def test_odd_words_are_no_pattern(hidden: Comment, official: User) -> None:
    for words in ("%", "_", "\\", "((", "………", "deadbeef-----", "''"):
        assert found(official, words=words) in ([], [hidden])


def test_residents_may_not_search_what_was_dealt_with(resident: User) -> None:
    with pytest.raises(NotAllowed):
        moderation.dealt_with(actor=resident)
