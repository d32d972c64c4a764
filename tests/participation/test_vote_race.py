"""Votes at once, each on a connection of its own: none lost, none doubled, the last one counts."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from participation import ballots
from participation.models import Ballot, Consultation, Envelope, LogEvent, Phase, RollEntry, VoteBox
from portal.errors import CivicError
from portal.models import User
from tests.participation.voting import cast, close_and_open

RACERS = 200
AT_ONCE = 16

pytestmark = pytest.mark.django_db(transaction=True)


def _race(
    question: Consultation, entries: Sequence[tuple[User, list[int], dict[str, Any]]]
) -> list[ballots.Cast | CivicError]:
    """All of these casts, AT_ONCE at a time; what each gave or raised, in order."""

    def one(entry: tuple[User, list[int], dict[str, Any]]) -> ballots.Cast | CivicError:
        voter, ticks, more = entry
        try:
            return cast(voter, question, ticks, **more)
        except CivicError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, entries))


def _ids(question: Consultation) -> list[int]:
    return [option.pk for option in question.options.all()]


def _accepted(outcomes: list[ballots.Cast | CivicError]) -> list[ballots.Cast]:
    return [one for one in outcomes if isinstance(one, ballots.Cast)]


def test_two_hundred_racing_votes_count_exactly_two_hundred(
    make_voters: Callable[[int], list[User]], question: Consultation
) -> None:
    ids = _ids(question)
    entries = [(voter, [ids[place % 3]], {}) for place, voter in enumerate(make_voters(RACERS))]
    codes = {one.code for one in _accepted(_race(question, entries))}
    assert len(codes) == RACERS
    assert RollEntry.objects.count() == Envelope.objects.count() == RACERS
    close_and_open(question)
    counted = Counter(Ballot.objects.values_list("content", flat=True))
    assert sorted(counted.values()) == [66, 67, 67]


def test_one_person_on_many_devices_at_once_has_one_ballot(
    make_voters: Callable[[int], list[User]], question: Consultation
) -> None:
    [voter] = make_voters(1)
    outcomes = _race(question, [(voter, _ids(question)[:1], {})] * 48)
    assert len(_accepted(outcomes)) == 1
    assert {type(one) for one in outcomes} == {ballots.Cast, ballots.AlreadyVoted}
    assert RollEntry.objects.count() == Envelope.objects.count() == LogEvent.objects.count() == 1


def test_one_form_sent_many_times_at_once_is_one_event_with_one_receipt(
    make_voters: Callable[[int], list[User]], question: Consultation
) -> None:
    [voter] = make_voters(1)
    form = {"secret": ballots.new_secret(), "token": "form-1"}
    outcomes = _race(question, [(voter, _ids(question)[:1], form)] * 48)
    assert len({one.code for one in _accepted(outcomes)}) == 1
    assert len(_accepted(outcomes)) == 48
    assert Envelope.objects.count() == LogEvent.objects.count() == 1
    close_and_open(question)
    assert VoteBox.objects.get().facts["unlogged"] == 0


def test_many_changes_at_once_leave_one_ballot_that_the_log_knows(
    make_voters: Callable[[int], list[User]], question: Consultation
) -> None:
    [voter] = make_voters(1)
    ids, secret = _ids(question), ballots.new_secret()
    entries = [(voter, [ids[place % 3]], {"secret": secret}) for place in range(48)]
    assert len(_accepted(_race(question, entries))) == 48
    assert LogEvent.objects.count() == 48
    close_and_open(question)
    facts = VoteBox.objects.get().facts
    assert (facts["ballots"], facts["replaced"], facts["unlogged"]) == (1, 47, 0)


def test_lost_keys_and_changes_at_once_leave_one_ballot(
    make_voters: Callable[[int], list[User]], question: Consultation
) -> None:
    [voter] = make_voters(1)
    ids = _ids(question)
    first = cast(voter, question, ids[:1])
    entries = [
        (voter, [ids[place % 3]], {"again": True} if place % 2 else {"secret": first.secret})
        for place in range(32)
    ]
    outcomes = _race(question, entries)
    assert all(isinstance(one, ballots.Cast) for one in outcomes[1::2])
    assert RollEntry.objects.count() == Envelope.objects.count() == 1
    close_and_open(question)
    facts = VoteBox.objects.get().facts
    assert (facts["ballots"], facts["withdrawn"], facts["unlogged"]) == (1, 16, 0)
    assert facts["events"] == 1 + len(_accepted(outcomes))


def test_no_vote_is_lost_between_the_close_and_the_opening(
    make_voters: Callable[[int], list[User]], question: Consultation
) -> None:
    """People vote without pause while the vote closes and its box is opened: told in is in."""
    voters, ids = make_voters(400), _ids(question)
    Phase.objects.filter(consultation=question, kind="vote").update(
        closes_at=timezone.now() + timedelta(seconds=0.5)
    )
    over = threading.Event()

    def open_when_closed() -> None:
        try:
            while not ballots.open_box(question.pk):
                over.wait(0.002)
        finally:
            over.set()
            connection.close()

    opener = threading.Thread(target=open_when_closed)
    opener.start()
    accepted, refused = 0, 0
    for start in range(0, 400, 50):
        outcomes = _race(question, [(voter, ids[:1], {}) for voter in voters[start : start + 50]])
        accepted += len(_accepted(outcomes))
        refused += sum("was not stored" in str(one) for one in outcomes)
        if over.is_set():
            break
    opener.join()
    assert refused
    assert (
        accepted == Ballot.objects.count() == RollEntry.objects.count() == LogEvent.objects.count()
    )
    assert not Envelope.objects.exists()
