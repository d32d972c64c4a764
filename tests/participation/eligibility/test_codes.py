"""Voting with a code: what a person reads when it is wrong, and what officials can withdraw."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from participation.eligibility import recognise
from participation.eligibility.codes.batches import make_batch, revoke_batch, revoke_codes
from participation.models import CodeBatch, Consultation, RollEntry, VotingCode
from portal.errors import BadInput, CivicError, Conflict, NotAllowed, NotNow
from portal.models import AuditEntry, User
from tests.participation.eligibility.conftest import GUEST, Come, who

Batch = tuple[CodeBatch, list[str]]


def test_a_code_is_one_voter_however_it_is_typed(come: Come, batch: Batch) -> None:
    code = batch[1][0]
    assert come(code=code) == come(code=f" {code.lower().replace('-', ' ')} ")


def test_two_codes_are_two_voters(come: Come, batch: Batch) -> None:
    assert come(code=batch[1][0]).key != come(code=batch[1][1]).key


def test_a_codes_voter_is_no_account(come: Come, batch: Batch, verified: User) -> None:
    assert come(code=batch[1][0], actor=verified).person_id is None


def test_a_slip_is_answered_with_the_code_that_was_meant(come: Come, batch: Batch) -> None:
    code = batch[1][0]
    with pytest.raises(BadInput, match=code):
        come(code=code[:-1] + ("0" if code[-1] != "0" else "1"))


def test_a_code_of_another_question_is_not_known_here(
    come: Come, batch: Batch, make_question: Any
) -> None:
    other = make_question(slug="other")
    other.eligibility = {"kind": "code"}
    other.save()
    with pytest.raises(BadInput, match="do not know this code"):
        who(other, {"code": batch[1][0]})


def test_nothing_typed_asks_for_the_letter(come: Come, batch: Batch) -> None:
    with pytest.raises(BadInput, match="stands in your letter"):
        come()


def test_the_codes_of_a_batch_are_of_its_area(with_rule: Any, official: User) -> None:
    question = with_rule(kind="code", area={"by": "district", "names": ["Nord", "Île"]})
    _batch, words = make_batch(actor=official, consultation=question, label="i", size=1, area="ile")
    assert who(question, {"code": words[0]}).area == "Île"


def test_a_batch_without_an_area_asks_for_it(with_rule: Any, official: User) -> None:
    question = with_rule(kind="code", area={"by": "postcode", "names": ["44000"]})
    _batch, words = make_batch(actor=official, consultation=question, label="i", size=1)
    assert who(question, {"code": words[0], "postcode": "44 000"}).area == "44000"
    with pytest.raises(NotAllowed, match="44000"):
        who(question, {"code": words[0], "postcode": "35000"})


def test_a_withdrawn_code_is_refused_and_its_neighbour_is_not(
    come: Come, batch: Batch, official: User
) -> None:
    revoke_codes(actor=official, batch=batch[0], serials=[2], reason="lost")
    with pytest.raises(NotAllowed, match="withdrawn"):
        come(code=batch[1][1])
    assert come(code=batch[1][2]).key


def test_no_code_of_a_withdrawn_batch_is_taken(come: Come, batch: Batch, official: User) -> None:
    revoke_batch(actor=official, batch=batch[0], reason="stolen")
    with pytest.raises(NotAllowed, match="withdrawn"):
        come(code=batch[1][4])


def test_a_used_code_stays_so_that_no_second_letter_goes_out(
    question: Consultation, come: Come, batch: Batch, official: User
) -> None:
    voter = come(code=batch[1][2])
    RollEntry.objects.create(consultation=question, voter=voter.key)
    with pytest.raises(Conflict, match=r"letter 3.*1 letter is withdrawn"):
        revoke_codes(actor=official, batch=batch[0], serials=[1, 3], reason="lost")
    assert [code.serial for code in VotingCode.objects.filter(revoked=True)] == [1]


def test_nobody_looks_unseen_for_which_letters_were_used(
    question: Consultation, come: Come, batch: Batch, official: User
) -> None:
    RollEntry.objects.create(consultation=question, voter=come(code=batch[1][2]).key)
    with pytest.raises(Conflict, match="letter 3"):
        revoke_codes(actor=official, batch=batch[0], serials=[3], reason="lost")
    assert AuditEntry.objects.get(act="codes.revoke").facts["serials"] == [3]


def test_stored_codes_say_neither_their_word_nor_their_use(
    question: Consultation, come: Come, batch: Batch
) -> None:
    def rows() -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute("select xmin, xmax, ctid, c.* from participation_votingcode c")
            return cursor.fetchall()

    before = rows()
    voter = come(code=batch[1][0])
    RollEntry.objects.create(consultation=question, voter=voter.key)
    assert rows() == before
    assert len({bytes(row.digest) for row in VotingCode.objects.all()}) == 5
    assert not any(
        bytes(row.digest) == voter.key or batch[1][0].encode() in bytes(row.digest)
        for row in VotingCode.objects.all()
    )


def test_the_audit_log_holds_no_code(batch: Batch) -> None:
    entry = AuditEntry.objects.get(act="codes.make")
    assert entry.done == {"size": 5, "area": ""}


def test_residents_make_no_codes(question: Consultation, resident: User) -> None:
    with pytest.raises(NotAllowed):
        make_batch(actor=resident, consultation=question, label="x", size=1)


def test_codes_are_made_only_where_they_are_used(question: Consultation, official: User) -> None:
    with pytest.raises(NotNow, match="does not go by codes"):
        make_batch(actor=official, consultation=question, label="x", size=1)


@pytest.mark.parametrize("size", [0, 100_001])
def test_a_batch_has_a_code_at_least_and_a_hundred_thousand_at_most(
    with_rule: Any, official: User, size: int
) -> None:
    with pytest.raises(BadInput, match="100,000"):
        make_batch(actor=official, consultation=with_rule(kind="code"), label="x", size=size)


@pytest.mark.django_db(transaction=True)
def test_withdrawing_waits_for_a_vote_on_its_way_and_then_finds_it(
    question: Consultation, batch: Batch, official: User
) -> None:
    told: list[str] = []

    def withdraw() -> None:
        try:
            revoke_codes(actor=official, batch=batch[0], serials=[1], reason="lost")
        except CivicError as error:
            told.append(str(error))
        finally:
            connections.close_all()

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "select 1 from participation_consultation where id = %s for key share",
                [question.pk],
            )
        thread = threading.Thread(target=withdraw)
        thread.start()
        _until_somebody_waits()
        voter = who_in_this_transaction(question, batch[1][0])
        RollEntry.objects.create(consultation=question, voter=voter)
    thread.join(10)
    assert told
    assert "it counts" in told[0]
    assert not VotingCode.objects.filter(revoked=True).exists()


def who_in_this_transaction(question: Consultation, code: str) -> bytes:
    return recognise(
        consultation_id=question.pk,
        eligibility=question.eligibility,
        actor=GUEST,
        answers={"code": code},
        network="",
    ).key


def _until_somebody_waits() -> None:
    """Until another connection waits for a lock."""
    for _try in range(200):
        with connection.cursor() as cursor:
            cursor.execute("select exists(select 1 from pg_locks where not granted)")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("nobody waited")


def test_no_codes_are_made_once_the_vote_has_closed(with_rule: Any, official: User) -> None:
    question = with_rule(kind="code")
    question.phases.filter(kind="vote").update(closes_at=timezone.now())
    with pytest.raises(NotNow, match="stays as it was"):
        make_batch(actor=official, consultation=question, label="Late", size=1)
    assert not CodeBatch.objects.exists()
