"""The moment of the close, step by step: who waits for whom, and what they are told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from time import sleep
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from participation import ballots
from participation.models import Ballot, Consultation, Envelope, Phase, RollEntry
from portal.errors import NotNow
from portal.models import User
from tests.participation.voting import cast, close

pytestmark = pytest.mark.django_db(transaction=True)

WAIT_S = 10


def _beside(work: Callable[[], Any]) -> Future:
    """Start `work` on a connection of its own."""

    def run() -> Any:
        try:
            return work()
        finally:
            connection.close()

    pool = ThreadPoolExecutor(1)
    future = pool.submit(run)
    pool.shutdown(wait=False)
    return future


def _until_somebody_waits_for_a_lock() -> None:
    for _ in range(500):
        with connection.cursor() as cursor:
            # Within a transaction the database would show the same picture again.
            cursor.execute("select pg_stat_clear_snapshot()")
            cursor.execute(
                "select count(*) from pg_stat_activity "
                "where datname = current_database() and wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
        sleep(0.01)
    raise AssertionError("nobody waits")


def test_cast_that_waited_past_the_close_is_late(
    make_voters: Callable[[int], list[User]], question: Consultation
) -> None:
    """It read the clock before the close, but wrote after it."""
    [voter] = make_voters(1)
    ids = [option.pk for option in question.options.all()]
    with transaction.atomic():
        Consultation.objects.select_for_update().get(pk=question.pk)
        late = _beside(lambda: cast(voter, question, ids[:1]))
        _until_somebody_waits_for_a_lock()
        # Not in this transaction: the others must see it.
        moved = _beside(
            lambda: Phase.objects.filter(kind="vote").update(
                closes_at=timezone.now() - timedelta(seconds=1)
            )
        )
        moved.result(WAIT_S)
    with pytest.raises(NotNow, match="Your vote was not stored"):
        late.result(WAIT_S)
    assert not RollEntry.objects.exists()
    assert not Envelope.objects.exists()


def test_opening_waits_for_a_cast_that_came_in_time(
    make_voters: Callable[[int], list[User]], question: Consultation
) -> None:
    first, slow = make_voters(2)
    ids = [option.pk for option in question.options.all()]
    cast(first, question, ids[:1])
    stored, go_on = threading.Event(), threading.Event()

    def cast_slowly() -> None:
        with transaction.atomic():
            cast(slow, question, ids[:1])
            stored.set()
            go_on.wait(WAIT_S)

    slowly = _beside(cast_slowly)
    assert stored.wait(WAIT_S)
    close(question)
    opening = _beside(lambda: ballots.open_box(question.pk))
    _until_somebody_waits_for_a_lock()
    assert not opening.done()
    go_on.set()
    slowly.result(WAIT_S)
    assert opening.result(WAIT_S)
    assert Ballot.objects.count() == 2


def test_late_voter_is_told_at_once_while_the_box_is_being_opened(
    make_voters: Callable[[int], list[User]],
    question: Consultation,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Opening a large box takes a while; nobody waits for it."""
    first, late = make_voters(2)
    ids = [option.pk for option in question.options.all()]
    cast(first, question, ids[:1])
    close(question)
    unsealing, go_on = threading.Event(), threading.Event()
    unseal = ballots.opening._unseal

    def slowly(gate: Any) -> Any:
        unsealing.set()
        go_on.wait(WAIT_S)
        return unseal(gate)

    monkeypatch.setattr(ballots.opening, "_unseal", slowly)
    opening = _beside(lambda: ballots.open_box(question.pk))
    assert unsealing.wait(WAIT_S)
    with pytest.raises(NotNow, match="Voting closed on"):
        cast(late, question, ids[:1])
    assert not ballots.open_box(question.pk)
    go_on.set()
    assert opening.result(WAIT_S)
    assert Ballot.objects.count() == 1
