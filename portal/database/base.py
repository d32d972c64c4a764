"""What Django takes for the setting ENGINE = "portal.database"."""

from __future__ import annotations

import select
import sys
from typing import Any

from django.conf import settings
from django.contrib.gis.db.backends.postgis.base import DatabaseWrapper as PostGIS
from django.contrib.gis.db.backends.postgis.operations import PostGISOperations
from django.db.backends.postgresql.base import ServerBindingCursor
from psycopg.pq import ConnStatus, TransactionStatus

# A transaction that failed takes no further question.
_REFUSING = TransactionStatus.INERROR


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
    """As Django's, with a second kind of cursor and a cheaper look at a kept connection."""

    ops_class = Operations
    # Of the process: nobody waits for a worker's or a migration's statements.
    most_ms = 0

    def get_connection_params(self) -> dict[str, Any]:
        """As Django's, with how long one statement may take."""
        params: dict[str, Any] = super().get_connection_params()
        if self.most_ms:
            before = params.get("options", "")
            params["options"] = f"{before} -c statement_timeout={self.most_ms}".strip()
        return params

    def is_usable(self) -> bool:
        """Whether the server is still there: a connection that it ended has something to read.

        Django asks it anew for each request, which is one of the few questions of a whole page.
        """
        pgconn = self.connection.pgconn
        broken = pgconn.status != ConnStatus.OK or pgconn.transaction_status == _REFUSING
        if not broken and not _has_something_to_read(pgconn.socket):
            return True
        return bool(super().is_usable())

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


def _has_something_to_read(socket: int) -> bool:
    look = select.poll()
    look.register(socket, select.POLLIN)
    return bool(look.poll(0))
