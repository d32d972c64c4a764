"""What participation does in the background; each may run twice without harm."""

from __future__ import annotations

from celery import shared_task
from django.core.cache import cache

from participation.ballots import seal_box
from participation.models import Consultation
from participation.releases import burst_key, release_consultation

RELEASE_ALL_S = 600


@shared_task
def release(consultation_id: int) -> None:
    """Compute again what the public may see of one consultation."""
    # First free the key: an act that comes while this runs must get a run of its own.
    cache.delete(burst_key(consultation_id))
    release_consultation(consultation_id)


@shared_task
def turn_phases() -> None:
    """Every minute: seal the boxes of closed votes; every ten, release all (Redis may forget)."""
    running = Consultation.objects.filter(
        status__in=[Consultation.Status.OPEN, Consultation.Status.DECIDED]
    )
    for pk in running.filter(box_sealed=False, phases__kind="vote").values_list("pk", flat=True):
        seal_box(pk)
    if cache.add("release:all", 1, RELEASE_ALL_S):
        for pk in running.values_list("pk", flat=True):
            release_consultation(pk)
