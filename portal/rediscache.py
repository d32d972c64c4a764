"""Redis with little between: one client for all questions, one connection for each thread.

redis-py lends a connection for every command and takes it back, which costs more than the command.
While Redis is away the cache holds nothing, and says so at once; no page fails for that. What must
not be forgotten meanwhile (who tried how often, which code was used) lies in the database.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, cast

import redis
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.backoff import NoBackoff
from redis.retry import Retry

from portal.circuit import ANSWER_S, CONNECT_S, circuit_of

log = logging.getLogger(__name__)
FAILS = (redis.RedisError, OSError)
HELD = ("allauth:", "codes:")
"""Beginnings of keys that say what somebody did, and are counted on."""
HELD_TABLE = "portal_heldkey"
MOST_HELD = 200_000


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
        """As redis-py's; a connection that had ended is given up, and its pool tries once more.

        Raises redis.RedisError.
        """
        kept = self._connection()
        try:
            kept.send_command(*words, **options)
            return self.parse_response(kept, words[0], **options)
        except redis.ResponseError:
            raise
        except redis.ConnectionError:
            kept.disconnect()
            return super().execute_command(*words, **options)
        except BaseException:
            # An answer that was not read to its end would be taken for the next one.
            kept.disconnect()
            raise


def _short() -> dict[str, Any]:
    """Options of a client that a visitor may wait for."""
    return {
        "socket_connect_timeout": CONNECT_S,
        "socket_timeout": ANSWER_S,
        "retry": Retry(NoBackoff(), 0),
    }


@cache
def client_of(url: str) -> Direct:
    """The client of a Redis, for what the cache has no word for; it fails soon, with FAILS."""
    return cast(Direct, Direct.from_url(url, **_short()))


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
    """As django.core.cache.backends.redis.RedisCache, for one server, which may be away."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = {**_short(), **params.get("OPTIONS", {})}
        super().__init__(server, {**params, "OPTIONS": options})
        self._class = _KeptClient
        self._circuit = circuit_of(server)
        self._held = DatabaseCache(HELD_TABLE, {"OPTIONS": {"MAX_ENTRIES": MOST_HELD}})

    def _ask(
        self, asked: Callable[[], Any], instead: Any, held: Callable[[], Any] | None = None
    ) -> Any:
        """Redis' answer; while it is away the database's, where the key is held there."""
        if self._circuit.closed():
            try:
                answer = asked()
            except redis.ResponseError as error:
                # It is there and refuses, as when its own disk or memory is full.
                log.warning("Redis refuses: %s", str(error)[:80])
            except FAILS as error:
                self._circuit.failed(error)
            else:
                self._circuit.worked()
                return answer
        return instead if held is None else held()

    def _one(self, name: str, key: Any, instead: Any, *words: Any, **more: Any) -> Any:
        there, held = getattr(super(), name), getattr(self._held, name)
        return self._ask(
            lambda: there(key, *words, **more),
            instead,
            (lambda: held(key, *words, **more)) if str(key).startswith(HELD) else None,
        )

    def add(self, key: Any, *words: Any, **more: Any) -> bool:
        """False while Redis is away: whoever must be the only one is not."""
        return bool(self._one("add", key, False, *words, **more))

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """The default while Redis is away."""
        return self._one("get", key, default, default, version=version)

    def set(self, key: Any, *words: Any, **more: Any) -> None:
        """Nothing while Redis is away."""
        self._one("set", key, None, *words, **more)

    def touch(self, key: Any, *words: Any, **more: Any) -> bool:
        """False while Redis is away."""
        return bool(self._one("touch", key, False, *words, **more))

    def delete(self, key: Any, version: int | None = None) -> bool:
        """False while Redis is away."""
        return bool(self._one("delete", key, False, version=version))

    def has_key(self, key: Any, version: int | None = None) -> bool:
        """False while Redis is away."""
        return bool(self._one("has_key", key, False, version=version))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> Any:
        """ValueError while Redis is away, as for a key that is not there."""
        found = self._one("incr", key, None, delta, version=version)
        if found is None:
            raise ValueError(f"Key '{key}' not found")
        return found

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> Any:
        """Nothing while Redis is away."""
        asked = super().get_many
        return self._ask(lambda: asked(keys, version), {})

    def set_many(self, data: Mapping[Any, Any], *words: Any, **more: Any) -> list[Any]:
        """All keys while Redis is away: none was kept."""
        asked = super().set_many
        return list(self._ask(lambda: asked(data, *words, **more), list(data)))

    def delete_many(self, keys: Iterable[Any], version: int | None = None) -> None:
        """Nothing while Redis is away."""
        asked = super().delete_many
        self._ask(lambda: asked(keys, version), None)

    def clear(self) -> bool:
        """False while Redis is away."""
        return bool(self._ask(super().clear, False))
