"""Guessing at a name: slow for all the world, and never a lock for whoever bears it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from participation.eligibility import limits, turns
from participation.eligibility.census.voting import digest_of
from participation.models import CensusKey, Consultation
from portal.errors import BadInput, TooOften
from portal.limits import forget, standing
from tests.participation.eligibility.conftest import Come

BIRTH = dt.date(1961, 5, 17)
GUESSER, HOME = "a" * 16, "b" * 16
Clock = Callable[[float], None]


@pytest.fixture
def zoe(with_rule: Callable[..., Consultation]) -> Consultation:
    """A question with a list on which Zoé X stands."""
    question = with_rule(kind="census", fields=["name", "birth_date"])
    facts = ["x zoe", BIRTH.isoformat()]
    CensusKey.objects.create(consultation=question, digest=digest_of(question.pk, facts), area="")
    return question


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """clock(s): so many seconds later, as far as turns are told apart."""
    now = [1_800_000_000.0]
    monkeypatch.setattr(turns.time, "time", lambda: now[0])

    def later(seconds: float) -> None:
        now[0] += seconds

    return later


def guess(come: Come, number: int, network: str = GUESSER, device: str = "") -> None:
    """One wrong date."""
    day = BIRTH - dt.timedelta(days=number + 1)
    come(name="Zoé X", birth_date=f"{day:%d/%m/%Y}", network=network, device=device)


def right(come: Come, network: str = HOME, device: str = "home") -> Any:
    """The person herself."""
    date = f"{BIRTH:%d/%m/%Y}"
    return come(name="Zoé X", birth_date=date, network=network, device=device)


def make_slow(come: Come) -> None:
    """As many wrong dates as go at once."""
    for number in range(limits.NAMED.most):
        with pytest.raises(BadInput, match="not find you"):
            guess(come, number, network=f"{number:016d}")


def test_the_list_finds_its_person(zoe: Consultation, come: Come) -> None:
    assert right(come)


def test_a_neighbour_who_types_a_name_wrong_delays_its_bearer_and_locks_nobody(
    zoe: Consultation, come: Come, clock: Clock
) -> None:
    make_slow(come)
    with pytest.raises(TooOften, match=r"your turn is after (.+, )?\d\d:\d\d") as refused:
        right(come)
    assert refused.value.retry_after_s <= turns.TURN_S
    clock(refused.value.retry_after_s)
    assert right(come)


def test_her_turn_stays_hers_while_the_guesser_goes_on(
    zoe: Consultation, come: Come, clock: Clock
) -> None:
    make_slow(come)
    with pytest.raises(TooOften):
        guess(come, 20)
    with pytest.raises(TooOften) as refused:
        right(come)
    # One network guesses: she waits for one turn more than without it.
    assert refused.value.retry_after_s <= 2 * turns.TURN_S
    for number in range(30, 36):
        with pytest.raises(TooOften):
            guess(come, number, device=str(number))
    clock(refused.value.retry_after_s)
    assert right(come)


def test_from_a_hundred_networks_a_name_is_tried_six_times_an_hour(
    zoe: Consultation, come: Come, clock: Clock
) -> None:
    make_slow(come)
    looked_up, minutes = 0, 60
    for minute in range(minutes):
        for network in range(100 if minute == 0 else 6):
            try:
                guess(come, minute * 100 + network, network=f"{network:016d}")
            except BadInput:
                looked_up += 1
            except TooOften:
                pass
        clock(60)
    an_hour = looked_up / (minutes / 60)
    assert an_hour <= 3_600 / turns.TURN_S
    # With the tries that go at once; eighty years of dates, the right one found half-way.
    an_hour += limits.NAMED.most / (limits.NAMED.span_s / 3_600)
    assert 80 * 365.25 / 2 / an_hour / 24 > 65


def test_other_names_go_on_meanwhile(zoe: Consultation, come: Come) -> None:
    make_slow(come)
    with pytest.raises(BadInput, match="not find you"):
        come(name="Bo R", birth_date="9/1/1980", network=GUESSER)


def test_a_turn_admits_one_try(zoe: Consultation, come: Come, clock: Clock) -> None:
    make_slow(come)
    with pytest.raises(TooOften) as refused:
        guess(come, 20)
    clock(refused.value.retry_after_s)
    with pytest.raises(BadInput):
        guess(come, 21)
    with pytest.raises(TooOften):
        guess(come, 22)


def test_waiting_for_a_turn_uses_up_no_tries_of_the_network(zoe: Consultation, come: Come) -> None:
    make_slow(come)
    for number in range(limits.NETWORK.most + 5):
        with pytest.raises(TooOften, match="your turn"):
            guess(come, number, network=HOME)


def test_a_form_sent_twice_at_once_takes_one_of_its_networks_places(db: None, clock: Clock) -> None:
    vote, who = (1, "x zoe"), (1, "x zoe", HOME, "home")
    now = turns.time.time()
    for _time in "12":
        with suppress(TooOften):
            turns._reserve(vote, who, HOME, int(now // turns.TURN_S), now)
    assert standing(turns._NETWORK, *vote, HOME).count == 1
    forget(turns._NETWORK, *vote, HOME)
    forget(turns._WAITING, *who)
