"""The database is emptied only when nobody else is at work in it."""

from __future__ import annotations

import threading
import time

import psycopg
import pytest
from django.db import connection

from tests.quiet import wait_for_quiet


@pytest.mark.django_db(transaction=True)
def test_a_request_in_flight_is_waited_for() -> None:
    other = psycopg.connect(
        **{
            k: v
            for k, v in connection.get_connection_params().items()
            if k in ("dbname", "user", "host", "port", "password")
        }
    )
    other.execute("select 1 from portal_user")
    threading.Timer(0.3, other.commit).start()
    began = time.monotonic()
    wait_for_quiet()
    waited = time.monotonic() - began
    other.close()
    assert 0.2 < waited < 5
