"""What may stand in a line of the log: which page and what went wrong, never what was typed.

A path holds places that people looked at, codes and receipts; the message of an error holds
whatever made it fail. So a request is named by its route, an error by its kind and by the lines of
code that it went through, and nothing is said of who failed to vote, or when to the second.
"""

from __future__ import annotations

import copy
import logging
import re
import time
import traceback
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from portal.logs.requests import current

# The time of a refused vote, kiosk or receipt tells beside a camera or a phone who it was.
_SECRET = re.compile(r"(?:vote|kiosk|receipt|count-scrutiny|desk-kiosk)(?:-|$)")
_NOT_SAID = (
    (re.compile(r"[^\s<>()\"',;@]{1,64}@[\w.-]{3,200}"), "(address)"),
    (re.compile(r"-?\d{1,3}\.\d{3,}\s*[,;/ ]\s*-?\d{1,3}\.\d{3,}"), "(place)"),
    (re.compile(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){1,4}\b"), "(code)"),
    (
        re.compile(r"/(?:account|api|c|desk|health|i18n|kiosk|me|receipt|twin)/[^\s'\"]*"),
        "(path)",
    ),
)
# Errors whose words are the program's own or the machine's.
_SAYS = (AttributeError, ImportError, NameError, ImproperlyConfigured, MemoryError, RecursionError)
ROOT = str(Path(__file__).resolve().parents[2]) + "/"
FRAMES, MOST_CAUSES = 5, 5
_HOUR, _SECOND = "%Y-%m-%d %Hh", "%Y-%m-%d %H:%M:%S"


def route_of(request: Any) -> str:
    """The name of the page that was asked for; never its address."""
    match = getattr(request, "resolver_match", None)
    return getattr(match, "view_name", "") or "unknown"


def said_of(error: BaseException) -> str:
    """An error in a line: its kind, and of its words only what nobody typed."""
    name = type(error).__name__
    if isinstance(error, DatabaseError):
        found = getattr(error.__cause__, "diag", None)
        facts = [getattr(found, one, None) for one in ("sqlstate", "table_name", "constraint_name")]
        return " ".join([name, *filter(None, facts)])
    if isinstance(error, OSError):
        return f"{name}: {error.strerror or ''}".rstrip(": ")
    return f"{name}: {masked(str(error))}" if isinstance(error, _SAYS) else name


def masked(text: str) -> str:
    """`text` without what looks like an e-mail address, a place, a code or a path."""
    for pattern, instead in _NOT_SAID:
        text = pattern.sub(instead, text)
    return text


def is_secret(request: Any) -> bool:
    """Whether nobody may learn from a line who was at this page, or when."""
    return bool(_SECRET.match(route_of(request)))


def _secret(record: logging.LogRecord) -> bool:
    return is_secret(getattr(record, "request", None))


class Discreet(logging.Filter):
    """Lets no line through about a request to vote that was refused, only about what broke."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is to be written."""
        return not (_secret(record) and getattr(record, "status_code", 500) < 500)


class Lines(logging.Formatter):
    """Lines of time (to the second), level, logger and words, of which nothing is a person's."""

    def format(self, record: logging.LogRecord) -> str:
        """As logging's, from a copy: another handler may have kept the error's words in it.

        One line always, with the number of the request; of a vote without it, since a proxy may
        have kept the same number beside an address.
        """
        record = copy.copy(record)
        record.exc_text = None
        line = " ".join(super().format(record).split("\n"))
        number = "" if _secret(record) else current()
        return f"{line} [{number}]" if number else line

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        """The local time; of what broke while someone voted, the hour."""
        how = _HOUR if _secret(record) else _SECOND
        return time.strftime(how, time.localtime(record.created))

    def formatMessage(self, record: logging.LogRecord) -> str:
        """The line itself; a request by its route, an error among the facts by its kind."""
        again = getattr(record, "again", "")
        record.message = masked(
            f"({again}) {self._words(record)}" if again else self._words(record)
        )
        return super().formatMessage(record)

    def _words(self, record: logging.LogRecord) -> str:
        request: Any = getattr(record, "request", None)
        if hasattr(request, "method"):
            status = getattr(record, "status_code", "")
            return f"{request.method} {route_of(request)} {status}".rstrip()
        if isinstance(record.args, dict) and "exc" in record.args:
            # Celery tells of a failed task with the words of its error and its arguments.
            kept = {name: record.args.get(name, "") for name in ("name", "id", "description")}
            return "Task {name}[{id}] {description}".format(**kept)
        return record.getMessage()

    def formatException(self, ei: Any) -> str:
        """An error and its causes on one line: kinds, and the way through our code to each."""
        error: BaseException | None = ei[1]
        told: list[str] = []
        while error is not None and len(told) < MOST_CAUSES:
            way = " < ".join(reversed(places(error)[-FRAMES:]))
            told.append(f"{said_of(error)} at {way}" if way else said_of(error))
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "; which came from ".join(told)


def places(error: BaseException) -> list[str]:
    """Lines of our own code that an error went through, the innermost last; of others' if none."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [one for one in frames if one.filename.startswith(ROOT) and ".venv" not in one.filename]
    return [f"{_short(one.filename)}:{one.lineno} in {one.name}" for one in ours or frames]


def _short(path: str) -> str:
    """A file of ours from the checkout's top, one of a package from its own."""
    return path.removeprefix(ROOT).rpartition("site-packages/")[2]
