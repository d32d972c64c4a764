"""After a race: whether each voter has one ballot, the one they sent last, and the log has all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from participation.ballots import open_box
from participation.ballots.sealing import open_ballot, unwrap
from participation.ballots.secret import slot_of
from participation.bench.ballots.arena import Arena, close_vote
from participation.ledger.codes import plain
from participation.models import Ballot, Envelope, LogEvent, RollEntry, VoteBox

if TYPE_CHECKING:
    from participation.bench.ballots.racing import Form, Racer

SHOWN = 5


def reckon(ground: Arena, racers: Sequence[Racer]) -> dict[str, Any]:
    """Open every envelope by its voter's key, then the box as at the close, and compare both.

    doubled: voters with more than one ballot, and ballots of nobody. lost: voters whose standing
    ballot cannot be the last one that was acknowledged, receipts that the log lacks, forms that
    were sent twice and got two receipts.
    """
    told, sealed = sealed_now(ground, racers)
    return {**told, "opened": _opened(ground, sealed)}


def sealed_now(ground: Arena, racers: Sequence[Racer]) -> tuple[dict[str, Any], Counter[str]]:
    """What became of the voters' forms, and all ballots as they lie in the closed box."""
    found = _by_slot(ground)
    # A voter without any accepted form has no ballot to lose; they were told so.
    voters = [racer for racer in racers if any(form.accepted for form in racer.forms)]
    several = [r for r in voters if sum(slot in found for slot in _slots(r)) > 1]
    owned = sum(slot in found for racer in voters for slot in _slots(racer))
    wrong = [racer for racer in voters if not _stands(racer, found)]
    acknowledged = {plain(a.code) for r in voters for form in r.forms for a in form.accepted}
    logged = set(
        LogEvent.objects.filter(consultation=ground.consultation).values_list("code", flat=True)
    )
    split = sum(
        len({answer.code for answer in form.accepted}) > 1 for r in voters for form in r.forms
    )
    roll = RollEntry.objects.filter(consultation=ground.consultation).count()
    told = {
        "acknowledged": len(acknowledged),
        "logged": len(logged),
        "envelopes": len(found),
        "roll": roll,
        "doubled": len(several) + len(found) - owned,
        "lost": len(wrong) + len(acknowledged - logged) + split + abs(roll - len(voters)),
        "unexplained_events": len(logged - acknowledged),
        "refused_voters": len(racers) - len(voters),
        "examples": [_told(racer, found) for racer in wrong[:SHOWN]],
    }
    return told, Counter(found.values())


def _slots(racer: Racer) -> set[bytes]:
    return {slot_of(form.secret) for form in racer.forms}


def _by_slot(ground: Arena) -> dict[bytes, str]:
    """What every envelope says, before the box is opened; only a holder of the key can do this."""
    pk = ground.consultation.pk
    private = unwrap(pk, bytes(VoteBox.objects.get(consultation_id=pk).private_key or b""))
    rows = Envelope.objects.filter(consultation_id=pk).values_list("slot", "sealed")
    return {
        bytes(slot): open_ballot(private, pk, bytes(slot), bytes(sealed)) for slot, sealed in rows
    }


def _stands(racer: Racer, found: dict[bytes, str]) -> bool:
    """Whether the voter's ballot may be their last: no other was begun after its receipt."""
    mine = [(slot_of(form.secret), form) for form in racer.forms if form.accepted]
    standing = [form for slot, form in mine if found.get(slot) == form.content]
    return any(_may_be_last(form, [other for _slot, other in mine]) for form in standing)


def _may_be_last(form: Form, others: Sequence[Form]) -> bool:
    """It took effect once between its first byte and its first receipt, like all others."""
    done = min(answer.ended for answer in form.accepted)
    return not any(min(answer.began for answer in other.answers) > done for other in others)


def _told(racer: Racer, found: dict[bytes, str]) -> dict[str, Any]:
    return {
        "kind": racer.kind,
        "standing": [found[slot] for slot in _slots(racer) if slot in found],
        "sent": [[f.content, [answer.status for answer in f.answers]] for f in racer.forms],
    }


def _opened(ground: Arena, expected: Counter[str]) -> dict[str, Any]:
    """Close, open the box, and see whether exactly these ballots come out."""
    close_vote(ground.consultation)
    done = open_box(ground.consultation.pk)
    out = Counter(
        Ballot.objects.filter(consultation=ground.consultation).values_list("content", flat=True)
    )
    box = VoteBox.objects.get(consultation=ground.consultation)
    return {"done": done, "same_ballots": out == expected, **box.facts}
