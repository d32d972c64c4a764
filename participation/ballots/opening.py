"""Opening the box, once, after the close: envelopes go in, ballots in leaf order come out."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.db.models import Sum

from participation import gates
from participation.ballots.gate import ALONE, Gate, read_gate
from participation.ballots.sealing import Unreadable, open_ballot, unwrap
from participation.ballots.shredding import empty_box, shred_keys
from participation.ledger.codes import commitment
from participation.ledger.merkle import ballot_leaf
from participation.ledger.sequencing import sequence
from participation.models import (
    Consultation,
    Envelope,
    LogEvent,
    PaperBatch,
    UndoNote,
    VoteBox,
)
from participation.tallies.content import ABSTENTION, read
from portal.errors import CivicError

NONCE_BYTES = 16
STREAM = 2000
STILL_TYPED = (PaperBatch.State.FIRST, PaperBatch.State.SECOND, PaperBatch.State.COMPARE)
_COPY = "copy participation_ballot (consultation_id, content, nonce) from stdin"


@dataclass
class _Opened:
    """What came out. rows: (leaf hash, content, nonce)."""

    rows: list[tuple[bytes, str, bytes]] = field(default_factory=list)
    channels: Counter[str] = field(default_factory=Counter)
    unreadable: int = 0
    unlogged: int = 0


def open_box(consultation_id: int) -> bool:
    """Open the box of a closed vote; True when it did. All in one transaction; does it only once.

    Waits (False) until the vote has closed by the database's clock and until every paper batch is
    in the box or cancelled. What cannot be read is counted and told (VoteBox.facts), and stops
    nothing. The private key goes for good.
    """
    with transaction.atomic():
        done = _open(consultation_id)
    if done and not connection.in_atomic_block:
        shred_keys()
    return done


def _open(consultation_id: int) -> bool:
    # Alone: nobody moves the close, changes the rule or adds paper; casts are told at once that
    # they are late, and need not wait for us. Another worker that is at it needs no help.
    locked = Consultation.objects.select_for_update(no_key=True, skip_locked=True).filter(
        pk=consultation_id, status__in=[Consultation.Status.OPEN, Consultation.Status.DECIDED]
    )
    if not locked.exists() or not _is_due(consultation_id):
        return False
    _wait_for_casts(consultation_id)
    gate = read_gate(consultation_id, lock=ALONE)
    if gate.private_key is None:
        return False
    sequence(consultation_id, final=True)
    opened = _unseal(gate)
    opened.rows.sort()
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for _leaf, content, nonce in opened.rows:
            copy.write_row((consultation_id, content, nonce))
    _empty(consultation_id, _facts(consultation_id, opened))
    return True


def _is_due(consultation_id: int) -> bool:
    spans, now, _status = gates.read_clock(consultation_id)
    closes = next((span.closes_at for span in spans if span.kind == "vote"), None)
    if closes is None or now < closes:
        return False
    typed = PaperBatch.objects.filter(consultation_id=consultation_id, state__in=STILL_TYPED)
    return not typed.exists()


def _wait_for_casts(consultation_id: int) -> None:
    """Until every cast that passed the gate before the close is in the box or refused.

    Rolling back to the savepoint gives the stronger lock back at once.
    """
    point = transaction.savepoint()
    Consultation.objects.select_for_update().filter(pk=consultation_id).exists()
    transaction.savepoint_rollback(point)


def _unseal(gate: Gate) -> _Opened:
    pk = gate.consultation_id
    private = unwrap(pk, gate.private_key or b"")
    events = LogEvent.objects.filter(consultation_id=pk)
    logged = {bytes(one) for one in events.values_list("commitment", flat=True)}
    opened, sound = _Opened(), _Sound(gate)
    for slot, sealed, channel in _envelopes(pk):
        if commitment(slot, sealed) not in logged:
            opened.unlogged += 1
            continue
        try:
            content = sound.of(open_ballot(private, pk, slot, sealed))
        except Unreadable:
            opened.unreadable += 1
            continue
        nonce = secrets.token_bytes(NONCE_BYTES)
        opened.rows.append((ballot_leaf(content, nonce), content, nonce))
        opened.channels[channel] += 1
    return opened


def _envelopes(consultation_id: int) -> Iterator[tuple[bytes, bytes, str]]:
    rows = Envelope.objects.filter(consultation_id=consultation_id).values_list(
        "slot", "sealed", "channel"
    )
    for slot, sealed, channel in rows.iterator(chunk_size=STREAM):
        yield bytes(slot), bytes(sealed), channel


class _Sound:
    """Which texts are ballots of this vote; equal texts are looked at, and kept, once."""

    def __init__(self, gate: Gate) -> None:
        self.gate = gate
        self.seen: dict[str, str | None] = {}

    def of(self, text: str) -> str:
        """`text` itself; Unreadable when it is no ballot of this vote."""
        if text not in self.seen:
            self.seen[text] = text if self._is_sound(text) else None
        found = self.seen[text]
        if found is None:
            raise Unreadable
        return found

    def _is_sound(self, text: str) -> bool:
        try:
            return self.gate.content_of(read(text)) == text
        except (ValueError, TypeError, RecursionError, CivicError):
            return False


def _facts(consultation_id: int, opened: _Opened) -> dict[str, Any]:
    events = LogEvent.objects.filter(consultation_id=consultation_id).count()
    withdrawn = UndoNote.objects.filter(consultation_id=consultation_id).count()
    boxed = PaperBatch.objects.filter(
        consultation_id=consultation_id, state=PaperBatch.State.BOXED
    ).aggregate(spoilt=Sum("spoilt"))
    ballots = len(opened.rows)
    return {
        "events": events,
        "replaced": events - ballots - opened.unreadable - withdrawn,
        "withdrawn": withdrawn,
        "unreadable": opened.unreadable,
        "unlogged": opened.unlogged,
        "ballots": ballots,
        "abstentions": sum(content == ABSTENTION for _leaf, content, _nonce in opened.rows),
        "channels": {channel: opened.channels[channel] for channel in Envelope.Channel.values},
        "spoilt": boxed["spoilt"] or 0,
    }


def _empty(consultation_id: int, facts: dict[str, Any]) -> None:
    """Envelopes, notes and the private key go; what the opening found stays."""
    empty_box(consultation_id)
    box = VoteBox.objects.get(consultation_id=consultation_id)
    box.state, box.private_key = VoteBox.State.OPENED, None
    box.facts = facts | {"off_roll": box.facts.get("off_roll", 0)}
    box.save(update_fields=["state", "private_key", "facts"])
