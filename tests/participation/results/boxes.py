"""Opened boxes with known ballots, made in a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from participation.models import Ballot, Consultation, Option, RollEntry, VoteBox
from participation.results import count_box
from participation.tallies.content import ABSTENTION, canonical

Said = Mapping[str, Any] | None
"""What a ballot says by the options' letters: {"ticks": "BC"}, {"scores": {"A": 3}}; None: it
abstains."""


def content(said: Said, options: Sequence[Option]) -> str:
    """The canonical text of a ballot written with letters (A is the first option)."""
    if said is None:
        return ABSTENTION
    ids = {chr(65 + place): option.pk for place, option in enumerate(options)}
    (form, told), *_none = said.items()
    if form == "ticks":
        return canonical({form: sorted(ids[letter] for letter in told)})
    if form == "ranking":
        return canonical({form: [sorted(ids[letter] for letter in tier) for tier in told]})
    return canonical({form: sorted([ids[letter], value] for letter, value in told.items())})


def opened(question: Consultation, ballots: Sequence[tuple[Said, int]], **facts: Any) -> VoteBox:
    """The box of a closed vote that holds these ballots (what it says, how many)."""
    options = list(question.options.order_by("position"))
    rows = [content(said, options) for said, times in ballots for _again in range(times)]
    Ballot.objects.bulk_create(
        Ballot(consultation=question, content=text, nonce=place.to_bytes(16, "big"))
        for place, text in enumerate(rows)
    )
    told = {
        "events": len(rows),
        "replaced": 0,
        "withdrawn": 0,
        "unreadable": 0,
        "unlogged": 0,
        "ballots": len(rows),
        "abstentions": rows.count(ABSTENTION),
        "channels": {"web": len(rows), "kiosk": 0, "assisted": 0, "paper": 0},
        "spoilt": 0,
        "off_roll": 0,
    }
    return VoteBox.objects.create(
        consultation=question, state="opened", public_key=bytes(32), facts=told | facts
    )


def counted(
    question: Consultation,
    ballots: Sequence[tuple[Said, int]],
    *,
    rule: str = "approval",
    settings: Mapping[str, Any] | None = None,
    areas: Mapping[str, int] | None = None,
    **facts: Any,
) -> None:
    """A vote by `rule`, opened and counted. areas: people on the roll by area."""
    question.ballot_rule, question.ballot_settings = rule, dict(settings or {})
    question.save()
    opened(question, ballots, **facts)
    voters = areas if areas is not None else {"": sum(times for _said, times in ballots)}
    RollEntry.objects.bulk_create(
        RollEntry(consultation=question, voter=f"{area}{one}".encode().rjust(32), area=area)
        for area, people in voters.items()
        for one in range(people)
    )
    count_box(question.pk)
