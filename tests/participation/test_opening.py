"""Opening the box: once, after the close, whatever lies in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from unittest import mock
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from participation import ballots
from participation.ballots.sealing import seal_ballot
from participation.ledger.codes import commitment
from participation.ledger.merkle import ballot_leaf
from participation.models import (
    Ballot,
    Consultation,
    Envelope,
    LogEvent,
    LogRoot,
    Option,
    PaperBatch,
    RollEntry,
    UndoNote,
    VoteBox,
)
from portal.errors import NotNow
from portal.models import User
from tests.participation.voting import cast, close, close_and_open

Voters = Callable[[int], list[User]]


def _contents(question: Consultation) -> list[str]:
    return list(Ballot.objects.filter(consultation=question).values_list("content", flat=True))


def _ticks(option: Option) -> str:
    return f'{{"ticks":[{option.pk}]}}'


def test_box_stays_shut_until_the_vote_has_closed(
    verified: User, question: Consultation, options: list[Option]
) -> None:
    cast(verified, question, [options[0].pk])
    assert not ballots.open_box(question.pk)
    assert Envelope.objects.count() == 1
    assert not Ballot.objects.exists()


def test_box_opens_once(verified: User, question: Consultation, options: list[Option]) -> None:
    cast(verified, question, [options[0].pk])
    close_and_open(question)
    before = list(Ballot.objects.values_list())
    assert not ballots.open_box(question.pk)
    assert list(Ballot.objects.values_list()) == before


def test_nothing_that_could_open_an_envelope_is_left(
    make_voters: Voters, question: Consultation, options: list[Option]
) -> None:
    for voter in make_voters(3):
        cast(voter, question, [options[0].pk])
    close_and_open(question)
    box = VoteBox.objects.get()
    assert (box.state, box.private_key) == ("opened", None)
    assert not Envelope.objects.exists()
    assert not UndoNote.objects.exists()
    assert not RollEntry.objects.exclude(undo=None).exists()


def test_ballots_lie_in_the_order_of_their_leaves(
    make_voters: Voters, question: Consultation, options: list[Option]
) -> None:
    for place, voter in enumerate(make_voters(20)):
        cast(voter, question, [options[place % 3].pk])
    close_and_open(question)
    leaves = [ballot_leaf(row.content, bytes(row.nonce)) for row in Ballot.objects.order_by("pk")]
    assert leaves == sorted(leaves)
    assert len(set(leaves)) == 20


def test_facts_account_for_every_event(
    make_voters: Voters, question: Consultation, options: list[Option]
) -> None:
    changes, loses, leaves, abstains = make_voters(4)
    first = cast(changes, question, [options[0].pk])
    cast(changes, question, [options[1].pk], secret=first.secret)
    cast(loses, question, [options[0].pk])
    cast(loses, question, [options[2].pk], again=True)
    cast(leaves, question, [options[0].pk], channel="kiosk")
    ballots.drop_ballot(consultation_id=question.pk, person_id=leaves.pk)
    cast(abstains, question, given={"abstain": True}, channel="kiosk")
    close_and_open(question)
    facts = VoteBox.objects.get().facts
    assert facts == {
        "events": 6,
        "replaced": 1,
        "withdrawn": 2,
        "unreadable": 0,
        "unlogged": 0,
        "ballots": 3,
        "abstentions": 1,
        "channels": {"web": 2, "kiosk": 1, "assisted": 0, "paper": 0},
        "spoilt": 0,
        "off_roll": 0,
    }
    assert sorted(_contents(question)) == sorted(
        [_ticks(options[1]), _ticks(options[2]), '{"abstain":true}']
    )


def test_final_root_stands_over_all_events(
    make_voters: Voters, question: Consultation, options: list[Option]
) -> None:
    for voter in make_voters(3):
        cast(voter, question, [options[0].pk])
    close_and_open(question)
    assert [(root.size, root.final) for root in LogRoot.objects.all()] == [(3, True)]
    assert not LogEvent.objects.filter(place=None).exists()


def test_vote_without_a_ballot_has_an_empty_box(question: Consultation) -> None:
    close_and_open(question)
    assert VoteBox.objects.get().facts["ballots"] == 0
    assert LogRoot.objects.get().final


def test_spoilt_envelopes_are_counted_and_stop_nothing(
    make_voters: Voters, question: Consultation, options: list[Option]
) -> None:
    """Somebody with the database broke one, moved two, and put a foreign one in."""
    for voter in make_voters(5):
        cast(voter, question, [options[0].pk])
    broken, one, other, *_rest = Envelope.objects.all()
    broken.sealed = bytes(broken.sealed)[:-1] + b"x"
    broken.save()
    one.sealed, other.sealed = other.sealed, one.sealed
    Envelope.objects.bulk_update([one, other], ["sealed"])
    Envelope.objects.create(consultation=question, slot=b"s" * 32, sealed=b"foreign")
    close_and_open(question)
    facts = VoteBox.objects.get().facts
    assert (facts["ballots"], facts["unlogged"], facts["unreadable"]) == (2, 4, 0)


def test_logged_envelope_that_holds_no_ballot_is_counted_as_unreadable(
    verified: User, neighbour: User, question: Consultation, options: list[Option]
) -> None:
    cast(verified, question, [options[0].pk])
    key = bytes(VoteBox.objects.get().public_key)
    for text in ("not json", '{"ticks":[0]}', '{"ticks": [1]}', "[[[[", '{"ranking":[]}'):
        slot = text.ljust(32).encode()
        sealed = seal_ballot(key, question.pk, slot, text, 64)
        Envelope.objects.create(consultation=question, slot=slot, sealed=sealed)
        LogEvent.objects.create(
            id=uuid4(),
            consultation=question,
            commitment=commitment(slot, sealed),
            code=text[:16],
        )
    close_and_open(question)
    facts = VoteBox.objects.get().facts
    assert (facts["ballots"], facts["unreadable"], facts["events"]) == (1, 5, 6)


def test_box_whose_key_is_of_another_deployment_stays_as_it_is(
    verified: User, question: Consultation, options: list[Option], settings: Settings
) -> None:
    cast(verified, question, [options[0].pk])
    close(question)
    settings.BALLOT_KEY = "another key"
    with pytest.raises(NotNow, match="not the one of before"):
        ballots.open_box(question.pk)
    assert Envelope.objects.count() == 1
    assert not LogRoot.objects.exists()


def test_paper_goes_into_the_same_box_and_counts_for_the_turnout(
    verified: User, question: Consultation, options: list[Option]
) -> None:
    cast(verified, question, [options[0].pk])
    texts = [_ticks(options[1]), _ticks(options[1]), '{"abstain":true}']
    assert len(set(ballots.add_paper(consultation=question, contents=texts))) == 3
    close_and_open(question)
    facts = VoteBox.objects.get().facts
    assert (facts["channels"]["paper"], facts["off_roll"], facts["events"]) == (3, 3, 4)
    assert ballots.turnout(question) == ballots.Turnout(4, True)
    assert sorted(_contents(question)) == sorted([_ticks(options[0]), *texts])


def test_opening_waits_for_paper_that_is_being_typed(question: Consultation) -> None:
    batch = PaperBatch.objects.create(consultation=question, label="Town hall", sheets=2)
    close(question)
    assert not ballots.open_box(question.pk)
    batch.state = PaperBatch.State.BOXED
    batch.spoilt = 2
    batch.save()
    assert ballots.open_box(question.pk)
    assert VoteBox.objects.get().facts["spoilt"] == 2


def test_paper_is_refused_once_the_box_was_opened(
    question: Consultation, options: list[Option]
) -> None:
    close(question)
    ballots.add_paper(consultation=question, contents=[_ticks(options[0])])
    assert ballots.open_box(question.pk)
    with pytest.raises(NotNow, match="has been opened"):
        ballots.add_paper(consultation=question, contents=[_ticks(options[0])])


def test_ballots_of_a_withdrawn_question_are_burnt_and_never_opened(
    verified: User, question: Consultation, options: list[Option]
) -> None:
    cast(verified, question, [options[0].pk])
    assert not ballots.burn_box(question.pk)
    close(question, timedelta(hours=1))
    Consultation.objects.filter(pk=question.pk).update(status="withdrawn")
    assert not ballots.open_box(question.pk)
    assert ballots.burn_box(question.pk)
    assert not ballots.burn_box(question.pk)
    assert VoteBox.objects.get().private_key is None
    assert not Envelope.objects.exists()
    assert not Ballot.objects.exists()
    assert ballots.turnout(question).people == 1


def test_close_is_told_by_the_databases_clock(
    verified: User, question: Consultation, options: list[Option]
) -> None:
    cast(verified, question, [options[0].pk])
    later = timezone.now() + timedelta(days=40)
    with mock.patch.object(timezone, "now", return_value=later):
        assert not ballots.open_box(question.pk)


def test_opened_ballots_share_no_transaction_number_with_the_voters(
    make_voters: Voters, question: Consultation, options: list[Option]
) -> None:
    """PostgreSQL stamps each row with its transaction."""

    def stamps(table: str) -> set[str]:
        with connection.cursor() as cursor:
            cursor.execute(f"select xmin::text from {table}")
            return {stamp for (stamp,) in cursor.fetchall()}

    for voter in make_voters(5):
        cast(voter, question, [options[0].pk])
    voters = stamps("participation_logevent")
    close_and_open(question)
    assert len(stamps("participation_ballot")) == 1
    assert not stamps("participation_ballot") & voters
