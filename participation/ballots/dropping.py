"""Taking a ballot out of an open vote, when the account of its voter is erased."""

from __future__ import annotations

from contextlib import suppress

from django.db import transaction

from participation import gates
from participation.ballots.gate import read_gate
from participation.ballots.sealing import Unreadable, open_undo, unwrap
from participation.models import Envelope, RollEntry, UndoNote
from participation.phases import Act, permits


@transaction.atomic
def drop_ballot(*, consultation_id: int, person_id: int) -> bool:
    """Take a person's ballot and roll entry out of an open vote; True when there was one.

    Its leaf stays in the log, which says neither who nor what; the opening counts it as withdrawn.
    """
    gate = read_gate(consultation_id)
    # A second look at the clock: the first was before we had our share of the lock.
    spans, now, _status = gates.read_clock(consultation_id)
    if gate.private_key is None or not permits(spans, Act.VOTE, now):
        return False
    entry = (
        RollEntry.objects.select_for_update()
        .filter(consultation_id=consultation_id, person_id=person_id)
        .first()
    )
    if entry is None:
        return False
    if entry.undo is not None:
        private = unwrap(consultation_id, gate.private_key)
        with suppress(Unreadable):
            slot = open_undo(private, consultation_id, bytes(entry.voter), bytes(entry.undo))
            gone, _kinds = Envelope.objects.filter(
                consultation_id=consultation_id, slot=slot
            ).delete()
            if gone:
                UndoNote.objects.create(consultation_id=consultation_id, sealed=b"")
    entry.delete()
    return True
