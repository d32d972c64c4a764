"""Tasks of the ground floor."""

from celery import shared_task

from portal.health import note_worker


@shared_task
def heartbeat() -> None:
    """Say that a worker is alive, for /health/ready."""
    note_worker()
