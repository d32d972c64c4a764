"""Coarse counts in Redis: so many of a thing from one network in ten minutes, and no more.

They lie outside every transaction, name nobody and no ballot, and may be lost at any moment.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import lru_cache

import redis
from django.conf import settings

from portal.circuit import circuit_of
from portal.rediscache import client_of

WINDOW_S = 600
_DAY = 86_400 // WINDOW_S
# Renewed while a day or the one after it is looked at: three days at the most.
KEEP_S = 86_400


@lru_cache(maxsize=256)
def _forget_in_time(url: str, key: str) -> None:
    """Let a day's counts go after KEEP_S; asked once by each process, and by each look."""
    client_of(url).expire(key, KEEP_S)


def bump(what: str, consultation_id: int, network: str) -> None:
    """Count one; a single command, and a Redis that is away is no reason to fail."""
    circuit = circuit_of(settings.REDIS_URL)
    if not circuit.closed():
        return
    window = int(time.time()) // WINDOW_S
    key = _key(what, consultation_id, window // _DAY)
    try:
        client = client_of(settings.REDIS_URL)
        client.execute_command("HINCRBY", key, f"{window}|{network}", 1)
        _forget_in_time(settings.REDIS_URL, key)
    except redis.RedisError as error:
        circuit.failed(error)
    else:
        circuit.worked()


def counts(
    what: str, consultation_id: int, *, now: float | None = None
) -> Iterator[tuple[int, str, int]]:
    """(window, network, count) of today and yesterday (UTC); window x WINDOW_S is Unix time."""
    today = int(now or time.time()) // WINDOW_S // _DAY
    client = client_of(settings.REDIS_URL)
    for day in (today - 1, today):
        key = _key(what, consultation_id, day)
        for field, count in client.hscan_iter(key, count=2_000):
            window, network = field.decode().split("|")
            yield int(window), network, int(count)
        client.expire(key, KEEP_S)


def _key(what: str, consultation_id: int, day: int) -> str:
    return f"civic:counts:{what}:{consultation_id}:{day}"
