"""Ballots on paper, typed in by officials, on their way into the same box."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from participation.ballots.casting import event_id
from participation.ballots.gate import ALONE, Gate, read_gate
from participation.ballots.sealing import seal_ballot
from participation.ballots.secret import new_secret, slot_of
from participation.ledger.codes import code_of, commitment
from participation.models import Consultation, Envelope, LogEvent, VoteBox
from participation.tallies.content import read
from portal.errors import BadInput, NotNow


@transaction.atomic
def add_paper(
    *, consultation: Consultation, contents: Sequence[str], channel: str = Envelope.Channel.PAPER
) -> list[str]:
    """Put paper ballots into the box, one envelope and one log event each; their receipt codes.

    contents: canonical texts. Their voters are on no roll; the box counts them for the turnout.
    The caller checks the role, writes the audit entry, and calls this once a batch. Allowed from
    the opening of the vote until its box is opened, which waits for batches begun before the
    close. Raises NotNow, BadInput.
    """
    gate = read_gate(consultation.pk, lock=ALONE)
    vote = next((span for span in gate.spans if span.kind == "vote"), None)
    if vote is None or gate.now < vote.opens_at:
        raise NotNow(_("Paper ballots go into the box once the vote has opened."))
    if gate.private_key is None:
        raise NotNow(_("The box has been opened: no ballot can be added."))
    made = [_sealed(gate, text, channel) for text in contents]
    Envelope.objects.bulk_create([envelope for envelope, _event in made], batch_size=1000)
    # Sorted, so that the codes' order says nothing of the pile's.
    events = sorted((event for _envelope, event in made), key=lambda event: event.code)
    LogEvent.objects.bulk_create(events, batch_size=1000)
    box = VoteBox.objects.select_for_update().get(consultation=consultation)
    box.facts["off_roll"] = box.facts.get("off_roll", 0) + len(made)
    box.save(update_fields=["facts"])
    return [event.code for event in events]


def _sealed(gate: Gate, text: str, channel: str) -> tuple[Envelope, LogEvent]:
    if gate.content_of(read(text)) != text:
        raise BadInput(_("This is not a ballot of this vote."), field="contents")
    secret, pk = new_secret(), gate.consultation_id
    slot = slot_of(secret)
    sealed = seal_ballot(gate.public_key, pk, slot, text, gate.length)
    committed = commitment(slot, sealed)
    return (
        Envelope(consultation_id=pk, slot=slot, sealed=sealed, channel=channel),
        LogEvent(
            id=event_id(secret, uuid.uuid4().hex, pk),
            consultation_id=pk,
            commitment=committed,
            code=code_of(committed),
        ),
    )
