"""What a reader of the tables can tie while a vote is open: account to receipt, by `xmin`."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from participation.ballots import mix_roll, turnout
from participation.ballots.mixing import _ANEW, LEAST
from participation.ledger.codes import code_of, commitment
from participation.models import Consultation, Envelope, LogEvent, RollEntry
from participation.tasks import sequence_logs
from portal.models import User
from tests.participation.secrecy.dump import rows_of
from tests.participation.voting import cast, close_and_open

pytestmark = pytest.mark.django_db(transaction=True)

_TIED = """
select r.person_id, e.slot, e.sealed from participation_rollentry r
join participation_envelope e on e.xmin = r.xmin and e.consultation_id = r.consultation_id
"""


@pytest.fixture
def voted(make_voters: Callable[[int], list[User]], question: Consultation) -> dict[int, str]:
    """The receipt's code of each of 120 voters, by account."""
    ids = [question.options.all()[0].pk]
    return {
        voter.pk: cast(voter, question, ids).code.replace("-", "") for voter in make_voters(120)
    }


def tied() -> dict[int, str]:
    """Accounts whose receipt's code the attacker names by transaction numbers, each to one code."""
    with connection.cursor() as cursor:
        cursor.execute(_TIED)
        rows = cursor.fetchall()
    told = Counter(person for person, _slot, _sealed in rows)
    return {
        person: code_of(commitment(bytes(slot), bytes(sealed)))
        for person, slot, sealed in rows
        if told[person] == 1
    }


def test_unmixed_every_account_is_tied_to_its_receipt(voted: dict[int, str]) -> None:
    """The attack is a real one."""
    assert tied() == voted


def test_once_the_clock_has_mixed_the_roll_no_account_is_tied_to_a_receipt(
    voted: dict[int, str], question: Consultation
) -> None:
    before = {row["person_id"]: bytes(row["voter"]) for row in rows_of("participation_rollentry")}
    sequence_logs()
    after = rows_of("participation_rollentry")
    assert tied() == {}
    assert {row["person_id"]: bytes(row["voter"]) for row in after} == before
    together = Counter(row["xmin"] for row in after)
    assert min(together.values()) >= LEAST
    assert LogEvent.objects.exclude(place=None).count() == 100


def test_nor_does_the_order_of_the_rows_tell_it(voted: dict[int, str]) -> None:
    sequence_logs()
    roll = sorted(rows_of("participation_rollentry"), key=lambda row: row["ctid"])
    came = {person: number for number, person in enumerate(voted)}
    gaps = sum((place - came[row["person_id"]]) ** 2 for place, row in enumerate(roll))
    number = len(roll)
    # Spearman's rank correlation; five standard deviations of chance.
    assert abs(1 - 6 * gaps / (number * (number**2 - 1))) < 5 / (number - 1) ** 0.5


def test_fewer_than_fifty_wait_until_they_are_fifty(
    make_voters: Callable[[int], list[User]], question: Consultation
) -> None:
    voters = make_voters(60)
    ids = [question.options.all()[0].pk]
    for voter in voters[:49]:
        cast(voter, question, ids)
    assert mix_roll(question.pk) == 0
    for voter in voters[49:]:
        cast(voter, question, ids)
    assert mix_roll(question.pk) == 60
    assert mix_roll(question.pk) == 0


def test_mixing_changes_nothing_of_a_vote(voted: dict[int, str], question: Consultation) -> None:
    options = [option.pk for option in question.options.all()]
    first = User.objects.get(pk=next(iter(voted)))
    mix_roll(question.pk)
    assert cast(first, question, options[1:], again=True).replaced
    assert RollEntry.objects.count() == 120
    close_and_open(question)
    assert turnout(question).people == 120
    assert question.ballots.count() == 120


def test_who_changes_their_vote_while_the_roll_is_mixed_loses_nothing(
    voted: dict[int, str], question: Consultation
) -> None:
    options = [option.pk for option in question.options.all()]
    people = list(User.objects.filter(pk__in=list(voted)[:40]))
    done = threading.Event()
    mixed = []

    def mix() -> None:
        while not done.is_set():
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("select id from participation_rollentry for update skip locked")
                cursor.execute(_ANEW, [[row[0] for row in cursor.fetchall()]])
                mixed.append(cursor.rowcount)
            # A hundred times as often as the clock does.
            time.sleep(0.1)
        connection.close()

    beside = threading.Thread(target=mix)
    beside.start()
    try:
        for person in people:
            assert cast(person, question, options[1:], again=True).replaced
    finally:
        done.set()
        beside.join()
    # The one row that a vote holds at that moment is skipped, however often it is mixed.
    assert min(mixed) >= 119
    assert (RollEntry.objects.count(), Envelope.objects.count()) == (120, 120)
