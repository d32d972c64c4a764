"""Ballot events without ballots, for tests of the log alone."""

from __future__ import annotations

import uuid
from hashlib import sha256

from participation.ledger.codes import code_of, commitment
from participation.models import Consultation, LogEvent


def plant(consultation: Consultation, number: int, start: int = 0) -> list[LogEvent]:
    """`number` events of the vote that wait for a place, always the same for the same `start`."""
    return LogEvent.objects.bulk_create(
        [_event(consultation, serial) for serial in range(start, start + number)]
    )


def _event(consultation: Consultation, serial: int) -> LogEvent:
    seed = sha256(f"{consultation.slug} {serial}".encode()).digest()
    committed = commitment(seed, b"sealed" + seed)
    return LogEvent(
        id=uuid.UUID(bytes=seed[:16]),
        consultation=consultation,
        commitment=committed,
        code=code_of(committed),
    )
