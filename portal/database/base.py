"""What Django takes for the setting ENGINE = "portal.database"."""

from __future__ import annotations

import time

from django.contrib.gis.db.backends.postgis.base import DatabaseWrapper as PostGIS

from portal.sockets import is_quiet

# A server that vanished without a word does not come back sooner, so its connections are asked.
TRUSTED_S = 1.0


class DatabaseWrapper(PostGIS):
    """As Django's; a connection used within the last second is looked at, not asked.

    A server that stops, or ends one connection, says so on it, and a look shows that. `SELECT 1`
    for each request costs more CPU than most queries.
    """

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
