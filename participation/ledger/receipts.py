"""Receipts: the proof, or until there is one the signed promise, that a ballot event is logged."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from participation.ledger.codes import grouped, is_code, plain
from participation.ledger.publishing import root_object
from participation.ledger.signing import origin, promise_text, public_key, sign
from participation.ledger.subtrees import read_tree
from participation.models import Consultation, LogEvent, LogRoot

KIND = "civic-twin receipt 1"


@dataclass(frozen=True)
class Receipt:
    """What anyone may know of one ballot event.

    code: in groups of four. head: the newest signed root, None while the event waits for its
    place. place: from 0. path: from the leaf's neighbour up.
    """

    code: str
    consultation: Consultation
    commitment: bytes
    place: int | None = None
    head: LogRoot | None = None
    path: list[bytes] = field(default_factory=list)

    def file(self) -> dict[str, Any]:
        """As the file that verify.py checks without the site."""
        told: dict[str, Any] = {
            "kind": KIND,
            "consultation": self.consultation.slug,
            "origin": origin(self.consultation.slug),
            "code": self.code,
            "commitment": self.commitment.hex(),
            "public_key": public_key().hex(),
        }
        if self.head is None:
            text = promise_text(self.consultation.slug, self.commitment)
            return {**told, "promise": sign(text).hex()}
        return {
            **told,
            "place": self.place,
            "path": [step.hex() for step in self.path],
            "root": root_object(self.consultation, self.head),
        }


def find_receipt(code: str) -> Receipt | None:
    """The receipt with this code as typed (see codes.plain), or None."""
    wanted = plain(code)
    if not is_code(wanted):
        return None
    rows = LogEvent.objects.filter(code=wanted).select_related("consultation")
    event = rows.first()
    if event is None:
        return None
    found, committed = event.consultation, bytes(event.commitment)
    head = LogRoot.objects.filter(consultation=found).order_by("-size").first()
    if event.place is None or head is None:
        return Receipt(grouped(wanted), found, committed)
    path = read_tree(found.pk, head.size, bytes(head.root)).inclusion(event.place)
    return Receipt(grouped(wanted), found, committed, event.place, head, path)
