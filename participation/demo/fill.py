"""The demo's small questions into the database; those that have closed are counted."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from django.conf import settings
from django.contrib.gis.geos import Polygon
from django.db import transaction
from django.utils import timezone

from participation import consultations
from participation.ballots import open_box
from participation.bundles import build_bundle
from participation.demo.questions import DEMO_EN, DEMO_FR, MAKER
from participation.demo.sealed import Invented, fill_box
from participation.demo.small import SMALL, Small
from participation.demo.votes import invent_contents
from participation.eligibility.codes.batches import make_batch
from participation.eligibility.codes.voting import digest_of, voter_key
from participation.eligibility.codes.words import DATA, SIGNS, read
from participation.eligibility.keys import keyed
from participation.eligibility.rules import set_rule
from participation.ledger.codes import grouped
from participation.ledger.sequencing import sequence
from participation.models import CodeBatch, Consultation, VotingCode
from participation.results import count_box
from portal.models import User
from twin import door

CODES = 5
"""Codes that anyone may try in the demo."""


def ensure_small(
    version: door.TwinVersion,
    crowd: Sequence[User],
    area: Polygon,
    seed: int,
    say: Callable[[str], object],
) -> None:
    """The small questions with their votes; what is there already stays."""
    wanted = [
        (seed + number, plan)
        for number, plan in enumerate(SMALL)
        if not Consultation.objects.filter(slug=plan.slug).exists()
    ]
    if wanted:
        say("Inventing a vote for every form of ballot")
    for number, plan in wanted:
        with transaction.atomic():
            consultation, letters = _ask(version, plan, area)
            _vote(Random(number), consultation, plan, crowd, letters)  # noqa: S311 - a seed
        finish(consultation.pk)


def finish(consultation_id: int) -> None:
    """What the site's clock would do by and by: log places, and after the close the count."""
    sequence(consultation_id)
    if open_box(consultation_id):
        count_box(consultation_id)
        build_bundle(consultation_id)


def _ask(version: door.TwinVersion, plan: Small, area: Polygon) -> tuple[Consultation, list[str]]:
    """The question, opened by the verbs officials use, and the codes of its letters."""
    opens, closes = (_evening(day) for day in plan.days)
    consultation = consultations.create_consultation(
        actor=None,
        question=plan.question,
        slug=plan.slug,
        synthetic=True,
        summary=plan.summary,
        background={"en": DEMO_EN, "fr": DEMO_FR},
        decision_maker=MAKER,
        decision_date=max(closes.date(), timezone.localdate()) + timedelta(days=30),
        area=area,
        ballot_rule=plan.rule,
        ballot_settings=plan.settings,
    )
    for place, answer in enumerate(plan.answers):
        consultations.add_option(
            actor=None,
            consultation=consultation,
            scenario=door.baseline(version),
            name=answer.name,
            summary=answer.summary,
            is_baseline=place == 0,
            cost=answer.cost,
        )
    consultation = consultations.set_phases(
        actor=None,
        consultation=consultation,
        seen_version=consultation.edit_version,
        phases=[("vote", opens, closes), ("result", closes, None)],
    )
    letters = _send_letters(consultation, plan) if plan.letters else []
    if plan.areas:
        residents = {name: people for name, people, _share in plan.areas}
        set_rule(
            actor=None,
            consultation=consultation,
            rule={
                "kind": "area",
                "area": {"by": "postcode", "names": list(residents), "residents": residents},
            },
            seen_version=consultation.edit_version,
        )
    consultation.refresh_from_db()
    return consultations.open_consultation(actor=None, consultation=consultation), letters


def _evening(day: int) -> datetime:
    """18:00 on the Sunday that ends the week of that day, counted from today."""
    today = timezone.localtime().replace(hour=18, minute=0, second=0, microsecond=0)
    then = today + timedelta(days=day)
    return then - timedelta(days=(then.weekday() + 1) % 7)


def _vote(
    chance: Random,
    consultation: Consultation,
    plan: Small,
    crowd: Sequence[User],
    letters: Sequence[str],
) -> None:
    """Ballots in the box, by people of the crowd or by holders of letters."""
    pk, liking = consultation.pk, [answer.liking for answer in plan.answers]
    contents = invent_contents(chance, consultation, liking, plan.voters)
    if plan.letters:
        voters = [Invented(voter_key(pk, digest_of(word)), "") for word in letters[: plan.voters]]
    else:
        people = chance.sample(list(crowd), plan.voters)
        names = [name for name, _people, _share in plan.areas] or [""]
        shares = [share for _name, _people, share in plan.areas] or [1]
        areas = chance.choices(names, shares, k=plan.voters)
        voters = [
            Invented(account_key(pk, one.pk), "", one.pk, area)
            for one, area in zip(people, areas, strict=True)
        ]
    votes = zip(voters, contents, strict=True)
    fill_box(pk, [replace(voter, content=text) for voter, text in votes])


def account_key(consultation_id: int, person_id: int) -> bytes:
    """What the roll holds of somebody who votes by their account."""
    return keyed("voter by account", consultation_id, person_id)


def _send_letters(consultation: Consultation, plan: Small) -> list[str]:
    """Codes for twice as many people as have voted, and a few for whoever tries the demo."""
    set_rule(
        actor=None,
        consultation=consultation,
        rule={"kind": "code"},
        seen_version=consultation.edit_version,
    )
    _batch, words = make_batch(
        actor=None, consultation=consultation, label="First week", size=2 * plan.voters
    )
    batch = CodeBatch.objects.create(consultation=consultation, label="To try (demo)", size=CODES)
    VotingCode.objects.bulk_create(
        VotingCode(batch=batch, serial=serial, digest=digest_of(word))
        for serial, word in enumerate(_words(), start=1)
    )
    return words


def demo_codes() -> list[str]:
    """The codes to try, as printed; the same on each start, so that a demo can tell them."""
    return [grouped(word) for word in _words()]


def _words() -> list[str]:
    found = []
    for number in range(CODES):
        message = b"demo code %d" % number
        digest = hmac.digest(settings.BALLOT_KEY.encode(), message, "sha256")
        data = "".join(SIGNS[byte % 32] for byte in digest[:DATA])
        # Of all pairs of check signs exactly one fits.
        found += [data + a + b for a in SIGNS for b in SIGNS if read(data + a + b).word]
    return found
