"""Emptying the database after a test waits for requests that are still in flight.

A page that closes leaves its last request running in the live server; TRUNCATE beside it can end in
a deadlock, and did.
"""

from __future__ import annotations

import time

from django.db import connection
from django.test import TransactionTestCase

LONGEST_S = 10.0
_BUSY = """
select pid from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid()
  and backend_type = 'client backend' and state <> 'idle'
"""
_empty = TransactionTestCase._fixture_teardown


def wait_for_quiet() -> None:
    """Return when nobody else is at work in the test database; ends who still is after 10 s."""
    end = time.monotonic() + LONGEST_S
    with connection.cursor() as cursor:
        while time.monotonic() < end:
            cursor.execute(_BUSY)
            if not cursor.fetchall():
                return
            time.sleep(0.02)
        cursor.execute(f"select pg_terminate_backend(pid) from ({_BUSY}) as busy")


def _empty_when_quiet(self: TransactionTestCase) -> None:
    wait_for_quiet()
    _empty(self)


TransactionTestCase._fixture_teardown = _empty_when_quiet
