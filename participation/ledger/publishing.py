"""What everyone may have of a log: its signed roots, its events in order, proofs between roots."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from participation.ledger.signing import moment, note, note_key, origin, root_text
from participation.ledger.subtrees import read_tree
from participation.models import Consultation, LogEvent, LogRoot

AT_ONCE = 5_000


def root_object(consultation: Consultation, head: LogRoot) -> dict[str, Any]:
    """One signed root, bytes as hexadecimal digits."""
    return {
        "consultation": consultation.slug,
        "origin": origin(consultation.slug),
        "size": head.size,
        "root": bytes(head.root).hex(),
        "signed_at": moment(head.signed_at),
        "signature": bytes(head.signature).hex(),
        "final": head.final,
    }


def roots_of(consultation: Consultation) -> list[dict[str, Any]]:
    """All signed roots of a vote, smallest first."""
    return [root_object(consultation, head) for head in heads(consultation)]


def heads(consultation: Consultation) -> list[LogRoot]:
    """As stored, smallest first."""
    return list(LogRoot.objects.filter(consultation=consultation).order_by("size"))


def events_of(consultation_id: int, number: int | None = None) -> Iterator[str]:
    """Commitments in order of their places, 64 hexadecimal digits each; waiting ones not.

    number: only the first so many.
    """
    mine = LogEvent.objects.filter(consultation_id=consultation_id)
    for start in itertools.count(0, AT_ONCE):
        end = start + AT_ONCE if number is None else min(start + AT_ONCE, number)
        # By places and not by a cursor: a slow reader holds nothing in the database.
        rows = mine.filter(place__gte=start, place__lt=end).order_by("place")
        found = list(rows.values_list("commitment", flat=True))
        yield from (bytes(one).hex() for one in found)
        if len(found) < AT_ONCE:
            return


def consistency_of(consultation: Consultation, first: int, second: int) -> list[str] | None:
    """The proof that the root of size `second` goes on from the one of `first`, as hexadecimals.

    None when either size was never signed, or they are the wrong way round.
    """
    found = {head.size: head for head in heads(consultation) if head.size in (first, second)}
    if first not in found or second not in found or not 0 < first <= second:
        return None
    tree = read_tree(consultation.pk, second, bytes(found[second].root))
    return [step.hex() for step in tree.consistency(first)]


def checkpoint_of(consultation: Consultation) -> str | None:
    """The newest root as a C2SP checkpoint (a signed note), None before the first."""
    rows = LogRoot.objects.filter(consultation=consultation).order_by("-size")
    head = rows.first()
    if head is None:
        return None
    text = root_text(consultation.slug, head.size, bytes(head.root), head.final, head.signed_at)
    return note(text, bytes(head.signature), origin(consultation.slug))


def checkpoint_key(consultation: Consultation) -> str:
    """The key for checkpoints, as tools for signed notes want it."""
    return note_key(origin(consultation.slug))
