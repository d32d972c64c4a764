"""Background work: one release for a burst, and running twice does no harm."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from celery import current_app
from django.core.cache import cache
from django.utils import timezone

from participation import ballots, comments, moderation, tasks
from participation.models import (
    Comment,
    Consultation,
    CountRecord,
    LogEvent,
    LogRoot,
    Option,
    Phase,
    PublicCell,
    PublicComment,
    Reminder,
    Ruling,
    VoteBox,
)
from participation.moderation.letters import AFTER
from participation.releases import release_consultation
from portal.models import User
from portal.queues import MAIL, QUEUES, named
from tests.participation.conftest import point
from tests.participation.voting import cast, close
from tests.worker_fixture import forget_messages


@pytest.fixture
def queued() -> Callable[[], int]:
    """queued() -> how many messages wait in this test's own queues, in the real broker."""
    forget_messages()

    def count() -> int:
        with current_app.connection() as link:
            broker = link.default_channel.client
            return sum(int(broker.llen(named(name))) for name in QUEUES)

    return count


def test_releasing_twice_gives_the_same_public_tables(
    make_voters: Callable[[int], list[User]], question: Consultation
) -> None:
    for person in make_voters(12):
        comments.write_comment(
            actor=person, consultation=question, text="A bench here.", geometry=point()
        )

    def public() -> tuple[list, list]:
        return (
            list(PublicComment.objects.order_by("pk").values_list()),
            list(PublicCell.objects.order_by("cell").values_list("cell", "people", "comments")),
        )

    release_consultation(question.pk)
    once = public()
    release_consultation(question.pk)
    tasks.release(question.pk)
    assert public() == once
    assert once[1]


def test_what_was_hidden_behind_the_verbs_back_vanishes_with_the_next_release(
    queued: Callable[[], int], resident: User, question: Consultation
) -> None:
    comments.write_comment(actor=resident, consultation=question, text="A bench here.")
    tasks.release(question.pk)
    Comment.objects.update(status="hidden")
    tasks.turn_phases()
    assert queued() == 1
    tasks.release(question.pk)
    assert not PublicComment.objects.exists()


def test_events_get_their_places_in_full_blocks(
    make_voters: Callable[[int], list[User]], question: Consultation, options: list[Option]
) -> None:
    for voter in make_voters(53):
        cast(voter, question, [options[0].pk])
    tasks.sequence_logs()
    tasks.sequence_logs()
    assert LogRoot.objects.get().size == 50


def test_broken_log_does_not_stop_the_others(
    make_voters: Callable[[int], list[User]],
    make_question: Callable[..., Consultation],
    caplog: pytest.LogCaptureFixture,
) -> None:
    voters = make_voters(50)
    votes = [make_question(slug="first"), make_question(slug="second")]
    for vote in votes:
        for voter in voters:
            cast(voter, vote, [vote.options.all()[0].pk])
    tasks.sequence_logs()
    cache.clear()
    LogEvent.objects.filter(consultation=votes[0], place=7).update(commitment=b"other" * 6 + b"xx")
    for vote in votes:
        ballots.add_paper(consultation=vote, contents=['{"abstain":true}'] * 50)
    tasks.sequence_logs()
    sizes = LogRoot.objects.order_by("consultation_id", "size").values_list("size", flat=True)
    assert list(sizes) == [50, 50, 100]
    assert "does not lead to its signed root" in caplog.text


def test_closed_vote_is_asked_to_be_finished_and_an_open_one_is_not(
    queued: Callable[[], int], question: Consultation
) -> None:
    tasks.open_boxes()
    assert queued() == 0
    close(question)
    tasks.open_boxes()
    assert queued() == 1


def test_ballots_of_a_withdrawn_question_are_asked_to_be_burnt(
    queued: Callable[[], int], verified: User, question: Consultation, options: list[Option]
) -> None:
    cast(verified, question, [options[0].pk])
    Consultation.objects.filter(pk=question.pk).update(status="withdrawn")
    tasks.open_boxes()
    assert queued() == 1
    tasks.burn(question.pk)
    tasks.open_boxes()
    assert queued() == 1


def test_finishing_a_vote_opens_counts_and_publishes_once(
    make_voters: Callable[[int], list[User]],
    queued: Callable[[], int],
    question: Consultation,
    options: list[Option],
) -> None:
    for voter in make_voters(3):
        cast(voter, question, [options[1].pk])
    tasks.finish_vote(question.pk)
    assert not CountRecord.objects.exists()
    close(question)
    tasks.finish_vote(question.pk)
    first = CountRecord.objects.values().get()
    assert VoteBox.objects.get().state == "counted"
    assert first["facts"]["ballots"] == 3
    assert first["bundle"]
    tasks.finish_vote(question.pk)
    assert CountRecord.objects.values().get() == first
    tasks.open_boxes()
    assert queued() == 0


def test_reminders_that_are_due_are_sent_one_by_one(
    queued: Callable[[], int], resident: User, question: Consultation
) -> None:
    Reminder.objects.create(consultation=question, person=resident)
    tasks.remind()
    assert queued() == 0
    Phase.objects.filter(consultation=question, kind="vote").update(
        closes_at=timezone.now() + timedelta(hours=5)
    )
    tasks.remind()
    assert queued() == 1
    assert is_void_one_day(MAIL)
    tasks.send_reminder(Reminder.objects.get().pk)
    assert Reminder.objects.get().sent_at
    tasks.remind()
    assert queued() == 1


def is_void_one_day(queue: str) -> bool:
    """Whether the message that waits ends by itself: one more may come each minute."""
    with current_app.connection() as link:
        (message,) = link.default_channel.client.lrange(named(queue), 0, -1)
    return json.loads(message)["headers"]["expires"] is not None


def test_letters_that_nobody_sends_do_not_pile_up(
    queued: Callable[[], int], verified: User, official: User, question: Consultation
) -> None:
    said = comments.write_comment(actor=verified, consultation=question, text="A calm street.")
    made = moderation.hide_comment(actor=official, comment=said, reason="insult")
    Ruling.objects.filter(pk=made.pk).update(at=timezone.now() - AFTER)
    before = queued()
    tasks.write_letters()
    assert queued() == before + 1
    assert is_void_one_day(MAIL)
