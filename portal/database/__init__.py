"""Django's PostGIS backend, with a cursor for the few statements that every vote asks, and an end.

A visitor whose page asks the database for minutes has gone; but the statement would go on, and four
of them hold a whole web process.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

from portal.database.base import DatabaseWrapper


def break_off_after(seconds: float) -> None:
    """From now on the database breaks off what a connection of this process asks it for so long.

    0: never. Of what is read by a cursor each piece is a statement of its own.
    """
    DatabaseWrapper.most_ms = round(seconds * 1000)


def planned_cursor() -> Any:
    """As django.db.connection.cursor(); see base.DatabaseWrapper.planned_cursor."""
    return connection.planned_cursor()  # type: ignore[attr-defined]
