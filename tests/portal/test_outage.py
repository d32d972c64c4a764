"""The database is away, two requests meet in it, or one takes too long: what people are told."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client
from django.urls import path
from pytest_django import Settings

from portal.launch.needs.redis import free_port
from portal.logs.folding import cause
from portal.models import User
from portal.urls import urlpatterns

COOKIE = "0123456789abcdefghijklmnopqrstuv"
PAGES = ["/", "/account/login/", "/c/streets/", "/desk/", "/me/devices/"]


@pytest.fixture
def guest(settings: Settings) -> Client:
    """Somebody with a session of before; what the site answers comes to them, whatever broke."""
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = COOKIE
    return client


@pytest.fixture
def away(django_db_blocker: Any) -> Iterator[None]:
    """Nobody listens where the database should be."""
    there = connection.settings_dict
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict = {**there, "HOST": "127.0.0.1", "PORT": str(free_port())}
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict = there


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("away")
def test_without_a_database_a_page_says_when_to_come_again(page: str, guest: Client) -> None:
    answer = guest.get(page, headers={"Accept-Language": "en"})
    words = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "no-store" in answer["Cache-Control"]
    assert "Nothing is lost" in words
    assert "Try again in half a minute" in words
    assert f'href="{page}"' in words


@pytest.mark.usefixtures("away")
def test_without_a_database_it_is_said_in_french_too(guest: Client) -> None:
    answer = guest.get("/", headers={"Accept-Language": "fr-FR,fr;q=0.9"})
    assert '<html lang="fr">' in answer.content.decode()
    assert "Rien n’est perdu" in answer.content.decode()


@pytest.mark.usefixtures("away")
def test_without_a_database_a_program_gets_a_problem(guest: Client) -> None:
    answer = guest.get("/api/consultations/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == "about:blank#away"
    assert answer.json()["retry_after_s"] == 30


@pytest.mark.usefixtures("away")
def test_what_was_sent_without_a_database_is_not_said_to_have_come(guest: Client) -> None:
    answer = guest.post("/me/devices/", {"which": "all"})
    words = answer.content.decode()
    assert answer.status_code == 503
    assert "may not have arrived" in words
    assert "Try again</a>" not in words


@pytest.mark.usefixtures("away")
def test_nobody_is_signed_out_because_the_database_was_away(guest: Client) -> None:
    assert not guest.get("/desk/").cookies


@pytest.mark.usefixtures("away")
def test_the_page_of_an_outage_finds_its_looks_without_a_database(guest: Client) -> None:
    assert 'href="/theme.css"' in guest.get("/").content.decode()
    assert guest.get("/theme.css").status_code == 200


@pytest.mark.usefixtures("away")
def test_an_outage_is_one_cause_in_the_log(guest: Client, caplog: pytest.LogCaptureFixture) -> None:
    for page in (*PAGES, "/api/consultations/", "/no/such/page/"):
        assert guest.get(page).status_code == 503
    assert {cause(one) for one in caplog.records if one.name == "django.request"} == {("away",)}


@pytest.mark.django_db(transaction=True)
def test_wherever_its_connection_ends_a_page_is_answered_with_503(resident: User) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(resident)
    statuses = []
    for place in range(40):
        with _ending(at=place):
            statuses.append(client.get("/me/devices/").status_code)
        if statuses[-1] == 200:
            break
    assert statuses == [503] * place + [200]
    assert place >= 2


class _ending:
    """Within it, the server ends this thread's connection before its statement number `at`."""

    def __init__(self, at: int) -> None:
        self.left = at

    def __enter__(self) -> None:
        connection.ensure_connection()
        self.wrapped = connection.execute_wrapper(self._count)
        self.wrapped.__enter__()

    def _count(self, execute: Callable[..., Any], sql: Any, params: Any, *more: Any) -> Any:
        if self.left == 0:
            _end(connection.connection.info.backend_pid)
        self.left -= 1
        return execute(sql, params, *more)

    def __exit__(self, *what: Any) -> None:
        self.wrapped.__exit__(*what)
        connection.close()


