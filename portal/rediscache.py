"""Redis with little between: one client for all questions, one connection for each thread.

redis-py lends a connection for every command and takes it back, which costs more than the command.
"""

from __future__ import annotations

import os
import threading
from typing import Any

import redis
from django.core.cache.backends.redis import RedisCache, RedisCacheClient

_AWAY = (redis.ConnectionError, redis.TimeoutError)


class Direct(redis.Redis):
    """A client whose threads keep a connection each; safe to share."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._own = threading.local()

    def _connection(self) -> Any:
        # A forked process must not speak on its parent's connection.
        if getattr(self._own, "pid", None) != os.getpid():
            # Not by the pool's make_connection: it counts them for ever, also those of threads that
            # ended, and refuses after a hundred.
            pool = self.connection_pool
            self._own.kept = pool.connection_class(**pool.connection_kwargs)
            self._own.pid = os.getpid()
        return self._own.kept

    def execute_command(self, *words: Any, **options: Any) -> Any:
        """As redis-py's; a connection that broke is given up, and its pool and retries take over.

        Raises redis.RedisError.
        """
        kept = self._connection()
        try:
            kept.send_command(*words, **options)
            return self.parse_response(kept, words[0], **options)
        except redis.ResponseError:
            raise
        except _AWAY:
            kept.disconnect()
            return super().execute_command(*words, **options)
        except BaseException:
            # An answer that was not read to its end would be taken for the next one.
            kept.disconnect()
            raise


class _KeptClient(RedisCacheClient):
    """Making a client costs 0.2 ms of CPU, more than asking it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._client = Direct
        self._kept: dict[bool, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        """The client for reading or for writing, made once."""
        if write not in self._kept:
            self._kept[write] = super().get_client(key, write=write)
        return self._kept[write]


class KeptRedisCache(RedisCache):
    """As django.core.cache.backends.redis.RedisCache, for one server."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _KeptClient
