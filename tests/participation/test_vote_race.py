"""Two hundred people vote at once, each on a connection of its own: all are counted, once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from participation import ballots
from participation.models import Ballot, Consultation, RollEntry
from portal.models import User

RACERS = 200
AT_ONCE = 16


def _cast(question: Consultation, voter: User, choice: list[int]) -> str:
    try:
        return ballots.cast_ballot(actor=voter, consultation=question, option_ids=choice).code
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_two_hundred_racing_votes_count_exactly_two_hundred(
    make_voters: Callable[[int], list[User]], question: Consultation
) -> None:
    voters = make_voters(RACERS)
    option_ids = [option.pk for option in question.options.all()]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        codes = list(
            pool.map(
                lambda place: _cast(question, voters[place], [option_ids[place % 3]]),
                range(RACERS),
            )
        )
    assert len(set(codes)) == RACERS
    assert RollEntry.objects.count() == Ballot.objects.count() == RACERS
    assert ballots.count_box(question).ballots == RACERS


@pytest.mark.django_db(transaction=True)
def test_one_person_pressing_fifty_times_has_one_ballot(
    make_voters: Callable[[int], list[User]], question: Consultation
) -> None:
    [voter] = make_voters(1)
    option_ids = [option.pk for option in question.options.all()]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        codes = list(
            pool.map(lambda place: _cast(question, voter, [option_ids[place % 3]]), range(50))
        )
    assert RollEntry.objects.count() == Ballot.objects.count() == 1
    assert sum(ballots.find_receipt(code) is not None for code in codes) == 1
