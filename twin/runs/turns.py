"""Whose run is next: the city's runs have workers of their own, and residents take turns.

A resident's run is one of a plan that a resident drew. Their messages are turns, not names: when
one comes, the run is done of whoever has had the fewest lately. So one who asks for much waits for
themselves, and not the others for them.
"""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from portal.models import User
from portal.queues import RESIDENTS
from twin.models import AnalysisRun
from twin.runs.lifecycle import is_ready
from twin.runs.sending import queue_of

LATELY = timedelta(hours=1)
LOOKED_AT = 50


def whose_turn(run_id: int) -> int:
    """The run to do now that this one's message came: itself, unless a resident's is due before."""
    if queue_of(run_id) != RESIDENTS:
        return run_id
    had = (
        AnalysisRun.objects.filter(
            scenario__author=OuterRef("scenario__author"),
            started_at__gte=timezone.now() - LATELY,
        )
        .order_by()
        .values("scenario__author")
        .annotate(number=Count("pk"))
        .values("number")
    )
    waiting = (
        AnalysisRun.objects.filter(
            status=AnalysisRun.Status.QUEUED, scenario__author__role=User.Role.RESIDENT
        )
        .annotate(had=Coalesce(Subquery(had), 0))
        .order_by("had", "pk")[:LOOKED_AT]
    )
    return next((run.pk for run in waiting if is_ready(run)), run_id)
