"""Burning the ballots of a question that the city has withdrawn: nobody will ever read them."""

from __future__ import annotations

from django.db import connection, transaction

from participation.ballots.shredding import empty_box, shred_keys
from participation.models import Consultation, VoteBox


def burn_box(consultation_id: int) -> bool:
    """Destroy key, envelopes and notes of a withdrawn question's vote; True when it did.

    The roll stays without its notes, and the log as it is.
    """
    with transaction.atomic():
        done = _burn(consultation_id)
    if done and not connection.in_atomic_block:
        shred_keys()
    return done


def _burn(consultation_id: int) -> bool:
    withdrawn = Consultation.objects.select_for_update().filter(
        pk=consultation_id, status=Consultation.Status.WITHDRAWN
    )
    if not withdrawn.exists():
        return False
    boxes = VoteBox.objects.filter(consultation_id=consultation_id, state=VoteBox.State.OPEN)
    if not boxes.update(state=VoteBox.State.OPENED, private_key=None, facts={}):
        return False
    empty_box(consultation_id)
    return True
