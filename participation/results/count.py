"""From opened ballots to the stored count, and from the stored count to what pages say."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.db.models import Count as Number
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.countable import ballot_choices
from participation.disclosure.suppress import suppress_list
from participation.gates import read_clock
from participation.ledger import merkle
from participation.models import Ballot, Consultation, CountRecord, VoteBox
from participation.results.areas import AreaRow, area_rows, eligible_by_area
from participation.results.sensitivity import Sensitivity, sensitivity_of
from participation.tallies.catalogue import RULES
from participation.tallies.outcome import Tally
from portal.errors import NotNow


class Stage(StrEnum):
    """Where a vote's result stands: never, before, counting (closed, not counted), counted."""

    NEVER = "never"
    BEFORE = "before"
    COUNTING = "counting"
    COUNTED = "counted"


@dataclass(frozen=True)
class Count:
    """The stored count.

    facts: see VoteBox; and eligible, where it is known how many could have voted (codes sent,
    people on the list, residents as the city states them). areas: turnout by area, as released.
    sensitivity: how far weighting by area could move the result; None where nothing is known of
    areas. bundle: whether the published file is there. digest: SHA-256 of it.
    """

    tally: Tally
    settings: Mapping[str, Any]
    facts: Mapping[str, Any]
    areas: tuple[AreaRow, ...]
    sensitivity: Sensitivity | None
    ballots_root: bytes
    bundle: bool
    digest: str
    counted_at: datetime


@transaction.atomic
def count_box(consultation_id: int) -> CountRecord:
    """Count an opened box by its rule and store the count; a counted one gives the stored one.

    The same ballots give the same record whoever counts, but for its time. Raises NotNow while
    the box is not opened.
    """
    box = VoteBox.objects.select_for_update().filter(consultation_id=consultation_id).first()
    if box is None or box.state == VoteBox.State.OPEN:
        raise NotNow(_("The votes are counted when the vote has closed."))
    stored = CountRecord.objects.filter(consultation_id=consultation_id).first()
    if stored is not None:
        return stored
    consultation = Consultation.objects.get(pk=consultation_id)
    contents = contents_of(consultation_id)
    rule = RULES[consultation.ballot_rule]
    settings = rule.filled(consultation.ballot_settings)
    tally = rule.count(contents, ballot_choices(consultation.options.all()), settings)
    eligible = eligible_by_area(consultation)
    areas = area_rows(consultation, eligible)
    # Where an option needs a minimum, being first is not enough to win.
    single = not rule.budget and not (
        settings.get("min_approvals") or settings.get("exclude_below")
    )
    weighed = sensitivity_of(tally, rule.form, single, contents, areas)
    record = CountRecord.objects.create(
        consultation_id=consultation_id,
        rule=consultation.ballot_rule,
        settings=settings,
        tally=json.loads(tally.to_json()),
        facts={
            **public_facts(box.facts),
            **({"eligible": sum(eligible.values())} if eligible else {}),
            "areas": [row.packed() for row in areas],
            "weighting": weighed.packed() if weighed else None,
        },
        ballots_root=ballots_root(consultation_id),
        counted_at=timezone.now(),
    )
    box.state = VoteBox.State.COUNTED
    box.save(update_fields=["state"])
    return record


def public_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What the opening found, as it may be published: channels of few ballots are not shown.

    off_roll tells the paper ballots exactly, so it goes too.
    """
    shown = {name: value for name, value in facts.items() if name not in ("off_roll", "unnamed")}
    if "channels" in shown:
        shown["channels"] = suppress_list(shown["channels"])
    return shown


def contents_of(consultation_id: int) -> dict[str, int]:
    """The opened ballots, grouped in the database: canonical text -> how many say exactly that."""
    rows = (
        Ballot.objects.filter(consultation_id=consultation_id)
        .order_by("content")
        .values_list("content")
        .annotate(number=Number("pk"))
    )
    return dict(rows.iterator(chunk_size=10_000))


def ballots_root(consultation_id: int) -> bytes:
    """The root over the opened ballots: leaves content ‖ "\\n" ‖ hex(nonce), by leaf hash."""
    rows = Ballot.objects.filter(consultation_id=consultation_id).order_by()
    leaves = [
        merkle.ballot_leaf(content, bytes(nonce))
        for content, nonce in rows.values_list("content", "nonce").iterator(chunk_size=10_000)
    ]
    leaves.sort()
    return merkle.root(leaves)


def stage_of(consultation: Consultation) -> Stage:
    """Where the result stands, by the database's clock."""
    if CountRecord.objects.filter(consultation=consultation).exists():
        return Stage.COUNTED
    spans, now, _status = read_clock(consultation.pk)
    closes = [span.closes_at for span in spans if span.kind == "vote"]
    if not closes:
        return Stage.NEVER
    return Stage.COUNTING if closes[0] is not None and closes[0] <= now else Stage.BEFORE


def count_of(consultation: Consultation) -> Count | None:
    """The stored count; None until it has been made."""
    record = CountRecord.objects.filter(consultation=consultation).first()
    return None if record is None else _told(record)


def tally_of(consultation: Consultation) -> Tally:
    """The stored tally; NotNow before it has been made, in words that say when it will be."""
    found = count_of(consultation)
    if found is not None:
        return found.tally
    if stage_of(consultation) == Stage.COUNTING:
        raise NotNow(_("The vote has closed and is being counted. Come back in a few minutes."))
    raise NotNow(_("The votes are counted when the vote has closed."))


def winners_of(consultations: Sequence[Consultation]) -> dict[int, tuple[int, ...]]:
    """Ids of the winning options of those that are counted: consultation id -> option ids."""
    rows = CountRecord.objects.filter(consultation__in=consultations)
    return {pk: tuple(ids) for pk, ids in rows.values_list("consultation_id", "tally__winners")}


def _told(record: CountRecord) -> Count:
    facts = dict(record.facts)
    areas = tuple(AreaRow.unpacked(row) for row in facts.pop("areas", ()))
    weighed = facts.pop("weighting", None)
    return Count(
        tally=Tally.from_json(json.dumps(record.tally)),
        settings=record.settings,
        facts=facts,
        areas=areas,
        sensitivity=Sensitivity.unpacked(weighed) if weighed else None,
        ballots_root=bytes(record.ballots_root),
        bundle=bool(record.bundle),
        digest=record.digest,
        counted_at=record.counted_at,
    )
