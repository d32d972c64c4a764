"""Ending sessions: a person's, those of browsers they were signed in with, and what ran out."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal.models import Session, User
from portal.sessions.keys import digest, was

_BATCH = 2_000


def end_sessions(person: User, but: str = "") -> int:
    """Sign a person out everywhere, or everywhere `but` in the session of that key; how many.

    It holds from the next request on: no copy of a session lies anywhere else.
    """
    rows = Session.objects.filter(person_id=person.pk)
    return int((rows.exclude(pk=digest(but)) if but else rows).delete()[0])


def forget_browsers(person: User) -> int:
    """End them all, and what was begun without signing in where they had been signed in before."""
    mine = Q(person_id=person.pk) | Q(was=was(person.pk))
    return int(Session.objects.filter(mine).delete()[0])


def purge() -> int:
    """Delete sessions that ran out, with all that stands in them; how many there were."""
    now = timezone.now()
    begun = now - timedelta(seconds=settings.STAFF_SESSION_S)
    idle = now - timedelta(seconds=settings.STAFF_IDLE_S)
    staff = Session.objects.filter(person__isnull=False).exclude(person__role=User.Role.RESIDENT)
    gone = 0
    for rows in (
        Session.objects.filter(expire_date__lte=now),
        staff.filter(Q(since__lte=begun) | Q(seen__lte=idle)),
    ):
        while found := _some(rows):
            gone += found
    return gone


@transaction.atomic
def _some(rows: object) -> int:
    """A batch at a time, so that no request waits for a long statement."""
    keys = list(rows.values_list("pk", flat=True)[:_BATCH])  # type: ignore[attr-defined]
    return int(Session.objects.filter(pk__in=keys).delete()[0]) if keys else 0
