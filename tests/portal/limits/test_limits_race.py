"""Every limit of the site holds when many come at once: in Redis, and in the database."""

from __future__ import annotations

import threading
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings as site
from django.urls import get_resolver

from portal.errors import TooOften
from portal.limits import CATALOGUE, Limit, in_database, standing, take
from portal.limits.tally import Entry
from tests.portal.limits.conftest import OwnRedis

AT_ONCE, ROOM = 12, 3


def every_limit() -> list[Limit]:
    """All that loading the site's addresses and tasks declares."""
    _ = get_resolver().url_patterns
    for app in ("portal", "twin", "participation"):
        import_module(f"{app}.tasks")
    assert site.ROOT_URLCONF
    return [limit for _name, limit in CATALOGUE.items()]


def at_once(times: int, act: Callable[[int], Any]) -> int:
    """How many of `times` threads that begin together are let through."""
    gate, through, wrong = threading.Barrier(times), [], []

    def run(number: int) -> None:
        gate.wait()
        try:
            act(number)
            through.append(number)
        except TooOften:
            pass
        except Exception as error:  # noqa: BLE001
            wrong.append(error)

    threads = [threading.Thread(target=run, args=(n,)) for n in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    return len(through)


def race(limit: Limit) -> int:
    """Let twelve come where there is room for as many as three (or all that the limit has)."""
    if limit.most > ROOM:
        take(limit, "racer", cost=limit.most - ROOM)
    return at_once(AT_ONCE, lambda _n: take(limit, "racer"))


def test_no_limit_of_the_catalogue_can_be_raced_past() -> None:
    for limit in every_limit():
        assert race(limit) == min(limit.most, ROOM), limit.name


def test_no_limit_of_the_catalogue_can_be_raced_past_without_redis(without_redis: None) -> None:
    for limit in every_limit():
        assert race(limit) == min(limit.most, ROOM), limit.name


def test_processes_that_count_in_the_database_share_one_limit(without_redis: None) -> None:
    kept = [in_database.Connection() for _process in range(8)]
    entries = [Entry("k" * 40, 5, 60), Entry("j" * 40, 9, 60)]

    def one(number: int) -> None:
        refused, _counts = in_database.take(entries, 1, kept[number % 8])
        if refused is not None:
            raise TooOften("no")

    assert at_once(24, one) == 5


def test_a_limit_holds_when_redis_is_stopped_midway(own_redis: OwnRedis) -> None:
    limit = Limit("of a test: stopped midway", 5, 60)
    assert at_once(AT_ONCE, lambda _n: take(limit, "a")) == 5
    own_redis.stop()
    assert at_once(AT_ONCE, lambda _n: take(limit, "a")) == 5
    assert standing(limit, "a").left == 0


@pytest.fixture(autouse=True)
def _no_limit_of_a_test_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CATALOGUE, "_items", dict(CATALOGUE._items))
