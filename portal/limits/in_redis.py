"""Counts in Redis: one script looks at all keys and counts all or none; they end by themselves."""

from __future__ import annotations

from functools import cache
from typing import Any

import redis
from django.conf import settings

from portal.limits.tally import Count, Entry, Taken
from portal.rediscache import client_of

PREFIX = "civic:limit:"
# A key without an end would lock for ever; none is made, but one is mended like a new one.
_TAKE = """
local cost, counts, refused, longest = tonumber(ARGV[1]), {}, 0, -1
for i, key in ipairs(KEYS) do
  local most, span = tonumber(ARGV[2 * i]), tonumber(ARGV[2 * i + 1])
  local count, left = tonumber(redis.call('GET', key) or 0), redis.call('PTTL', key)
  if left < 0 then left = span end
  if count + cost > most and left > longest then refused, longest = i, left end
  counts[2 * i - 1], counts[2 * i] = count, left
end
if refused == 0 then
  for i, key in ipairs(KEYS) do
    counts[2 * i - 1] = redis.call('INCRBY', key, cost)
    if redis.call('PTTL', key) < 0 then redis.call('PEXPIRE', key, ARGV[2 * i + 1]) end
  end
end
return {refused, counts}
"""
_BACK = """
for _, key in ipairs(KEYS) do
  local count = tonumber(redis.call('GET', key) or 0) - tonumber(ARGV[1])
  if count > 0 then redis.call('SET', key, count, 'KEEPTTL') else redis.call('DEL', key) end
end
"""
_LOOK = "return {tonumber(redis.call('GET', KEYS[1]) or 0), redis.call('PTTL', KEYS[1])}"


@cache
def _script(url: str, text: str) -> Any:
    return client_of(url).register_script(text)


def _run(text: str, keys: list[str], args: list[int]) -> Any:
    """Raises redis.RedisError."""
    try:
        return _script(settings.REDIS_URL, text)(keys=[PREFIX + key for key in keys], args=args)
    except OSError as error:
        raise redis.ConnectionError(str(error)) from error


def take(entries: list[Entry], cost: int) -> Taken:
    """Count all entries or none; raises redis.RedisError."""
    args = [cost]
    for entry in entries:
        args += [entry.most, entry.span_s * 1_000]
    refused, flat = _run(_TAKE, [entry.key for entry in entries], args)
    pairs = zip(flat[::2], flat[1::2], strict=True)
    counts = [Count(int(count), int(left) / 1_000) for count, left in pairs]
    return (int(refused) - 1 if refused else None), counts


def give_back(keys: list[str], cost: int) -> None:
    """Take a count off each, never below nothing; raises redis.RedisError."""
    _run(_BACK, keys, [cost])


def look(key: str) -> Count:
    """The count as it is; raises redis.RedisError."""
    count, left = _run(_LOOK, [key], [])
    return Count(int(count), max(0, int(left)) / 1_000)


def forget(key: str) -> None:
    """Delete it; raises redis.RedisError."""
    client_of(settings.REDIS_URL).delete(PREFIX + key)
