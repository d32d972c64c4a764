"""Whether what a restored site must be able to do can be done: for `manage.py verify`."""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.hazmat.primitives import serialization

from participation.ballots.sealing import unwrap
from participation.bundles.build import broken_bundles
from participation.ledger.signing import public_key
from participation.models import CountRecord, Envelope, LogEvent, RollEntry, VoteBox


@dataclass(frozen=True)
class Proof:
    """One thing looked at. well: whether it is as it must be; words: a line about it."""

    well: bool
    words: str


def proofs() -> list[Proof]:
    """Boxes, rolls and published counts, held against keys, logs and files."""
    return [_bundles(), *_boxes(), Proof(True, f"counts are signed with {public_key().hex()}")]


def _bundles() -> Proof:
    published = CountRecord.objects.exclude(bundle="").count()
    broken = broken_bundles()
    told = f"{published - len(broken)} of {published} published counts are the files they were"
    return Proof(not broken, told)


def _boxes() -> list[Proof]:
    found = []
    for box in VoteBox.objects.filter(state=VoteBox.State.OPEN).select_related("consultation"):
        name = box.consultation.slug
        found.append(Proof(_opens(box), f"the ballot key opens the box of {name}"))
        sealed = Envelope.objects.filter(consultation=box.consultation)
        events = LogEvent.objects.filter(consultation=box.consultation).count()
        found.append(
            Proof(
                events >= sealed.count(),
                f"{name}: {sealed.count()} sealed ballots, {events} events in the log, "
                f"{RollEntry.objects.filter(consultation=box.consultation).count()} on the roll",
            )
        )
    return found


def _opens(box: VoteBox) -> bool:
    try:
        private = unwrap(box.consultation_id, bytes(box.private_key or b""))
    except Exception:  # noqa: BLE001 - another key, or another file of it, fails in its own way
        return False
    raw = private.public_key().public_bytes(
        serialization.Encoding.Raw, serialization.PublicFormat.Raw
    )
    return raw == bytes(box.public_key)
