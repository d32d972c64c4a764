"""Telling the workers that a run waits. The database knows what waits; the queue only hurries."""

from __future__ import annotations

from celery import current_app
from django.core.cache import cache

from portal.models import User
from portal.queues import OFFICIALS, RESIDENTS, named
from twin.models import AnalysisRun

TASK = "twin.tasks.run_analysis"
TILE_TASK = "twin.tasks.prepare_tile"
SENT_S = 120


def send(run_id: int, *, task: str = TASK) -> None:
    """Put a run in the workers' queue. A lost queue loses nothing: the sweep sends again.

    task: TILE_TASK for a tile of an operator, whose run does it itself if nobody else does.
    """
    queue = named(queue_of(run_id) if task == TASK else OFFICIALS)
    if current_app.send_task(task, args=[run_id], queue=queue) is not None and task == TASK:
        cache.set(_key(run_id), "1", SENT_S)


def queue_of(run_id: int) -> str:
    """The queue of a run: that of residents where a resident drew the plan."""
    role = AnalysisRun.objects.filter(pk=run_id).values_list("scenario__author__role", flat=True)
    return RESIDENTS if role.first() == User.Role.RESIDENT else OFFICIALS


def was_sent(run_ids: list[int]) -> set[int]:
    """Those of `run_ids` that were sent within the last two minutes."""
    known = cache.get_many([_key(run_id) for run_id in run_ids])
    return {run_id for run_id in run_ids if _key(run_id) in known}


def _key(run_id: int) -> str:
    return f"run:{run_id}:sent"
