"""Counts in the database, for the time that Redis is away: a row for each key, locked in order.

On a connection of its own, one for each process: a wrong try must stay counted when the transaction
around it is rolled back, and a row of it must not stay locked as long as that one takes.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from portal.limits.tally import Count, Entry, Taken, decide

# A count whose span is over begins again; the row stays locked until all of them are decided.
_LOCK = """
insert into portal_limitcount as c (key, count, until)
values (%(key)s, 0, clock_timestamp() + make_interval(secs => %(span)s))
on conflict (key) do update set
  count = case when c.until <= clock_timestamp() then 0 else c.count end,
  until = case when c.until <= clock_timestamp() then excluded.until else c.until end
returning count, extract(epoch from until - clock_timestamp())
"""
_ADD = "update portal_limitcount set count = count + %s where key = %s returning count"
_BACK = "update portal_limitcount set count = greatest(count - %s, 0) where key = %s"
_LOOK = """
select count, extract(epoch from until - clock_timestamp()) from portal_limitcount
where key = %s and until > clock_timestamp()
"""
_FORGET = "delete from portal_limitcount where key = %s"
_PURGE = "delete from portal_limitcount where until <= clock_timestamp()"


class Connection:
    """A connection that threads take turns with; opened when it is needed."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._kept: Any = None
        self._pid = 0

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        """A cursor in a transaction of its own."""
        with self._turn:
            if self._pid != os.getpid():
                self._kept, self._pid = connection.copy(), os.getpid()
                self._kept.inc_thread_sharing()
            self._kept.close_if_unusable_or_obsolete()
            self._kept.ensure_connection()
            try:
                with self._kept.connection.transaction(), self._kept.connection.cursor() as cursor:
                    yield cursor
            except Exception:
                self._kept.close()
                raise
            # With CONN_MAX_AGE 0 it ends here.
            self._kept.close_if_unusable_or_obsolete()


_own = Connection()


def take(entries: list[Entry], cost: int, kept: Connection = _own) -> Taken:
    """Count all entries or none."""
    found: dict[str, Count] = {}
    with kept.transaction() as cursor:
        # Always in the same order, or two that share two keys would wait for each other.
        for key, span_s in sorted({(entry.key, entry.span_s) for entry in entries}):
            cursor.execute(_LOCK, {"key": key, "span": span_s})
            found[key] = _count(cursor.fetchone())
        refused = decide(entries, cost, [found[entry.key] for entry in entries])
        if refused is None:
            for key in found:
                cursor.execute(_ADD, [cost, key])
                found[key] = Count(cursor.fetchone()[0], found[key].seconds)
    return refused, [found[entry.key] for entry in entries]


def give_back(keys: list[str], cost: int) -> None:
    """Take a count off each, never below nothing."""
    with _own.transaction() as cursor:
        for key in sorted(keys):
            cursor.execute(_BACK, [cost, key])


def look(key: str) -> Count:
    """The count as it is."""
    with _own.transaction() as cursor:
        cursor.execute(_LOOK, [key])
        row = cursor.fetchone()
    return _count(row) if row else Count(0, 0.0)


def forget(key: str) -> None:
    """Delete it."""
    _run(_FORGET, [key])


def purge() -> int:
    """Delete what has ended; how many."""
    return _run(_PURGE, [])


def _run(statement: str, words: list[Any]) -> int:
    with _own.transaction() as cursor:
        cursor.execute(statement, words)
        return int(cursor.rowcount)


def _count(row: tuple[int, Any]) -> Count:
    return Count(int(row[0]), max(0.0, float(row[1])))
