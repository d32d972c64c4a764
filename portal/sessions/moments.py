"""How exactly a session's times are kept, and when a staff session is over.

A resident's sign-in is kept to the hour and their last visit to the day: finer times could be laid
beside a vote's public log. See portal/decisions/0012-sessions.md.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

# Where an idle limit of half an hour is kept, a minute more or less does not matter.
FINE = timedelta(minutes=1)


def since(now: datetime, staff: bool) -> datetime:
    """What is kept of the moment of a sign-in."""
    return now if staff else now.replace(minute=0, second=0, microsecond=0)


def seen(now: datetime, staff: bool) -> datetime:
    """What is kept of the moment of a visit: a resident's is the begin of the city's day."""
    return (
        now if staff else timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    )


def until(moment: datetime) -> datetime:
    """When a session runs out, rounded up to the hour: it would else tell when it was written."""
    return moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def is_due(before: datetime, now: datetime, staff: bool) -> bool:
    """Whether a visit now is worth writing down."""
    return now - before >= FINE if staff else before < seen(now, staff)


def over(begun: datetime, last: datetime, now: datetime) -> str:
    """Why a staff session is over: "long" after a working day, "idle" without a visit, or ""."""
    if now - begun >= timedelta(seconds=settings.STAFF_SESSION_S):
        return "long"
    return "idle" if now - last >= timedelta(seconds=settings.STAFF_IDLE_S) else ""


def is_quiet(path: str) -> bool:
    """Whether a visit here is never written down, such as to a vote's pages."""
    return re.match(settings.QUIET_PATHS, path) is not None
