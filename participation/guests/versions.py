"""What everyone sees now, as one word: it changes with whatever public pages show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from participation.ballots.turnout import BLOCK

# Votes come one by one and show in full blocks only: they are counted here, and noted nowhere.
_OF_ONE = """
select clock_timestamp(), concat_ws('.', c.id,
  (select count(*) || '-' || max(id) from participation_publicchange
   where consultation_id = c.id),
  (select count(*) || '-' || max(id) from participation_publicchange
   where consultation_id is null),
  (select count(*) / %(block)s from participation_rollentry where consultation_id = c.id),
  (select facts ->> 'off_roll' from participation_votebox where consultation_id = c.id))
from participation_consultation c where c.slug = %(slug)s
"""
_OF_ALL = """
select clock_timestamp(), concat_ws('.',
  (select count(*) || '-' || max(id) from participation_publicchange),
  (select md5(string_agg(id || ':' || blocks, ',' order by id)) from (
     select consultation_id as id, count(*) / %(block)s as blocks
     from participation_rollentry group by consultation_id) roll),
  (select md5(string_agg(consultation_id || ':' || (facts ->> 'off_roll'), ','
     order by consultation_id)) from participation_votebox))
"""
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
        cursor.execute(_OF_ALL if slug is None else _OF_ONE, {"slug": slug, "block": BLOCK})
        row = cursor.fetchone()
    return Version(*row) if row else None


def good_until(now: datetime) -> datetime:
    """When a page that is made now says something else by the clock alone: a phase, a new day."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [now])
        (boundary,) = cursor.fetchone()
    day = timezone.localtime(now) + timedelta(days=1)
    midnight = day.replace(hour=0, minute=0, second=0, microsecond=0)
    return min(midnight, boundary or midnight)
