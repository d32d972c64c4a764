"""Background work: one release for a burst, and running twice does no harm."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from celery import current_app
from django.conf import settings
from django.utils import timezone

from participation import ballots, comments, tasks
from participation.models import Comment, Consultation, Option, Phase, PublicCell, PublicComment
from portal.models import User
from tests.participation.conftest import point


@pytest.fixture
def queued() -> Callable[[], int]:
    """queued() -> how many messages wait in this test's own queue, in the real broker."""
    queue = settings.CELERY_TASK_DEFAULT_QUEUE
    with current_app.connection() as link:
        link.default_channel.client.delete(queue)

    def count() -> int:
        with current_app.connection() as link:
            return int(link.default_channel.client.llen(queue))

    return count


def test_burst_of_comments_asks_for_one_release(
    queued: Callable[[], int],
    make_voters: Callable[[int], list[User]],
    question: Consultation,
    django_capture_on_commit_callbacks: Callable,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        for person in make_voters(5):
            comments.write_comment(
                actor=person, consultation=question, text="A bench here.", geometry=point()
            )
    assert queued() == 1


def test_act_that_comes_while_a_release_runs_gets_one_of_its_own(
    queued: Callable[[], int],
    resident: User,
    neighbour: User,
    question: Consultation,
    django_capture_on_commit_callbacks: Callable,
) -> None:
    for person in (resident, neighbour):
        with django_capture_on_commit_callbacks(execute=True):
            comments.write_comment(
                actor=person, consultation=question, text="A bench here.", geometry=point()
            )
        tasks.release(question.pk)
    assert queued() == 2


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

    tasks.release(question.pk)
    once = public()
    tasks.release(question.pk)
    assert public() == once
    assert once[1]


def test_what_was_hidden_behind_the_verbs_back_vanishes_with_the_next_release(
    resident: User, question: Consultation
) -> None:
    comments.write_comment(actor=resident, consultation=question, text="A bench here.")
    Comment.objects.update(status="hidden")
    tasks.turn_phases()
    assert not PublicComment.objects.exists()


def test_box_is_sealed_by_the_clock(
    verified: User, question: Consultation, options: list[Option]
) -> None:
    ballots.cast_ballot(actor=verified, consultation=question, option_ids=[options[0].pk])
    tasks.turn_phases()
    question.refresh_from_db()
    assert not question.box_sealed
    Phase.objects.filter(consultation=question, kind="vote").update(
        closes_at=timezone.now() - timedelta(minutes=2)
    )
    tasks.turn_phases()
    question.refresh_from_db()
    assert question.box_sealed
