"""No line of the log holds a place, an address, a text or a code, nor who failed to vote when."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator

import pytest
from django.db import IntegrityError, connection
from django.http import HttpRequest
from django.test import Client
from django.urls import resolve

from portal.celery import app
from portal.logs import Lines, said_of
from portal.models import User

CANARY = "zq9log"
WHERE = ("-1.9999", "47.9999")
ATTACKS = [
    f"/twin/card/ground/{WHERE[0]},{WHERE[1]}/",
    f"/twin/search/?q=12+rue+{CANARY}",
    f"/c/{CANARY}/",
    f"/c/{CANARY}/comment/words/?street={CANARY}",
    f"/receipt/{CANARY}-QZXG-Y81H-VS75-HQC5/",
    f"/api/runs/{CANARY}/",
    f"/{CANARY}@example.org/",
    f"/desk/consultations/{CANARY}/list/",
    f"/account/confirm-email/{CANARY}/",
    f"/api/consultations/{CANARY}/comments/?cell={CANARY}",
]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the site's own handler writes."""
    handlers = [one for one in logging.getLogger().handlers if isinstance(one.formatter, Lines)]
    assert len(handlers) == 1
    text, before = io.StringIO(), handlers[0].setStream(io.StringIO())  # type: ignore[attr-defined]
    handlers[0].setStream(text)  # type: ignore[attr-defined]
    handlers[0].forget()  # type: ignore[attr-defined]
    yield text
    handlers[0].setStream(before)  # type: ignore[attr-defined]


@pytest.fixture
def guest(db: None) -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("path", ATTACKS)
def test_a_path_that_failed_is_named_by_its_route(
    guest: Client, log: io.StringIO, path: str
) -> None:
    for answer in (guest.get(path), guest.post(path, {"text": CANARY})):
        assert answer.status_code < 500
    said = log.getvalue()
    assert [one for one in (CANARY, *WHERE, "QZXG") if one in said] == []


def test_a_place_that_somebody_looked_at_is_in_no_line(guest: Client, log: io.StringIO) -> None:
    guest.get("/twin/card/ground/-1.9999,47.9999/")
    assert "GET ground-card 404" in log.getvalue()
    assert "47.9" not in log.getvalue()


@pytest.mark.parametrize(
    "path", ["/c/x/vote/", "/c/x/vote/cast/", "/kiosk/enter/", "/receipt/ABCD/"]
)
def test_a_refused_vote_leaves_no_line_at_all(guest: Client, log: io.StringIO, path: str) -> None:
    assert guest.post(path, {"a": "1"}).status_code >= 400
    assert log.getvalue() == ""


def test_what_breaks_while_someone_votes_is_told_with_the_hour(log: io.StringIO) -> None:
    request = HttpRequest()
    request.method, request.path = "POST", f"/c/{CANARY}/vote/cast/"
    request.resolver_match = resolve("/c/x/vote/cast/")
    extra = {"status_code": 500, "request": request}
    logging.getLogger("django.request").error("%s: %s", "Bad", request.path, extra=extra)
    assert re.match(
        r"\d{4}-\d\d-\d\d \d\dh ERROR django.request POST vote-cast 500\n", log.getvalue()
    )


def test_other_lines_tell_the_second_and_no_more(log: io.StringIO) -> None:
    logging.getLogger("portal").warning("hello")
    assert re.match(
        r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d WARNING portal hello( \[\w+\])?\n", log.getvalue()
    )


def broken() -> None:
    """Fails with someone's words, because of someone's address."""
    try:
        raise KeyError(f"{CANARY}@example.org")
    except KeyError as error:
        raise ValueError(f"the text was {CANARY}") from error


def test_an_error_is_told_without_its_words_and_so_are_its_causes(log: io.StringIO) -> None:
    try:
        broken()
    except ValueError:
        logging.getLogger("portal").exception("it failed")
    said = log.getvalue()
    assert "ValueError" in said
    assert "KeyError" in said
    assert "in broken" in said
    assert CANARY not in said


def test_a_row_that_the_database_refused_is_told_without_its_values(resident: User) -> None:
    with pytest.raises(IntegrityError) as caught, connection.cursor() as cursor:
        cursor.execute(
            "insert into portal_user select * from portal_user where id = %s", [resident.pk]
        )
    said = said_of(caught.value)
    assert said.startswith("IntegrityError 23505 portal_user")
    assert "ana@" not in said


def test_a_failed_task_is_told_without_what_it_was_given(log: io.StringIO) -> None:
    @app.task(name="celery.broken")
    def failing(text: str) -> None:
        raise ValueError(text)

    from celery.app.trace import build_tracer

    trace = build_tracer("celery.broken", failing, app=app, eager=False, propagate=False)
    trace("some-id", [f"{CANARY}@example.org"], {}, {"id": "some-id", "delivery_info": {}})
    said = log.getvalue()
    assert "celery.broken" in said
    assert "ValueError" in said
    assert CANARY not in said


@pytest.mark.parametrize(
    "words",
    [
        f"mail to {CANARY}@example.org bounced",
        "asked for -1.9999,47.9999 twice",
        "receipt QZXG-Y81H-VS75-HQC5 unknown",
        f"no page /c/{CANARY}/vote/",
    ],
)
def test_even_a_careless_line_holds_no_address_place_code_or_path(
    log: io.StringIO, words: str
) -> None:
    logging.getLogger("somewhere").error("%s", words)
    assert [one for one in (CANARY, "47.9", "QZXG") if one in log.getvalue()] == []


def test_the_web_server_keeps_no_list_of_visits() -> None:
    from pathlib import Path

    from django.conf import settings

    text = (Path(settings.BASE_DIR) / "portal" / "launch" / "site.py").read_text()
    assert "access-log" not in text
