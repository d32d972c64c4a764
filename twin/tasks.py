"""The twin's work for Celery: each task takes one id and may run any number of times."""

from __future__ import annotations

from celery import shared_task

from twin import runs

SOFT_LIMIT_S = 1_800
HARD_LIMIT_S = 1_860


@shared_task(acks_late=True, soft_time_limit=SOFT_LIMIT_S, time_limit=HARD_LIMIT_S)
def run_analysis(run_id: int) -> None:
    """Compute one run, unless another worker has it or did it."""
    runs.execute(run_id)


@shared_task
def sweep() -> None:
    """Take back runs of silent workers and send what the queue lost."""
    runs.sweep_runs()


@shared_task
def ask_current() -> None:
    """Ask for what public plans lack since a model got a new version."""
    runs.ask_current()
