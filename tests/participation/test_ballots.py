"""The vote: what counts, what is refused, and what nobody can see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from participation import ballots
from participation.models import Ballot, Consultation, Option, Phase, RollEntry
from portal.errors import BadInput, NotAllowed, NotNow
from portal.models import AuditEntry, User


def _close_vote(question: Consultation, ago: timedelta) -> None:
    now = timezone.now()
    Phase.objects.filter(consultation=question, kind="result").update(opens_at=now - ago)
    Phase.objects.filter(consultation=question, kind="vote").update(closes_at=now - ago)


def test_ballot_is_in_the_box_and_its_receipt_says_so(
    verified: User, question: Consultation, options: list[Option]
) -> None:
    receipt = ballots.cast_ballot(
        actor=verified, consultation=question, option_ids=[options[1].pk, options[0].pk]
    )
    found = ballots.find_receipt(receipt.code.lower().replace("-", " "))
    assert found is not None
    assert found.consultation == question
    assert Ballot.objects.get().options == [options[0].pk, options[1].pk]


def test_last_ballot_counts_and_the_first_receipt_is_no_longer_in_the_box(
    verified: User, question: Consultation, options: list[Option]
) -> None:
    first = ballots.cast_ballot(actor=verified, consultation=question, option_ids=[options[0].pk])
    second = ballots.cast_ballot(actor=verified, consultation=question, option_ids=[options[2].pk])
    assert ballots.find_receipt(first.code) is None
    assert ballots.find_receipt(second.code) is not None
    assert Ballot.objects.get().options == [options[2].pk]
    assert RollEntry.objects.count() == 1


def test_same_form_sent_twice_gives_the_same_receipt(
    verified: User, question: Consultation, options: list[Option]
) -> None:
    codes = {
        ballots.cast_ballot(
            actor=verified,
            consultation=question,
            option_ids=[options[0].pk],
            client_token="form-1",
        ).code
        for _again in range(2)
    }
    assert len(codes) == 1


def test_vote_one_second_after_close_is_refused_and_nothing_is_stored(
    verified: User, question: Consultation, options: list[Option]
) -> None:
    _close_vote(question, timedelta(seconds=1))
    with pytest.raises(NotNow, match="Voting closed on"):
        ballots.cast_ballot(actor=verified, consultation=question, option_ids=[options[0].pk])
    assert not Ballot.objects.exists()
    assert not RollEntry.objects.exists()


def test_vote_before_it_opens_says_when_it_opens(
    verified: User, make_question: Callable[..., Consultation]
) -> None:
    question = make_question("discuss")
    option = question.options.first()
    with pytest.raises(NotNow, match="Voting opens on"):
        ballots.cast_ballot(actor=verified, consultation=question, option_ids=[option.pk])


def test_person_without_a_verified_address_cannot_vote(
    resident: User, question: Consultation, options: list[Option]
) -> None:
    with pytest.raises(NotAllowed, match="Confirm your e-mail"):
        ballots.cast_ballot(actor=resident, consultation=question, option_ids=[options[0].pk])
    assert not RollEntry.objects.exists()


@pytest.mark.parametrize("choice", [[], [987654321]])
def test_ballot_that_names_nothing_or_a_strange_option_is_refused(
    verified: User, question: Consultation, choice: list[int]
) -> None:
    with pytest.raises(BadInput):
        ballots.cast_ballot(actor=verified, consultation=question, option_ids=choice)
    assert not Ballot.objects.exists()
    assert not RollEntry.objects.exists()


def test_casting_takes_at_most_four_queries(
    verified: User, question: Consultation, options: list[Option]
) -> None:
    with CaptureQueriesContext(connection) as seen:
        ballots.cast_ballot(actor=verified, consultation=question, option_ids=[options[0].pk])
    own = [q for q in seen if "SAVEPOINT" not in q["sql"]]
    assert len(own) <= 4


def test_casting_leaves_no_time_and_no_audit_entry(
    verified: User, question: Consultation, options: list[Option]
) -> None:
    before = AuditEntry.objects.count()
    ballots.cast_ballot(actor=verified, consultation=question, option_ids=[options[0].pk])
    assert AuditEntry.objects.count() == before
    for model in (Ballot, RollEntry):
        types = {field.get_internal_type() for field in model._meta.get_fields()}
        assert not types & {"DateTimeField", "DateField", "AutoField", "BigAutoField"}


def test_turnout_is_told_in_blocks_of_fifty_until_the_vote_closes(
    make_voters: Callable[[int], list[User]], question: Consultation, options: list[Option]
) -> None:
    for voter in make_voters(57):
        ballots.cast_ballot(actor=voter, consultation=question, option_ids=[options[0].pk])
    assert ballots.turnout(question) == ballots.Turnout(50, False)
    _close_vote(question, timedelta(seconds=1))
    assert ballots.turnout(question) == ballots.Turnout(57, True)


def test_nobody_sees_the_count_before_the_vote_has_closed(
    verified: User, question: Consultation, options: list[Option]
) -> None:
    ballots.cast_ballot(actor=verified, consultation=question, option_ids=[options[1].pk])
    with pytest.raises(NotNow):
        ballots.tally(question)
    _close_vote(question, timedelta(seconds=1))
    assert ballots.tally(question).winner == options[1].pk


def test_sealed_box_keeps_the_count_and_forgets_the_voters(
    make_voters: Callable[[int], list[User]], question: Consultation, options: list[Option]
) -> None:
    voters = make_voters(12)
    codes = [
        ballots.cast_ballot(
            actor=voter, consultation=question, option_ids=[options[place % 3].pk]
        ).code
        for place, voter in enumerate(voters)
    ]
    before = ballots.count_box(question)
    _close_vote(question, timedelta(seconds=30))
    assert ballots.seal_box(question.pk) is False
    _close_vote(question, timedelta(seconds=90))
    assert ballots.seal_box(question.pk) is True
    assert ballots.seal_box(question.pk) is False
    slots = {bytes(slot) for slot in Ballot.objects.values_list("slot", flat=True)}
    assert not slots & {ballots.slot_of(question.pk, voter.pk) for voter in voters}
    assert ballots.count_box(question) == before
    assert all(ballots.find_receipt(code) for code in codes)


def test_receipt_reads_confusable_letters_as_digits(
    verified: User, question: Consultation, options: list[Option]
) -> None:
    receipt = ballots.cast_ballot(actor=verified, consultation=question, option_ids=[options[0].pk])
    misread = receipt.code.replace("0", "O").replace("1", "l")
    assert ballots.find_receipt(misread) is not None


def test_sealed_box_and_roll_share_no_transaction_number(
    make_voters: Callable[[int], list[User]], question: Consultation, options: list[Option]
) -> None:
    """PostgreSQL stamps each row with its transaction: before sealing the stamps match."""

    def stamps(table: str) -> set[str]:
        with connection.cursor() as cursor:
            cursor.execute(f"select xmin::text from {table}")
            return {stamp for (stamp,) in cursor.fetchall()}

    for voter in make_voters(5):
        ballots.cast_ballot(actor=voter, consultation=question, option_ids=[options[0].pk])
    assert stamps("participation_ballot") == stamps("participation_rollentry")
    _close_vote(question, timedelta(minutes=2))
    ballots.seal_box(question.pk)
    assert len(stamps("participation_ballot")) == 1
    assert not stamps("participation_ballot") & stamps("participation_rollentry")
