"""One import or freeze at a time."""

from django.db import connection

LOCK_KEY = 7_201
"""A number that nobody else takes as an advisory lock."""


def take_turn() -> None:
    """Wait until no other import or freeze runs; ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK_KEY])
