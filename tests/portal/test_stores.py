"""Connections to the database and to Redis that end between two requests."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg
import pytest
import redis
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from portal.database import planned_cursor
from portal.rediscache import Direct


@pytest.fixture
def site(transactional_db: Any) -> Iterator[Any]:
    """This thread's connection as a request begins with it: its check is due."""
    _ask()
    connection.health_check_enabled = True
    yield connection
    connection.close()


def _ask() -> int:
    with planned_cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        return int(cursor.fetchone()[0])


def _end(pid: int) -> None:
    """End a server process of the database, as its restart does, and wait until it is gone."""
    params = connection.get_connection_params()
    plain = {name: params[name] for name in ("dbname", "user", "host", "port") if params.get(name)}
    with psycopg.connect(**plain, autocommit=True) as other:
        other.execute("select pg_terminate_backend(%s)", [pid])
        for _wait in range(200):
            found = other.execute("select 1 from pg_stat_activity where pid = %s", [pid])
            if found.fetchone() is None:
                return
            time.sleep(0.01)
    raise AssertionError("it does not end")


def test_a_request_after_the_database_ended_its_connection_gets_a_new_one(site: Any) -> None:
    before = _ask()
    site.health_check_done = False
    _end(before)
    assert _ask() != before


def _last_question(pid: int) -> str:
    """What the server heard last on a connection."""
    with connection.cursor() as cursor:
        cursor.execute("select query from pg_stat_activity where pid = %s", [pid])
        return str(cursor.fetchone()[0])


def test_a_kept_connection_is_looked_at_without_a_question(db: None) -> None:
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("select pg_backend_pid()")
            pid = int(cursor.fetchone()[0])
        assert other.is_usable()
        assert _last_question(pid) == "select pg_backend_pid()"
    finally:
        other.close()


@pytest.fixture
def client() -> Iterator[Direct]:
    found: Direct = Direct.from_url(settings.REDIS_URL)
    with closing(found):
        yield found
    found.delete("civic:test:stores")


def test_a_thread_keeps_its_redis_connection(client: Direct) -> None:
    assert client.client_id() == client.client_id()


def test_two_threads_have_two_redis_connections(client: Direct) -> None:
    seen: list[int] = []
    other = threading.Thread(target=lambda: seen.append(client.client_id()))
    other.start()
    other.join()
    assert seen != [client.client_id()]


def test_threads_may_come_and_go_without_end(client: Direct) -> None:
    answered: list[bool] = []
    for _time in range(120):
        one = threading.Thread(target=lambda: answered.append(client.ping()))
        one.start()
        one.join()
    assert answered == [True] * 120


def test_a_question_after_redis_ended_the_connection_is_answered(client: Direct) -> None:
    client.set("civic:test:stores", "kept")
    _end_redis(client.client_id())
    assert client.get("civic:test:stores") == b"kept"


def test_an_answer_that_is_an_error_leaves_the_next_one_right(client: Direct) -> None:
    client.set("civic:test:stores", "a word")
    with pytest.raises(redis.ResponseError):
        client.incr("civic:test:stores")
    assert client.get("civic:test:stores") == b"a word"


def test_the_cache_asks_over_one_kept_connection() -> None:
    asked = cache._cache.get_client()  # type: ignore[attr-defined]
    assert isinstance(asked, Direct)
    before = asked.client_id()
    cache.get("civic:test:stores")
    assert asked.client_id() == before


def _end_redis(client_id: int) -> None:
    with closing(redis.Redis.from_url(settings.REDIS_URL)) as other:
        other.client_kill_filter(_id=str(client_id))


def _planned(number: int) -> list[Any]:
    with planned_cursor() as cursor:
        cursor.execute("select %s::int + 1", [number])
        return list(cursor.fetchone())


def _plans() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_prepared_statements")
        return int(cursor.fetchone()[0])


def test_a_planned_statement_is_planned_once_for_all_its_values(db: None) -> None:
    before = _plans()
    assert [_planned(number) for number in (1, 2, 3)] == [[2], [3], [4]]
    assert _plans() - before == 1


def test_no_other_statement_is_kept_by_the_connection(db: None) -> None:
    _planned(1)
    before = _plans()
    for number in range(20):
        with connection.cursor() as cursor:
            cursor.execute("select %s", [number])
    assert _plans() == before
    assert not connection.connection._prepared._counts


def test_behind_a_pooler_nothing_is_planned(db: None, settings: Settings) -> None:
    settings.PLAN_ONCE = False
    before = _plans()
    assert _planned(4) == [5]
    assert _plans() == before


def test_a_planned_statement_is_counted_as_a_query(db: None) -> None:
    with CaptureQueriesContext(connection) as seen:
        _planned(1)
        _planned(2)
    assert [query["sql"] for query in seen] == ["select %s::int + 1"] * 2
