"""What everyone sees now, as one word: it changes with whatever public pages show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from participation.ballots.turnout import BLOCK

# Which notes there are, and not how many up to which: one that comes into sight late, in a
# transaction that swept another away, would leave number and last one as they were.
_NOTES = "select bit_xor(hashint8extended(id, 0)) from participation_publicchange"
_OF_ONE = f"""
select clock_timestamp(), c.id, concat_ws('.', c.id,
  ({_NOTES} where consultation_id = c.id), ({_NOTES} where consultation_id is null),
  (select facts ->> 'off_roll' from participation_votebox where consultation_id = c.id))
from participation_consultation c where c.slug = %(slug)s
"""  # noqa: S608
_OF_ALL = f"""
select clock_timestamp(), 0, concat_ws('.', ({_NOTES}),
  (select md5(string_agg(consultation_id || ':' || (facts ->> 'off_roll'), ','
     order by consultation_id)) from participation_votebox))
"""  # noqa: S608
# Votes come one by one and show in full blocks only: they are counted, and noted nowhere.
_VOTES = """
select coalesce(string_agg(id || ':' || blocks, ',' order by id), '') from (
  select consultation_id as id, count(*) / %(block)s as blocks from participation_rollentry
  where %(question)s in (0, consultation_id) group by consultation_id) roll
"""
COUNTED_S = 10
"""So long a count of votes holds: counting a large city's roll takes the database 40 ms."""
_NEXT = """
select min(moment) from (
  select opens_at as moment from participation_phase
  union all select closes_at from participation_phase
) moments where moment > %s
"""


@dataclass(frozen=True)
class Version:
    """now: by the database's clock. word: two that are equal were read from equal public tables."""

    now: datetime
    word: str


def version_of(slug: str | None) -> Version | None:
    """The version of what is shown of one question, or (None) of all; None for no such question."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_ALL if slug is None else _OF_ONE, {"slug": slug})
        row = cursor.fetchone()
    if row is None:
        return None
    now, question, word = row
    return Version(now, f"{word}.{_votes(question)}")


def _votes(question: int) -> str:
    """How many full blocks of votes there are in a question, or (0) in each."""
    key = f"votes-counted:{question}"
    found: str | None = cache.get(key)
    if found is None:
        with connection.cursor() as cursor:
            cursor.execute(_VOTES, {"question": question, "block": BLOCK})
            (found,) = cursor.fetchone()
        cache.set(key, found, COUNTED_S)
    return str(found)


def good_until(now: datetime) -> datetime:
    """When a page that is made now says something else by the clock alone: a phase, a new day."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [now])
        (boundary,) = cursor.fetchone()
    day = timezone.localtime(now) + timedelta(days=1)
    midnight = day.replace(hour=0, minute=0, second=0, microsecond=0)
    return min(midnight, boundary or midnight)