def _beside() -> psycopg.Connection[Any]:
    params = connection.get_connection_params()
    plain = {name: params[name] for name in ("dbname", "user", "host", "port") if params.get(name)}
    return psycopg.connect(**plain, autocommit=True)


def _end(pid: int) -> None:
    with _beside() as other:
        other.execute("select pg_terminate_backend(%s)", [pid])
        while other.execute("select 1 from pg_stat_activity where pid = %s", [pid]).fetchone():
            time.sleep(0.005)


_turn = threading.Event()


def _slow(request: HttpRequest) -> HttpResponse:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local statement_timeout = '20ms'")
        cursor.execute("select pg_sleep(5)")
    return HttpResponse()


def _meeting(request: HttpRequest) -> HttpResponse:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(7001)")
        assert _turn.wait(10)
        cursor.execute("select pg_advisory_xact_lock(7002)")
    return HttpResponse()


def _streamed(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(str(person.pk) for person in User.objects.iterator())


def _broken_off(request: HttpRequest) -> StreamingHttpResponse:
    def pieces() -> Iterator[str]:
        yield "the first"
        yield str(User.objects.count())

    return StreamingHttpResponse(pieces())


handler500 = "portal.problems.failed"
urlpatterns = [
    path("slow/", _slow),
    path("meeting/", _meeting),
    path("streamed/", _streamed),
    path("broken-off/", _broken_off),
    *urlpatterns,
]


@pytest.mark.urls(__name__)
@pytest.mark.django_db(transaction=True)
def test_what_takes_the_database_too_long_is_said_to() -> None:
    answer = Client(raise_request_exception=False).get("/slow/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "This took too long and was broken off" in answer.content.decode()
    assert "Ask for less at once" in answer.content.decode()


@pytest.mark.urls(__name__)
@pytest.mark.django_db(transaction=True)
def test_what_was_sent_and_broken_off_is_sent_again_from_the_page_before() -> None:
    answer = Client(raise_request_exception=False).post("/slow/", {"words": "a bench"})
    assert answer.status_code == 503
    assert "Nothing was changed. Go back with your browser" in answer.content.decode()


@pytest.mark.urls(__name__)
@pytest.mark.django_db(transaction=True)
def test_who_meets_another_in_the_database_may_try_again_at_once() -> None:
    _turn.clear()
    other = threading.Thread(target=_meet)
    other.start()
    answer = Client(raise_request_exception=False).get("/meeting/")
    other.join()
    assert (answer.status_code, answer["Retry-After"]) == (503, "2")
    assert "your request gave way" in answer.content.decode()


def _meet() -> None:
    """Hold what `_meeting` wants, and want what it holds as soon as it waits."""
    with _beside() as link, link.transaction():
        link.execute("select pg_advisory_xact_lock(7002)")
        _turn.set()
        waits = (
            "select 1 from pg_locks where locktype = 'advisory' and objid = 7002 and not granted"
        )
        while not link.execute(waits).fetchone():
            time.sleep(0.01)
        # The first who waits is the first to look for a deadlock, and gives way.
        time.sleep(0.5)
        link.execute("select pg_advisory_xact_lock(7001)")


@pytest.mark.urls(__name__)
@pytest.mark.usefixtures("away")
def test_a_file_that_cannot_begin_is_answered_like_a_page(guest: Client) -> None:
    answer = guest.get("/streamed/")
    assert (answer.status_code, answer.streaming) == (503, False)


@pytest.mark.urls(__name__)
@pytest.mark.usefixtures("away")
def test_a_file_that_breaks_off_is_told_in_the_log(
    guest: Client, caplog: pytest.LogCaptureFixture
) -> None:
    answer = guest.get("/broken-off/")
    assert answer.status_code == 200
    with pytest.raises(Exception, match="connection"):
        b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert [one for one in caplog.records if one.levelno == logging.ERROR]


@pytest.mark.django_db
def test_a_defect_is_no_outage(guest: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.theme.sheet", lambda: 1 // 0)
    answer = guest.get("/theme.css")
    assert (answer.status_code, "Retry-After" in answer) == (500, False)
    assert "nothing you sent before is lost" in answer.content.decode()
