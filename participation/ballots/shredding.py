"""What goes for good with the end of a box: envelopes, traces, and the key in dead rows too."""

from __future__ import annotations

import logging
import re
import time
from typing import Any

from django.db import OperationalError, connection

from participation.models import Envelope, RollEntry, UndoNote

TRIES = 5
PAUSE_S = 1.0
# Casts in other votes read this table: they shall not queue behind us for longer.
_PATIENCE = "set lock_timeout = '200ms'"
_IMPATIENCE = "reset lock_timeout"
# An update leaves the old row in its page; only writing the table anew takes it out. It says then
# how many it had to keep, because somebody's older snapshot could still see them.
_SHRED = "vacuum (full, verbose) participation_votebox"

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
                if _written_anew(cursor):
                    return True
                time.sleep(PAUSE_S)
        finally:
            cursor.execute(_IMPATIENCE)
    log.warning("the table of ballot boxes was busy: dead rows may hold a wrapped key for a while")
    return False


def _written_anew(cursor: Any) -> bool:
    """Whether the table was written anew and no dead row had to be taken along."""
    kept: list[int] = []

    def heard(notice: Any) -> None:
        kept.extend(int(count) for count in re.findall(r"^\d+", notice.message_detail or ""))

    server = cursor.connection
    server.add_notice_handler(heard)
    try:
        cursor.execute(_SHRED)
    except OperationalError:
        return False
    finally:
        server.remove_notice_handler(heard)
    return kept == [0]
