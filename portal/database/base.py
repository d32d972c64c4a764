"""What Django takes for the setting ENGINE = "portal.database"."""

from __future__ import annotations

import sys
import time
from typing import Any

from django.conf import settings
from django.contrib.gis.db.backends.postgis.base import DatabaseWrapper as PostGIS
from django.contrib.gis.db.backends.postgis.operations import PostGISOperations
from django.db.backends.postgresql.base import ServerBindingCursor

from portal.sockets import is_quiet

# A server that vanished without a word does not come back sooner, so its connections are asked.
TRUSTED_S = 1.0


class PlannedCursor(ServerBindingCursor):
    """Its statements are planned once for each connection, and take their values apart from it."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        """As psycopg's, prepared. Other cursors never are: see Django on prepare_threshold."""
        self.connection.prepare_threshold = sys.maxsize if settings.PLAN_ONCE else None
        try:
            return super().execute(query, params, prepare=True, **options)
        finally:
            self.connection.prepare_threshold = None


class Operations(PostGISOperations):
    """As Django's; a prepared statement is told without the values it was sent with."""

    def last_executed_query(self, cursor: Any, sql: Any, params: Any) -> str | None:
        """The statement, for whoever counts queries."""
        return super().last_executed_query(cursor, sql, params) or str(sql)


class DatabaseWrapper(PostGIS):
    """As Django's; a connection used within the last second is looked at, not asked.

    A server that stops, or ends one connection, says so on it, and a look shows that. `SELECT 1`
    for each request costs more CPU than most queries.
    """

    ops_class = Operations
    _used_at = 0.0

    def is_usable(self) -> bool:
        """Whether the connection works; a query follows wherever Django asks."""
        now = time.monotonic()
        fresh = now - self._used_at < TRUSTED_S and not self.errors_occurred
        usable = self._stands() if fresh else bool(super().is_usable())
        self._used_at = now if usable else 0.0
        return usable

    def _stands(self) -> bool:
        found = self.connection
        return found is not None and not found.closed and is_quiet(found)

    def planned_cursor(self) -> Any:
        """A cursor whose statements the server plans once, so only for texts that never vary.

        Planning a cast costs the server three times what running it does.
        """
        self.close_if_health_check_failed()
        self.ensure_connection()
        connection = self.connection
        usual, connection.cursor_factory = connection.cursor_factory, PlannedCursor
        try:
            return self._cursor()
        finally:
            connection.cursor_factory = usual
