"""Whether what people wrote becomes public when it was promised: for /health/."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from participation.models import ReleaseMark, ReleaseState
from participation.releases.due import RUNNING, release_day
from portal.health import Found

LATE_S = 3_600
MOST_MARKED = 1_000


def releases() -> Found:
    """Whether a day's places are an hour late, or many changed comments wait to be shown."""
    day = release_day(timezone.now() - timedelta(seconds=LATE_S))
    late = ReleaseState.objects.filter(batch_on__lt=day, consultation__status__in=RUNNING).count()
    marked = ReleaseMark.objects.count()
    words = []
    if late:
        words.append(f"The places of {late} questions are released late.")
    if marked > MOST_MARKED:
        words.append(f"{marked} changed comments wait to be released.")
    return Found(
        " ".join(words) or "ok",
        {"late": late, "marked": marked},
        {"late": 0, "late_s": LATE_S, "marked": MOST_MARKED},
    )
