"""Withdrawing codes while their holders vote: each code ends up voted or withdrawn, never both."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from participation.eligibility import traces
from participation.eligibility.codes.batches import make_batch, revoke_batch, revoke_codes
from participation.eligibility.codes.voting import digest_of, voter_key
from participation.models import CodeBatch, Consultation, Envelope, RollEntry, VotingCode
from portal.errors import CivicError
from portal.models import User
from tests.participation.eligibility.conftest import GUEST
from tests.participation.voting import cast

pytestmark = pytest.mark.django_db(transaction=True)

# HEAP_XMIN_COMMITTED in access/htup_details.h.
WRITER_COMMITTED = 0x0100


@pytest.fixture
def letters(with_rule: Any, official: User) -> tuple[Consultation, CodeBatch, list[str]]:
    """Twelve codes of one batch."""
    question = with_rule(kind="code")
    batch, words = make_batch(actor=official, consultation=question, label="N", size=12)
    return question, batch, words


def _at_once(acts: list[Callable[[], Any]]) -> list[str]:
    """Do them all in threads that start together; what was refused, in words."""
    told: list[str] = []
    ready = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> None:
        try:
            ready.wait()
            act()
        except CivicError as error:
            told.append(str(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return told


def _voted(question: Consultation, words: list[str]) -> set[int]:
    """The serials on the roll, which only this test's words can tell."""
    keys = {bytes(row.voter) for row in RollEntry.objects.filter(consultation=question)}
    return {
        serial
        for serial, word in enumerate(words, start=1)
        if voter_key(question.pk, digest_of(word)) in keys
    }


def test_a_code_is_voted_with_or_withdrawn_and_never_both(
    letters: tuple[Consultation, CodeBatch, list[str]], official: User
) -> None:
    question, batch, words = letters
    keep = question.options.first().pk  # type: ignore[union-attr]
    acts: list[Callable[[], Any]] = []
    for serial, word in enumerate(words[:6], start=1):
        acts.append(lambda w=word: cast(GUEST, question, [keep], answers={"code": w}))
        acts.append(
            lambda s=serial: revoke_codes(actor=official, batch=batch, serials=[s], reason="lost")
        )
    told = _at_once(acts)
    gone = set(VotingCode.objects.filter(revoked=True).values_list("serial", flat=True))
    voted = _voted(question, words)
    assert gone | voted == set(range(1, 7))
    assert gone & voted == set()
    assert len(told) == 6
    assert Envelope.objects.count() == len(voted)


def test_two_who_hold_the_same_letter_have_one_vote(
    letters: tuple[Consultation, CodeBatch, list[str]],
) -> None:
    question, _batch, words = letters
    keep = question.options.first().pk  # type: ignore[union-attr]
    acts = [lambda: cast(GUEST, question, [keep], answers={"code": words[0]})] * 5
    told = _at_once(acts)
    assert len(told) == 4
    assert RollEntry.objects.count() == Envelope.objects.count() == 1


def test_a_batch_withdrawn_in_the_rush_lets_nobody_in_afterwards(
    letters: tuple[Consultation, CodeBatch, list[str]], official: User
) -> None:
    question, batch, words = letters
    keep = question.options.first().pk  # type: ignore[union-attr]
    acts: list[Callable[[], Any]] = [
        lambda w=word: cast(GUEST, question, [keep], answers={"code": w}) for word in words[:6]
    ]
    _at_once([*acts, lambda: revoke_batch(actor=official, batch=batch, reason="stolen")])
    voted = len(_voted(question, words))
    assert (
        _at_once(acts[:3] + acts[3:])
        == [
            "This code was withdrawn and can no longer be used. "
            "Ask participation@example.org for a new letter."
        ]
        * 6
    )
    assert len(_voted(question, words)) == voted


def test_making_codes_keeps_no_vote_waiting_nor_waits_for_one(
    letters: tuple[Consultation, CodeBatch, list[str]], official: User
) -> None:
    question, _batch, words = letters
    keep = question.options.first().pk  # type: ignore[union-attr]
    more = partial(make_batch, actor=official, consultation=question, label="M", size=1)
    with transaction.atomic():
        cast(GUEST, question, [keep], answers={"code": words[0]})
        assert _at_once([more]) == []
        assert CodeBatch.objects.count() == 2


def test_a_dump_of_the_codes_does_not_tell_who_voted(
    letters: tuple[Consultation, CodeBatch, list[str]],
) -> None:
    question, _batch, words = letters
    keep = question.options.first().pk  # type: ignore[union-attr]

    def rows() -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(
                "select c.xmin, c.xmax, c.ctid, c.*, b.xmin, b.xmax, b.ctid, b.*"
                " from participation_votingcode c join participation_codebatch b"
                " on b.id = c.batch_id order by c.id"
            )
            return cursor.fetchall()

    before = rows()
    for word in words[3:8]:
        cast(GUEST, question, [keep], answers={"code": word})
    assert rows() == before
    roll = {bytes(row.voter) for row in RollEntry.objects.all()}
    assert len(roll) == 5
    assert roll.isdisjoint(bytes(row.digest) for row in VotingCode.objects.all())


def test_fresh_codes_are_all_looked_at(
    letters: tuple[Consultation, CodeBatch, list[str]], official: User
) -> None:
    question = letters[0]
    with CaptureQueriesContext(connection) as asked:
        make_batch(actor=official, consultation=question, label="M", size=3)
    assert 'from "participation_votingcode"' in asked.captured_queries[-1]["sql"]


def test_a_copy_of_the_disk_does_not_tell_which_code_was_tried(
    letters: tuple[Consultation, CodeBatch, list[str]],
) -> None:
    question, batch, words = letters
    with connection.cursor() as cursor:
        cursor.execute(
            "select true from pg_available_extensions, pg_roles"
            " where name = 'pageinspect' and rolname = current_user and rolsuper"
        )
        if cursor.fetchone() is None:
            pytest.skip("this PostgreSQL lets nobody look at its pages")
        cursor.execute("create extension if not exists pageinspect")

    def headers() -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(
                "select t_ctid, t_infomask, t_infomask2, t_xmin, t_xmax"
                " from heap_page_items(get_raw_page('participation_votingcode', 0))"
            )
            return cursor.fetchall()

    # Headers are noted in only once commits are on disk. Test databases put them off, and with
    # ours those of others whose numbers are near, so what make_batch looked at is looked at again.
    for _try in range(100):
        if all(mask & WRITER_COMMITTED for _place, mask, *_rest in headers()):
            break
        with connection.cursor() as cursor:
            cursor.execute("set synchronous_commit to on")
            cursor.execute("update participation_consultation set slug = slug")
            cursor.execute("reset synchronous_commit")
        traces._look_at_all("participation_votingcode", "batch_id", batch.pk)
    before = headers()
    assert all(mask & WRITER_COMMITTED for _place, mask, *_rest in before)
    keep = question.options.first().pk  # type: ignore[union-attr]
    cast(GUEST, question, [keep], answers={"code": words[4]})
    assert headers() == before
