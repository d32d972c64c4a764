"""Django's PostGIS backend, with a cursor for the few statements that every vote asks."""

from __future__ import annotations

from typing import Any

from django.db import connection


def planned_cursor() -> Any:
    """As django.db.connection.cursor(); see base.DatabaseWrapper.planned_cursor."""
    return connection.planned_cursor()  # type: ignore[attr-defined]
