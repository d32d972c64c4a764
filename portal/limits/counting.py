"""Count, look, give back and forget: in Redis, or in the database while Redis is away."""

from __future__ import annotations

import hmac
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

import redis
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.circuit import circuit_of
from portal.errors import TooOften
from portal.limits import in_database, in_redis
from portal.limits.catalogue import Limit
from portal.limits.tally import Count, Entry

T = TypeVar("T")
Wanted = tuple[Limit, tuple[object, ...]]


@dataclass(frozen=True)
class Standing:
    """How often in this span, how often still, and in how many seconds again (0: at once)."""

    count: int
    left: int
    retry_after_s: int


def take(limit: Limit, *who: object, cost: int = 1) -> Standing:
    """Count `cost` for `who`, or raise TooOften and count nothing. See take_each."""
    return take_each((limit, who), cost=cost)[0]


def take_each(*wanted: Wanted, cost: int = 1) -> list[Standing]:
    """Count against several limits at once: all of them, or none and TooOften.

    who: whatever tells one from another (a person's key, a network, a name); kept as a keyed hash.
    One command to Redis. What is refused is not counted, so waiting always helps. The count is kept
    even if the caller's transaction is rolled back.
    """
    entries = [Entry(_key(limit, who), limit.most, limit.span_s) for limit, who in wanted]
    refused, counts = _counted(
        lambda: in_redis.take(entries, cost), lambda: in_database.take(entries, cost)
    )
    if refused is not None:
        raise too_often(wanted[refused][0], counts[refused].seconds)
    return [_standing(limit, count) for (limit, _who), count in zip(wanted, counts, strict=True)]


def give_back(limit: Limit, *who: object, cost: int = 1) -> None:
    """Take a count off again: a right answer is no wrong try, and a failed act is no act."""
    give_back_each((limit, who), cost=cost)


def give_back_each(*taken: Wanted, cost: int = 1) -> None:
    """Take what take_each counted off again, in one command to Redis."""
    keys = [_key(limit, who) for limit, who in taken]
    _counted(lambda: in_redis.give_back(keys, cost), lambda: in_database.give_back(keys, cost))


def standing(limit: Limit, *who: object) -> Standing:
    """Only look. Whoever decides by it may be overtaken: what must not race calls take."""
    key = _key(limit, who)
    return _standing(limit, _counted(lambda: in_redis.look(key), lambda: in_database.look(key)))


def forget(limit: Limit, *who: object) -> None:
    """Start again from nothing."""
    key = _key(limit, who)
    _counted(lambda: in_redis.forget(key), lambda: in_database.forget(key))


def purge() -> int:
    """Delete what the database counted while Redis was away and no longer needs; how many."""
    return in_database.purge()


def _counted(asked: Callable[[], T], instead: Callable[[], T]) -> T:
    """From Redis; while it is away the database counts, and begins at nothing."""
    circuit = circuit_of(settings.REDIS_URL)
    if circuit.closed():
        try:
            found = asked()
        except redis.RedisError as error:
            circuit.failed(error)
        else:
            circuit.worked()
            return found
    return instead()


def _key(limit: Limit, who: tuple[object, ...]) -> str:
    message = bytearray(f"civic-twin limit v1\n{limit.name}\n".encode())
    for part in who:
        data = part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogatepass")
        message += len(data).to_bytes(4, "big") + data
    return hmac.digest(settings.SECRET_KEY.encode(), bytes(message), "sha256").hex()[:40]


def _standing(limit: Limit, count: Count) -> Standing:
    left = max(0, limit.most - count.times)
    return Standing(count.times, left, 0 if left else max(1, math.ceil(count.seconds)))


def too_often(limit: Limit, seconds: float) -> TooOften:
    """What somebody is told who may go on in so many seconds."""
    wait_s = max(1, math.ceil(seconds))
    # The minute after it, for a clock shows no seconds.
    moment = timezone.localtime(timezone.now() + timedelta(seconds=wait_s + 59))
    words: dict[str, Any] = {
        "time": _moment(moment),
        "contact": settings.CITY["contact"],
    }
    sentence = str(limit.sentence or _("You have done this very often in a short time."))
    if "%(time)s" not in sentence:
        # An f-string would hide its words from the reader of catalogues.
        sentence = sentence + " " + _("Try again after %(time)s.")
    return TooOften(sentence % words, retry_after_s=wait_s)


def _moment(moment: datetime) -> str:
    """An hour of today; of another day with the day, or it would seem to be over already."""
    hour = date_format(moment, "H:i")
    if moment.date() == timezone.localdate():
        return hour
    return _("%(day)s, %(time)s") % {"day": date_format(moment, "l j F"), "time": hour}
