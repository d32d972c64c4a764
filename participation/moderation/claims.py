"""Who has an item of the queue open. It tells colleagues, and never stops anybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from participation.models import Claim
from portal.roles import is_official, require

LASTS = timedelta(minutes=4)
"""From the last look on."""

# Ours, or nobody's any more: one statement decides between two who look at once.
_TAKE = """
insert into participation_claim as held (comment_id, official_id, since, until, looks)
select id, %(me)s, %(now)s, %(until)s, 1 from participation_comment where id = %(comment)s
on conflict (comment_id) do update set
  official_id = excluded.official_id,
  since = case when held.official_id = excluded.official_id and held.until > %(now)s
    then held.since else excluded.since end,
  until = excluded.until,
  looks = held.looks + 1
where held.official_id = excluded.official_id or held.until <= %(now)s
returning looks
"""
# Whoever opens an item has left the others; what ran out goes along.
_DROP = """
delete from participation_claim where comment_id in (
  select comment_id from participation_claim
  where (official_id = %(me)s and comment_id <> %(comment)s) or until <= %(now)s
  for update skip locked
)
"""


@dataclass(frozen=True)
class Held:
    """An item that a colleague has open, and since when."""

    official: Any
    since: datetime


def claim(*, actor: Any, comment_id: int) -> int:
    """Say that `actor` looks at this comment now, and at no other; the number of the look.

    0: a colleague has it open.
    """
    require(is_official, actor)
    now = timezone.now()
    told = {"me": actor.pk, "comment": comment_id, "now": now, "until": now + LASTS}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_DROP, told)
        cursor.execute(_TAKE, told)
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def held_by_others(*, actor: Any, comment_ids: Iterable[int]) -> dict[int, Held]:
    """Those of the comments that a colleague has open."""
    require(is_official, actor)
    found = Claim.objects.filter(comment__in=list(comment_ids), until__gt=timezone.now())
    return {
        one.comment_id: Held(one.official, one.since)
        for one in found.exclude(official=actor).select_related("official")
    }


def leave(*, actor: Any, comment_id: int, looks: int) -> None:
    """End one look at a comment; one that began later goes on."""
    require(is_official, actor)
    Claim.objects.filter(comment=comment_id, official=actor, looks=looks).delete()


def leave_all(*, actor: Any) -> None:
    """Say that `actor` has no item open any more."""
    require(is_official, actor)
    Claim.objects.filter(official=actor).delete()


def release_claim(comment_id: int, official: Any) -> None:
    """End an official's claim on what they have decided."""
    Claim.objects.filter(comment=comment_id, official=official).delete()
