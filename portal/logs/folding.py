"""One line for each cause and minute: the first at once, then how often it came again."""

from __future__ import annotations

import logging
import os
import threading
import time
import weakref
from dataclasses import dataclass
from typing import Any

from portal.logs.lines import places, route_of
from portal.outage import outage_of

SPAN_S = 60.0
MOST_CAUSES = 500
SECURITY = "portal.security"
"""Who came in and who was turned away: another network or account is another cause."""
_SERVERS = ("redis", "kombu")


@dataclass
class _Seen:
    """A cause in its minute. again: how often since its last line."""

    since: float
    last: logging.LogRecord
    again: int = 0


class Folding(logging.StreamHandler):
    """Writes warnings and errors folded; what is below them as it comes.

    An outage under load is thousands of failures and one cause; their number is told each minute.
    """

    def __init__(self, stream: Any = None, span_s: float = SPAN_S) -> None:
        super().__init__(stream)
        self.span_s = span_s
        self._seen: dict[tuple[Any, ...], _Seen] = {}
        self._timer: threading.Timer | None = None
        me = weakref.ref(self)
        os.register_at_fork(after_in_child=lambda: _begin_anew(me()))

    def emit(self, record: logging.LogRecord) -> None:
        """Write it, or count it."""
        if record.levelno < logging.WARNING:
            super().emit(record)
            return
        self._tell(time.monotonic())
        key = cause(record)
        if len(self._seen) >= MOST_CAUSES and key not in self._seen:
            key = ("other causes",)
        seen = self._seen.get(key)
        if seen is None:
            self._seen[key] = _Seen(time.monotonic(), record)
            super().emit(record)
        else:
            seen.again += 1
            seen.last = record
        self._wind()

    def forget(self) -> None:
        """Begin anew, as if nothing had been told."""
        self._seen = {}

    def close(self) -> None:
        """Tell what was only counted so far."""
        self.acquire()
        try:
            self._tell(float("inf"))
        finally:
            self.release()
        super().close()

    def _tell(self, now: float) -> None:
        """Write the counts of minutes that are over; a cause that came no more is forgotten."""
        for key, seen in list(self._seen.items()):
            if now - seen.since < self.span_s:
                continue
            if not seen.again:
                del self._seen[key]
                continue
            number, seen.since, seen.again = seen.again, now, 0
            super().emit(_counted(seen.last, number, self.span_s))

    def _wind(self) -> None:
        """Have the minute's end told though nothing more happens."""
        if self._timer is None and self._seen:
            self._timer = threading.Timer(self.span_s, self._rung)
            self._timer.daemon = True
            self._timer.start()

    def _rung(self) -> None:
        self.acquire()
        try:
            self._timer = None
            self._tell(time.monotonic())
            self._wind()
        finally:
            self.release()


def _begin_anew(handler: Folding | None) -> None:
    """In a new process: what was counted is told by the one before, whose timer stays there."""
    if handler is not None:
        handler.forget()
        handler._timer = None


def cause(record: logging.LogRecord) -> tuple[Any, ...]:
    """What makes two records one cause: the same words before values are put in, the same place.

    A server that is away is one cause wherever it is noticed.
    """
    error = record.exc_info[1] if record.exc_info else None
    if error is None:
        page = route_of(getattr(record, "request", None))
        whom = str(record.args) if record.name == SECURITY else ""
        status = getattr(record, "status_code", 0)
        return (record.name, record.levelno, record.msg, status, page, whom)
    outage = outage_of(error)
    if outage is not None:
        return (outage.code,)
    kind = type(error)
    if kind.__module__.startswith(_SERVERS):
        return (kind.__name__,)
    return (record.levelno, kind.__name__, *places(error)[-1:])


def _counted(record: logging.LogRecord, number: int, span_s: float) -> logging.LogRecord:
    again = logging.makeLogRecord(record.__dict__)
    times = "once more" if number == 1 else f"{number} times more"
    again.again = f"{times} within {span_s:.0f} s"
    again.created = time.time()
    return again
