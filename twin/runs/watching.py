"""Whether runs go on: for /health/."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, Min, Q
from django.utils import timezone

from portal.health import Found
from twin.models import AnalysisRun

SILENT_S = 120
"""Four times what the sweep waits before it takes a run back."""
STUCK_S = 1_800
Status = AnalysisRun.Status


def runs() -> Found:
    """Whether runs at work are heard of, and whether any are at work while some wait."""
    now = timezone.now()
    silent = Q(status=Status.RUNNING, heartbeat_at__lt=now - timedelta(seconds=SILENT_S))
    found = AnalysisRun.objects.filter(status__in=(Status.RUNNING, Status.QUEUED)).aggregate(
        running=Count("pk", filter=Q(status=Status.RUNNING)),
        waiting=Count("pk", filter=Q(status=Status.QUEUED)),
        silent=Count("pk", filter=silent),
        oldest=Min("queued_at", filter=Q(status=Status.QUEUED)),
    )
    oldest = found.pop("oldest")
    waited_s = 0 if oldest is None else round((now - oldest).total_seconds())
    words = "ok"
    if found["silent"]:
        words = f"{found['silent']} runs are at work and have not been heard of for {SILENT_S} s."
    elif not found["running"] and waited_s > STUCK_S:
        words = f"{found['waiting']} runs wait and none is at work."
    return Found(
        words,
        {**found, "waited_s": waited_s},
        {"silent": 0, "silent_s": SILENT_S, "waited_s": STUCK_S},
    )
