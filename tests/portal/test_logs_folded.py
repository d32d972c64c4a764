"""What the log says of an outage, and what it never says."""

from __future__ import annotations

import io
import logging
import re
import time
from collections.abc import Iterator

import psycopg
import pytest
from django.db.utils import OperationalError
from django.test import Client
from pytest_django import Settings

from portal.logs import Folding, Lines

SPAN_S = 0.3
Written = tuple[logging.Logger, io.StringIO]


@pytest.fixture
def written() -> Iterator[Written]:
    """A logger that folds over a short span, and what it wrote."""
    out = io.StringIO()
    handler = Folding(out, span_s=SPAN_S)
    handler.setFormatter(Lines("%(asctime)s %(levelname)s %(name)s %(message)s"))
    log = logging.Logger("civic.test")
    log.addHandler(handler)
    yield log, out
    handler.close()


def _lines(out: io.StringIO) -> list[str]:
    return out.getvalue().splitlines()


def _fail(number: int, kind: type[Exception] = ValueError) -> None:
    raise kind(f"attempt {number} of ana@example.org failed\nDETAIL: Key (email)=(bo@example.org)")


def _many(log: logging.Logger, times: int, kind: type[Exception] = ValueError) -> None:
    for number in range(times):
        try:
            _fail(number, kind)
        except Exception:
            log.exception("Internal Server Error: /c/streets/%s/", number)


def test_an_outage_of_thousands_of_failures_writes_a_line_for_its_cause(written: Written) -> None:
    log, out = written
    began = time.monotonic()
    _many(log, 3_000, OperationalError)
    # One, and one more for each minute that a slow machine needs.
    assert len(_lines(out)) <= 1 + (time.monotonic() - began) // SPAN_S


def test_when_the_minute_is_over_the_log_says_how_often(written: Written) -> None:
    log, out = written
    _many(log, 213)
    for _wait in range(100):
        if len(_lines(out)) == 2:
            break
        time.sleep(0.02)
    assert "(212 times more within 0 s)" in _lines(out)[1]


def test_a_program_that_ends_tells_what_it_had_only_counted(written: Written) -> None:
    log, out = written
    _many(log, 5)
    log.handlers[0].close()
    assert "(4 times more" in _lines(out)[-1]


def test_two_causes_have_a_line_each(written: Written) -> None:
    log, out = written
    _many(log, 3)
    log.error("the count of consultation %s cannot be written", 3)
    log.error("the count of consultation %s cannot be written", 4)
    assert len(_lines(out)) == 2


def test_a_lost_database_is_one_cause_wherever_it_is_noticed(written: Written) -> None:
    log, out = written
    for line in (1, 2):
        try:
            if line == 1:
                raise psycopg.OperationalError("the connection is closed")
            raise psycopg.OperationalError("the connection is lost")
        except psycopg.OperationalError:
            log.exception("page %s", line)
    assert len(_lines(out)) == 1


def test_what_is_no_warning_comes_as_it_is(written: Written) -> None:
    log, out = written
    for _time in range(3):
        log.info("a task was done")
    assert len(_lines(out)) == 3


def test_an_exception_is_one_line_that_says_where(written: Written) -> None:
    log, out = written
    _many(log, 1)
    (line,) = _lines(out)
    assert re.search(r"ValueError at tests/portal/test_logs_folded.py:\d+ in _fail < ", line)
    assert "Traceback" not in line


def test_a_page_and_its_lines_have_one_number(
    client: Client, capsys: pytest.CaptureFixture[str], written: Written
) -> None:
    log, out = written
    logging.getLogger("django.request").addHandler(log.handlers[0])
    try:
        answer = client.get("/no/such/page/")
    finally:
        logging.getLogger("django.request").removeHandler(log.handlers[0])
    assert f"[{answer['X-Request-ID']}]" in out.getvalue()


def test_the_proxys_number_is_kept_where_there_is_a_proxy(
    client: Client, settings: Settings
) -> None:
    given = {"X-Request-ID": "proxy-number-1"}
    assert client.get("/health/live", headers=given)["X-Request-ID"] != "proxy-number-1"
    settings.TRUSTED_PROXIES = 1
    assert client.get("/health/live", headers=given)["X-Request-ID"] == "proxy-number-1"
    forged = {"X-Request-ID": "two\tlines and more"}
    assert "lines" not in client.get("/health/live", headers=forged)["X-Request-ID"]
