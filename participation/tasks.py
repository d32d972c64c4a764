"""What participation does in the background; each may run twice without harm."""

from __future__ import annotations

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from participation.ballots import open_box
from participation.ledger.sequencing import sequence
from participation.models import Consultation, VoteBox
from participation.releases import burst_key, release_consultation

RELEASE_ALL_S = 600
RUNNING = (Consultation.Status.OPEN, Consultation.Status.DECIDED)


@shared_task
def release(consultation_id: int) -> None:
    """Compute again what the public may see of one consultation."""
    # First free the key: an act that comes while this runs must get a run of its own.
    cache.delete(burst_key(consultation_id))
    release_consultation(consultation_id)


@shared_task
def turn_phases() -> None:
    """Every ten minutes, release all again: Redis may forget a burst."""
    if cache.add("release:all", 1, RELEASE_ALL_S):
        running = Consultation.objects.filter(status__in=RUNNING)
        for pk in running.values_list("pk", flat=True):
            release_consultation(pk)


@shared_task
def sequence_logs() -> None:
    """Give the waiting events of open votes their places in the log, in full blocks."""
    open_ones = VoteBox.objects.filter(state=VoteBox.State.OPEN)
    for pk in open_ones.values_list("consultation_id", flat=True):
        sequence(pk)


@shared_task
def open_boxes() -> None:
    """Open the boxes of votes that have closed."""
    for pk in _closed().exclude(box__state__in=[VoteBox.State.OPENED, VoteBox.State.COUNTED]):
        open_box(pk)


def _closed():
    return Consultation.objects.filter(
        status__in=RUNNING, phases__kind="vote", phases__closes_at__lte=timezone.now()
    ).values_list("pk", flat=True)
