"""When places are released: once a day, at a stated hour of the city's own time."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from participation.models import Consultation, ReleaseMark, ReleaseState

RUNNING = (Consultation.Status.OPEN, Consultation.Status.DECIDED)


def release_day(now: datetime | None = None) -> date:
    """The day whose batch is the newest that may have run by `now`."""
    local = timezone.localtime(now)
    early = local.hour < settings.RELEASE_HOUR
    return local.date() - timedelta(days=1 if early else 0)


def batch_is_due(consultation_id: int) -> bool:
    """Whether the newest batch of a running question has not run yet.

    The first one of a question runs at the hour that follows, not when it is first looked at.
    """
    if not Consultation.objects.filter(pk=consultation_id, status__in=RUNNING).exists():
        return False
    state, new = ReleaseState.objects.get_or_create(
        consultation_id=consultation_id, defaults={"batch_on": release_day()}
    )
    return not new and (state.batch_on is None or state.batch_on < release_day())


def due_releases() -> list[int]:
    """Questions with something to release now; two queries, however many questions there are."""
    marked = ReleaseMark.objects.values_list("consultation_id", flat=True).distinct()
    done = ReleaseState.objects.filter(batch_on__gte=release_day())
    waiting = Consultation.objects.filter(~Q(pk__in=done.values("pk")), status__in=RUNNING)
    return sorted({*marked, *waiting.values_list("pk", flat=True)})


def has_work(consultation_id: int) -> bool:
    """Whether something of this question is marked, or its batch is due."""
    marks = ReleaseMark.objects.filter(consultation_id=consultation_id)
    return marks.exists() or batch_is_due(consultation_id)
