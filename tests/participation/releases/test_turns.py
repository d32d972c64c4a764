"""One at a time, nobody waits, no wake-up is lost, and nothing is read when nothing changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from participation import tasks
from participation.models import (
    Comment,
    Consultation,
    PublicCell,
    PublicComment,
    ReleaseMark,
    ReleaseState,
)
from participation.releases import due_releases, release_consultation, release_now
from participation.releases.due import release_day
from participation.releases.turns import _LOCK
from tests.participation.releases.conftest import Speak, a_day_later

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def somebody_else(question: Consultation) -> Iterator[psycopg.Connection]:
    """Another worker, which has the turn."""
    parameters = connection.get_connection_params()
    wanted = {
        key: parameters[key]
        for key in ("dbname", "user", "host", "port", "password")
        if parameters.get(key)
    }
    with psycopg.connect(**wanted) as other:
        other.execute("select pg_advisory_lock(%s, %s)", [_LOCK, question.pk])
        yield other


def test_a_task_that_finds_the_turn_taken_ends_and_leaves_its_mark(
    speak: Speak, question: Consultation, somebody_else: psycopg.Connection
) -> None:
    speak(1)
    Comment.objects.update(status="hidden")
    assert not release_now(question.pk)
    tasks.release(question.pk)
    assert PublicComment.objects.exists()
    assert ReleaseMark.objects.exists()
    somebody_else.execute("select pg_advisory_unlock(%s, %s)", [_LOCK, question.pk])
    tasks.release(question.pk)
    assert not PublicComment.objects.exists()
    assert not ReleaseMark.objects.exists()


def test_whoever_has_the_turn_looks_again_for_what_came_meanwhile(
    speak: Speak, question: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = speak(2)
    Comment.objects.filter(pk=said[0].pk).update(status="hidden")
    real, turns = tasks.release_now, []

    def while_others_write(consultation_id: int) -> bool:
        done = real(consultation_id)
        if not turns:
            # A colleague's task came now, found the turn taken and ended.
            Comment.objects.filter(pk=said[1].pk).update(status="hidden")
        turns.append(done)
        return done

    monkeypatch.setattr(tasks, "release_now", while_others_write)
    tasks.release(question.pk)
    assert not PublicComment.objects.exists()
    assert turns == [True, True]


@pytest.mark.parametrize(
    ("change", "gone"),
    [
        ({"status": "hidden"}, True),
        ({"text": "Other words."}, False),
        ({"stance": "against"}, False),
    ],
)
def test_the_database_marks_whatever_changes(
    speak: Speak, question: Consultation, change: dict[str, str], gone: bool
) -> None:
    one = speak(1)[0]
    assert not ReleaseMark.objects.exists()
    Comment.objects.filter(pk=one.pk).update(**change)
    assert due_releases() == [question.pk]
    tasks.release(question.pk)
    assert not ReleaseMark.objects.exists()
    found = PublicComment.objects.filter(pk=one.public_id).first()
    assert (found is None) is gone
    if found is not None:
        assert all(getattr(found, name) == value for name, value in change.items())


def test_a_deleted_comment_takes_its_public_row_along(speak: Speak, question: Consultation) -> None:
    one = speak(1)[0]
    one.place.delete()
    Comment.objects.filter(pk=one.pk).delete()
    tasks.release(question.pk)
    assert not PublicComment.objects.exists()


def test_looking_whether_something_is_due_reads_no_comment(
    speak: Speak, question: Consultation
) -> None:
    speak(3)
    a_day_later(question)
    ReleaseState.objects.update(batch_on=release_day())
    with CaptureQueriesContext(connection) as asked:
        tasks.turn_phases()
    assert len(asked) == 2
    assert not any('"participation_comment"' in query["sql"] for query in asked)


def test_the_batch_of_a_day_waits_for_the_stated_hour(settings: Any) -> None:
    settings.RELEASE_HOUR = 4
    early = datetime(2026, 7, 1, 3, 59, tzinfo=PARIS)
    assert release_day(early).isoformat() == "2026-06-30"
    assert release_day(early + timedelta(minutes=1)).isoformat() == "2026-07-01"


def test_a_question_that_is_looked_at_first_waits_for_the_next_hour(
    speak: Speak, question: Consultation
) -> None:
    speak(12)
    tasks.release(question.pk)
    assert not PublicComment.objects.exclude(cell="").exists()
    assert ReleaseState.objects.get().batch_on == release_day(timezone.now())


def test_a_batch_joins_comments_and_places_no_more_often_for_more_areas(
    speak: Speak, question: Consultation
) -> None:
    def joins() -> int:
        with CaptureQueriesContext(connection) as asked:
            release_consultation(question.pk)
        return sum("JOIN" in query["sql"] for query in asked)

    speak(12)
    first = joins()
    assert PublicCell.objects.count() == 1
    for place in range(1, 4):
        speak(12, lng=-1.555 + place / 50)
    assert joins() == first
    assert PublicCell.objects.count() > 1
