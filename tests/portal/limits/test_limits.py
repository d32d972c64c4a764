"""What a limit counts, what it says, and what it forgets."""

from __future__ import annotations

import json
import re
import time
from datetime import timedelta
from typing import Any

import pytest
import redis
from django.conf import settings as site
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from portal import limits
from portal.errors import TooOften
from portal.limits import (
    CATALOGUE,
    Limit,
    counting,
    forget,
    give_back,
    purge,
    standing,
    take,
    take_each,
)
from portal.problems import ProblemMiddleware, api_problem
from portal.tasks import purge_limits


@pytest.fixture(params=["redis", "database"])
def where(request: pytest.FixtureRequest, db: None) -> str:
    """Every fact holds in both places."""
    if request.param == "database":
        request.getfixturevalue("without_redis")
    return str(request.param)


# An hour before midnight the day is said too.
AN_HOUR_ON = re.compile(r"Try again after (.+, )?\d\d:\d\d")


@pytest.fixture
def three(monkeypatch: pytest.MonkeyPatch) -> Limit:
    """Three in an hour."""
    monkeypatch.setattr(CATALOGUE, "_items", dict(CATALOGUE._items))
    return Limit("of a test: three", 3, 3_600)


def test_the_fourth_of_three_is_refused_and_told_when_to_come_again(
    where: str, three: Limit
) -> None:
    assert [take(three, "ana").left for _time in range(3)] == [2, 1, 0]
    with pytest.raises(TooOften, match=AN_HOUR_ON) as refused:
        take(three, "ana")
    assert 3_500 < refused.value.retry_after_s <= 3_600


def test_another_person_and_another_limit_are_counted_apart(where: str, three: Limit) -> None:
    take(three, "ana", cost=3)
    assert take(three, "bo").left == 2
    assert take(Limit("of a test: other", 3, 60), "ana").left == 2


def test_two_parts_are_not_the_same_as_one(where: str, three: Limit) -> None:
    take(three, "a", "b", cost=3)
    assert standing(three, "ab").count == 0


def test_looking_counts_nothing(where: str, three: Limit) -> None:
    take(three, "ana")
    assert [standing(three, "ana").count for _time in range(2)] == [1, 1]
    assert standing(three, "nobody") == limits.Standing(0, 3, 0)


def test_what_is_refused_is_not_counted(where: str, three: Limit) -> None:
    take(three, "ana", cost=2)
    with pytest.raises(TooOften):
        take(three, "ana", cost=2)
    assert standing(three, "ana").count == 2


def test_of_two_limits_both_count_or_none(where: str, three: Limit) -> None:
    one = Limit("of a test: one", 1, 60)
    take(one, "network")
    with pytest.raises(TooOften):
        take_each((three, ("ana",)), (one, ("network",)))
    assert standing(three, "ana").count == 0


def test_what_is_given_back_may_be_taken_again_and_never_less_than_nothing(
    where: str, three: Limit
) -> None:
    take(three, "ana")
    for _time in range(3):
        give_back(three, "ana")
    assert standing(three, "ana").count == 0
    assert take(three, "ana", cost=3).left == 0


def test_a_forgotten_count_begins_at_nothing(where: str, three: Limit) -> None:
    take(three, "ana", cost=3)
    forget(three, "ana")
    assert take(three, "ana").count == 1


def test_a_span_ends(where: str, three: Limit) -> None:
    short = Limit("of a test: short", 1, 1)
    take(short, "ana")
    time.sleep(1.05)
    assert take(short, "ana").count == 1


def test_trying_again_and_again_does_not_make_the_wait_longer(where: str, three: Limit) -> None:
    short = Limit("of a test: patient", 1, 1)
    take(short, "ana")
    refused = 0
    # Were each try to begin the second anew, none of them would ever be let through.
    while refused < 50:
        try:
            assert take(short, "ana").count == 1
            break
        except TooOften:
            refused += 1
            time.sleep(0.1)
    assert refused < 50


def test_a_try_stays_counted_when_its_transaction_is_rolled_back(
    db: None, where: str, three: Limit
) -> None:
    with transaction.atomic():
        take(three, "ana")
        transaction.set_rollback(True)
    assert standing(three, "ana").count == 1


def test_no_name_lies_where_limits_are_counted(three: Limit) -> None:
    take(three, "ana@example.org")
    keys = b" ".join(redis.Redis.from_url(site.REDIS_URL).keys("*limit*"))
    assert keys
    assert b"ana" not in keys


def test_what_the_database_counted_is_purged_when_it_is_over(
    without_redis: None, three: Limit
) -> None:
    take(Limit("of a test: soon", 1, 1), "ana")
    take(three, "ana")
    time.sleep(1.05)
    assert purge() == 1
    purge_limits()
    assert purge() == 0
    assert standing(three, "ana").count == 1


def test_a_limit_may_say_it_in_its_own_words(three: Limit) -> None:
    own = Limit("of a test: own", 1, 60, "Not before %(time)s, else write to %(contact)s.")
    take(own, "ana")
    with pytest.raises(TooOften, match=r"^Not before (.+, )?\d\d:\d\d, else write to \S+@\S+$"):
        take(own, "ana")


def _refused(three: Limit) -> TooOften:
    take(three, "ana", cost=3)
    with pytest.raises(TooOften) as refused:
        take(three, "ana")
    return refused.value


def test_the_page_says_when_and_so_does_its_header(three: Limit, rf: RequestFactory) -> None:
    def never(_request: HttpRequest) -> HttpResponse:
        raise AssertionError

    request = rf.post("/anywhere/")
    request.user = type("Guest", (), {"is_authenticated": False})()  # type: ignore[assignment]
    error = _refused(three)
    page = ProblemMiddleware(never).process_exception(request, error)
    assert page is not None
    assert page.status_code == 429
    assert 3_500 < int(page["Retry-After"]) <= 3_600
    assert AN_HOUR_ON.search(page.content.decode())


def test_a_program_reads_when_in_the_problem_and_in_the_header(three: Limit) -> None:
    answer: Any = api_problem(_refused(three), {})
    assert answer["Content-Type"] == "application/problem+json"
    assert json.loads(answer.content)["retry_after_s"] == int(answer["Retry-After"])


def test_it_is_said_in_french(three: Limit) -> None:
    with override("fr"):
        assert re.search(r"Réessayez après (.+, )?\d\d:\d\d", str(_refused(three)))


def test_a_wait_until_tomorrow_names_the_day() -> None:
    far = counting.too_often(Limit("far", 1, 86_400), 2 * 86_400)
    day = date_format(timezone.localtime() + timedelta(days=2, seconds=59), "l")
    assert day in str(far)
