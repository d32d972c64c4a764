"""How often somebody may miss with a code or with what a list holds, and what they are told then.

Slips that a code's check signs find are no misses, so a family or a town hall's kiosk does not lock
itself out by typing. Counts lie in the cache under keyed hashes, no address beside them.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import redis
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from participation.eligibility.counters import bump
from participation.eligibility.keys import keyed
from portal.errors import TooOften
from portal.roles import is_known


@dataclass(frozen=True)
class Limit:
    """After `most` misses within `span_s` seconds of the first, nothing goes for `pause_s`."""

    most: int
    span_s: int
    pause_s: int


PERSON = Limit(8, 900, 900)
# Somebody's name with wrong dates: eight guesses an hour, from wherever they come.
NAMED = Limit(8, 3_600, 3_600)
# A library or a town hall has one network; nobody gets a code right by 60 tries in ten minutes.
NETWORK = Limit(60, 600, 600)
# All whose network is unknown, together.
UNKNOWN = Limit(1_200, 600, 600)

# Each change is a line of the log for ever, and one voter's script could make it too long to check.
CHANGES_AN_HOUR = 50

Tried = dict[str, Limit]


def tried_by(consultation_id: int, actor: Any, network: str, named: str = "") -> Tried:
    """What a try counts against, by cache key: the account, the name asked for, the network."""
    found: Tried = {}
    if is_known(actor):
        found[_key("person", consultation_id, actor.pk)] = PERSON
    if named:
        found[_key("named", consultation_id, named)] = NAMED
    found[_key("network", consultation_id, network)] = NETWORK if network else UNKNOWN
    return found


def require_open(tried: Tried) -> None:
    """Raise TooOften while one of them is locked out, saying until when and what else to do."""
    locks = cache.get_many([f"{key}:until" for key in tried])
    if locks:
        key, until = max(locks.items(), key=lambda item: item[1])
        raise TooOften(_sentence(tried[key.removesuffix(":until")], float(until)))


def miss(tried: Tried, consultation_id: int, network: str) -> None:
    """Count a miss against all of them; the last one allowed locks."""
    bump("misses", consultation_id, network)
    for key, limit in tried.items():
        if _counted(key, limit.span_s) >= limit.most:
            cache.set(f"{key}:until", time.time() + limit.pause_s, limit.pause_s)
            cache.delete(key)


def require_patience(consultation_id: int, voter: bytes) -> None:
    """Count a change of this voter's ballot; raise TooOften after CHANGES_AN_HOUR in an hour."""
    try:
        count = _counted(_key("changes", consultation_id, voter), 3_600)
    except redis.RedisError:
        # A vote goes before this limit.
        return
    if count > CHANGES_AN_HOUR:
        raise TooOften(
            _(
                "You have changed your vote very often within an hour. The last one counts; "
                "wait an hour if you want to change it once more."
            )
        )


def _counted(key: str, span_s: int) -> int:
    """How often, this time included, within span_s seconds of the first."""
    cache.add(key, 0, span_s)
    try:
        return int(cache.incr(key))
    except ValueError:
        # It ran out between the two commands: this is the first of a new span.
        return 1


def _key(what: str, *parts: str | int | bytes) -> str:
    return f"eligibility:{what}:{keyed(f'limit {what}', *parts).hex()[:24]}"


def _sentence(limit: Limit, until: float) -> str:
    moment = timezone.localtime(datetime.fromtimestamp(until + 60, tz=UTC))
    words = {"time": date_format(moment, "H:i"), "contact": settings.CITY["contact"]}
    if limit in (NETWORK, UNKNOWN):
        return (
            _(
                "There were many wrong tries from the network that you use, which you may share "
                "with others. Try again after %(time)s, or now from another one, such as a phone. "
                "If you need help, write to %(contact)s."
            )
            % words
        )
    return (
        _(
            "There were too many wrong tries. Wait until %(time)s, then try again; your right to "
            "vote is not lost. If you need help, write to %(contact)s."
        )
        % words
    )
