"""Invented elections with real casts: several sizes, changes of mind, lost keys, any order."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participation import ballots
from participation.ballots.secret import read_secret, slot_of
from participation.ledger.sequencing import sequence
from participation.models import Consultation, Option, Phase
from portal.models import User
from twin.models import Scenario

SIZES = (2, 3, 5, 7, 9, 12)
SPANS = {"inform": (-3, -2), "discuss": (-2, -1), "vote": (-1, 1), "result": (1, None)}


@dataclass
class Election:
    """A vote and, for those who test only, who cast what.

    truth: person id -> canonical text. slots: where their envelope lies. codes: of their receipts.
    sessions: the key of their last one, for those who came by the web.
    """

    consultation: Consultation
    truth: dict[int, str] = field(default_factory=dict)
    slots: dict[int, bytes] = field(default_factory=dict)
    codes: dict[int, list[str]] = field(default_factory=dict)
    secrets: dict[int, str] = field(default_factory=dict)
    sessions: dict[int, str] = field(default_factory=dict)


def questions(number: int, scenarios: Sequence[Scenario]) -> list[Consultation]:
    """Open votes with three options each; every other one by scores, where ballots differ."""
    now = timezone.now()
    made = Consultation.objects.bulk_create(
        Consultation(
            slug=f"vote-{place}",
            question={"en": "Which one?"},
            decision_maker={"en": "The council"},
            decision_date=timezone.localdate() + timedelta(days=60),
            status="open",
            ballot_rule="approval" if place % 2 else "star",
        )
        for place in range(number)
    )
    Option.objects.bulk_create(
        Option(consultation=one, scenario=scenario, position=position, is_baseline=position == 1)
        for one in made
        for position, scenario in enumerate(scenarios, start=1)
    )
    Phase.objects.bulk_create(
        Phase(
            consultation=one,
            kind=kind,
            opens_at=now + timedelta(days=opens),
            closes_at=None if closes is None else now + timedelta(days=closes),
        )
        for one in made
        for kind, (opens, closes) in SPANS.items()
    )
    return made


class Polling:
    """People come to one vote in any order; some change their mind, some lose their key."""

    def __init__(self, consultation: Consultation, people: Sequence[User], lot: Random) -> None:
        self.election = Election(consultation)
        self.lot = lot
        self.people = lot.sample(list(people), lot.choice(SIZES))
        self.options = [option.pk for option in consultation.options.all()]
        self.given = self._wishes()

    def _wishes(self) -> list[dict[str, Any]]:
        if self.election.consultation.ballot_rule == "approval":
            picks = [self.options[:1], self.options[1:], self.options, self.options[2:]]
            return [{"ticks": self.lot.choice(picks)} for _ in range(2 * len(self.people))]
        grid = [
            [[option, score] for option, score in zip(self.options, scores, strict=True) if score]
            for scores in ((a, b, c) for a in range(6) for b in range(6) for c in range(6))
        ]
        # No two alike: each ballot of the opened box is somebody's alone.
        return [{"scores": one} for one in self.lot.sample(grid[1:], 2 * len(self.people))]

    def run(self) -> Election:
        """Everybody votes once; a third comes again, at any moment."""
        number = len(self.people)
        visits = [*range(number), *self.lot.sample(range(number), number // 3)]
        self.lot.shuffle(visits)
        wishes = iter(self.given)
        for place in visits:
            self._visit(self.people[place], next(wishes))
            if self.lot.random() < 0.05:
                sequence(self.election.consultation.pk)
        return self.election

    def _visit(self, person: User, given: dict[str, Any]) -> None:
        election = self.election
        known = election.secrets.get(person.pk)
        lost = known is not None and self.lot.random() < 0.5
        secret = ballots.new_secret() if known is None or lost else known
        cast = self._cast(person, given, secret, lost)
        election.truth[person.pk] = json.dumps(given, separators=(",", ":"))
        election.secrets[person.pk] = cast.secret
        election.slots[person.pk] = slot_of(read_secret(cast.secret))
        election.codes.setdefault(person.pk, []).append(cast.code.replace("-", ""))

    def _cast(self, person: User, given: dict[str, Any], secret: str, again: bool) -> ballots.Cast:
        return ballots.cast_ballot(
            actor=person,
            consultation=self.election.consultation,
            given=given,
            secret=secret,
            token="",
            again=again,
        )


class PollingByWeb(Polling):
    """The same through the site, so that sessions and log lines are there too."""

    def _cast(self, person: User, given: dict[str, Any], secret: str, again: bool) -> ballots.Cast:
        client = Client()
        client.force_login(person)
        fields = {
            "content": json.dumps(given),
            "secret": secret,
            "key": secret,
            "token": f"form {self.lot.random()}",
            "how": "again" if again else "key" if person.pk in self.election.truth else "",
        }
        slug = self.election.consultation.slug
        answer = client.post(reverse("vote-cast", args=[slug]), fields)
        assert answer.status_code == 302, answer.content[:2000]
        self.election.sessions[person.pk] = client.session.session_key
        code, key, *_more = client.cookies["done"].value.split(".")
        return ballots.Cast(code, read_secret(key), again, self.election.consultation.pk)
