"""What goes for good with the end of a box: envelopes, traces, and the key in dead rows too."""

from __future__ import annotations

import logging
import time

from django.db import OperationalError, connection

from participation.models import Envelope, RollEntry, UndoNote

TRIES = 5
PAUSE_S = 1.0
# Casts in other votes read this table: they shall not queue behind us for longer.
_PATIENCE = "set lock_timeout = '200ms'"
_IMPATIENCE = "reset lock_timeout"
# An update leaves the old row in its page; only writing the table anew takes it out.
_SHRED = "vacuum (full) participation_votebox"

log = logging.getLogger(__name__)


def empty_box(consultation_id: int) -> None:
    """Destroy a vote's envelopes and all that could lead to them, in the caller's transaction."""
    Envelope.objects.filter(consultation_id=consultation_id).delete()
    UndoNote.objects.filter(consultation_id=consultation_id).delete()
    RollEntry.objects.filter(consultation_id=consultation_id).update(undo=None)


def shred_keys() -> bool:
    """Write the boxes' table anew, so that no dead row of it holds a key; False if it was busy.

    Not inside a transaction. Backups and the write-ahead log keep the wrapped key until they
    expire; see decisions/0008-sealed-ballots.md.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PATIENCE)
        try:
            for _try in range(TRIES):
                try:
                    cursor.execute(_SHRED)
                except OperationalError:
                    time.sleep(PAUSE_S)
                else:
                    return True
        finally:
            cursor.execute(_IMPATIENCE)
    log.warning("the table of ballot boxes was busy: dead rows may hold a wrapped key for a while")
    return False
