"""The twin's work for Celery: each task takes one id and may run any number of times.

Models are loaded by the first run: workers that do none stay small.
"""

from __future__ import annotations

from celery import shared_task

from twin import runs

SOFT_LIMIT_S = 1_800
HARD_LIMIT_S = 1_860


@shared_task(acks_late=True, soft_time_limit=SOFT_LIMIT_S, time_limit=HARD_LIMIT_S)
def run_analysis(run_id: int) -> None:
    """Compute one run and what only waited for it, unless another worker has it or did it.

    A resident's message is a turn: the run may be another resident's, who had fewer.
    """
    if not runs.work(runs.whose_turn(run_id)):
        # Another worker was quicker to that one.
        runs.work(runs.whose_turn(run_id))


@shared_task(acks_late=True, soft_time_limit=SOFT_LIMIT_S, time_limit=HARD_LIMIT_S)
def prepare_tile(tile_id: int) -> None:
    """Compute one tile of an operator, unless another worker has it or did it."""
    runs.compute_tile(tile_id)


@shared_task
def sweep() -> None:
    """Take back runs of silent workers, send what the queue lost."""
    runs.sweep_runs()


@shared_task
def clear_tiles() -> None:
    """Clear old tiles away."""
    runs.clear_tiles()


@shared_task
def ask_current() -> None:
    """Ask for what public plans lack since a model got a new version."""
    runs.ask_current()
