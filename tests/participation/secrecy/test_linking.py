"""Two hundred elections, everything dumped: matching voters to ballots does no better than chance.

A strategy that told one voter in twelve the right ballot, beyond chance, would be found.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from django.db import connection
from django.utils import timezone

from participation import ballots
from participation.ballots import opening
from participation.ledger import sequencing
from participation.models import Consultation, Phase
from portal.models import User
from tests.participation.secrecy.attack import Case, Report, attack
from tests.participation.secrecy.dump import TABLES, Log, Row, cases, rows_of
from tests.participation.secrecy.elections import Election, Polling, PollingByWeb, questions
from tests.participation.secrecy.naive import naive_cases
from twin.models import Scenario

ELECTIONS = 200
BY_WEB = 6

pytestmark = pytest.mark.django_db(transaction=True)


def _poll(asked: list[Consultation], people: list[User]) -> list[Election]:
    lot = Random(2026)
    return [
        (PollingByWeb if place < BY_WEB else Polling)(one, people, lot).run()
        for place, one in enumerate(asked)
    ]


def _dump(*names: str) -> dict[str, list[Row]]:
    return {name: rows_of(TABLES[name]) for name in names}


def _close_and_open(asked: list[Consultation]) -> None:
    Phase.objects.filter(kind="vote").update(closes_at=timezone.now())
    for one in asked:
        assert ballots.open_box(one.pk)


def _all_cases(
    people: list[User], scenarios: list[Scenario], monkeypatch: pytest.MonkeyPatch
) -> list[Case]:
    # Small votes, so small blocks; and one rewriting of a table that this attack does not look at.
    monkeypatch.setattr(sequencing, "BLOCK", 3)
    monkeypatch.setattr(opening, "shred_keys", lambda: False)
    asked = questions(ELECTIONS, scenarios)
    log = Log()
    elections = _poll(asked, people)
    wal = log.commits()
    log.close()
    people_too = ("account", "session")
    during = _dump("roll", "envelope", "event", *people_too)
    _close_and_open(asked)
    after = _dump("roll", "envelope", "event", "ballot", *people_too)
    return cases(elections, during, after, wal)


def _assert_no_better_than_chance(report: Report) -> None:
    name, score = report.best()
    assert score.sigmas < report.bound, (name, score)
    name, score = report.most_leaning()
    assert abs(score.sigmas) < report.bound, (name, score)


def test_the_whole_database_tells_nobody_whose_ballot_is_whose(
    make_voters: Callable[[int], list[User]],
    scenarios: list[Scenario],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = _all_cases(make_voters(14), scenarios, monkeypatch)
    report = attack(found)
    assert len(found) == ELECTIONS
    assert len(report.matched) > 300
    # Of the strategies that every election allows; some columns are there in some of them only.
    score = max(report.matched.values(), key=lambda one: one.voters)
    assert report.bound * score.variance**0.5 < score.voters / 12
    assert any("session session_data during" in name for name in report.matched)
    _assert_no_better_than_chance(report)


def test_the_same_attack_finds_everybody_in_a_store_with_links(
    make_voters: Callable[[int], list[User]],
) -> None:
    """Two tables without a common key, filled in one transaction a vote, as is often done."""
    report = attack(naive_cases(connection, make_voters(14), elections=30))
    _name, score = report.best()
    assert score.hits == score.voters
    assert score.sigmas > 5 * report.bound
