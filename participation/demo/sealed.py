"""Many ballots into a box at once: the rows that casting them one by one would leave."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import connection, transaction

from participation.ballots.casting import event_id
from participation.ballots.gate import Gate, read_gate
from participation.ballots.sealing import seal_ballot, seal_undo
from participation.ballots.secret import new_secret, slot_of
from participation.ledger.codes import code_of, commitment
from participation.tallies.content import read

AT_ONCE = 5_000
_ROLL = """copy participation_rollentry (id, consultation_id, voter, person_id, area, undo)
from stdin (format binary)"""
_ENVELOPES = """copy participation_envelope (id, consultation_id, slot, sealed, channel)
from stdin (format binary)"""
_EVENTS = """copy participation_logevent (id, consultation_id, commitment, code)
from stdin (format binary)"""
_TYPES = {
    _ROLL: ("uuid", "int8", "bytea", "int8", "text", "bytea"),
    _ENVELOPES: ("uuid", "int8", "bytea", "bytea", "text"),
    _EVENTS: ("uuid", "int8", "bytea", "text"),
}


@dataclass(frozen=True)
class Invented:
    """One vote to be put in. voter: the key on the roll; content: its canonical text."""

    voter: bytes
    content: str
    person_id: int | None = None
    area: str = ""


@transaction.atomic
def fill_box(consultation_id: int, votes: Iterable[Invented]) -> None:
    """Check, seal and log every vote as casting.cast_ballot does, but AT_ONCE by AT_ONCE, by COPY.

    No gate, no clock and no eligibility: for invented votes only, in a box of theirs. Raises
    BadInput for a content that is no ballot of this vote.
    """
    gate = read_gate(consultation_id)
    known: set[str] = set()
    waiting = iter(votes)
    while some := list(islice(waiting, AT_ONCE)):
        for text in {vote.content for vote in some} - known:
            gate.content_of(read(text))
            known.add(text)
        rolls, envelopes, events = zip(*_sealed(gate, some), strict=True)
        for command, rows in ((_ROLL, rolls), (_ENVELOPES, envelopes), (_EVENTS, events)):
            _copy(command, rows)


def _sealed(gate: Gate, votes: Sequence[Invented]) -> Iterator[tuple[tuple[object, ...], ...]]:
    pk, key, length = gate.consultation_id, gate.public_key, gate.length
    for vote in votes:
        secret = new_secret()
        slot = slot_of(secret)
        sealed = seal_ballot(key, pk, slot, vote.content, length)
        undo = seal_undo(key, pk, vote.voter, slot)
        committed = commitment(slot, sealed)
        event = event_id(secret, secrets.token_urlsafe(12), pk)
        yield (
            (uuid.uuid4(), pk, vote.voter, vote.person_id, vote.area, undo),
            (uuid.uuid4(), pk, slot, sealed, "web"),
            (event, pk, committed, code_of(committed)),
        )


def _copy(command: str, rows: Iterable[tuple[object, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        copy.set_types(_TYPES[command])
        for row in rows:
            copy.write_row(row)
