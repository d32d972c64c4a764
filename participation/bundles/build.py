"""Making the bundle of a counted vote, once, and giving it out."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import IO, Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from participation.bundles.contents import Counted, pack
from participation.bundles.words import readmes
from participation.ledger.publishing import events_of, roots_of
from participation.ledger.signing import moment, origin, public_key, sign
from participation.models import Ballot, Consultation, CountRecord, Option, Phase
from participation.tallies.catalogue import RULES
from participation.verifier.bundle import MANIFEST
from portal.errors import NotNow


def _store() -> Storage:
    return storages["artefacts"]


@transaction.atomic
def build_bundle(consultation_id: int) -> CountRecord:
    """Pack, sign and store the bundle of a counted vote; one that is there already stays.

    Two at once: the second waits for the first and finds it done. Raises NotNow before the count.
    """
    rows = CountRecord.objects.select_for_update()
    record = rows.filter(consultation_id=consultation_id).first()
    if record is None:
        raise NotNow(_("The votes are counted when the vote has closed."))
    if record.bundle and _store().exists(record.bundle):
        return record
    packed = pack(counted_vote(record), sign, readmes)
    digest = sha256(packed).hexdigest()
    name = f"bundles/{consultation_id}-{digest[:32]}.zip"
    if not _store().exists(name):
        name = _store().save(name, ContentFile(packed))
    record.bundle, record.digest = name, digest
    record.save(update_fields=["bundle", "digest"])
    return record


def open_bundle(record: CountRecord) -> IO[bytes] | None:
    """The stored zip, to be closed by who asked; None where there is none (yet)."""
    if not record.bundle or not _store().exists(record.bundle):
        return None
    return _store().open(record.bundle)


def manifest_of(record: CountRecord) -> dict[str, Any] | None:
    """What the stored bundle says of itself; None where there is none (yet)."""
    stored = open_bundle(record)
    if stored is None:
        return None
    with stored, zipfile.ZipFile(stored) as archive:
        told: dict[str, Any] = json.loads(archive.read(MANIFEST))
    return told


def counted_vote(record: CountRecord) -> Counted:
    """Everything of a counted vote that is published, out of the database."""
    consultation = Consultation.objects.get(pk=record.consultation_id)
    rows = Ballot.objects.filter(consultation=consultation).order_by()
    ballots = rows.values_list("content", "nonce").iterator(chunk_size=10_000)
    return Counted(
        origin=origin(consultation.slug),
        slug=consultation.slug,
        about=_about(consultation, record.rule),
        rule=record.rule,
        settings=record.settings,
        options=[
            {
                "id": one.pk,
                "name": one.name,
                "cost": None if one.cost is None else str(one.cost),
                "is_baseline": one.is_baseline,
            }
            for one in Option.objects.filter(consultation=consultation).order_by("position")
        ],
        facts=_facts(record.facts),
        commitments=[bytes.fromhex(one) for one in events_of(consultation.pk)],
        roots=roots_of(consultation),
        ballots=[(content, bytes(nonce)) for content, nonce in ballots],
        tally=record.tally,
        public_key=public_key(),
        counted_at=moment(record.counted_at),
    )


def _facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Numbers of the opening; turnout by area and weighting are on the result's page."""
    channels = facts.get("channels", {})
    whole = {name: value for name, value in facts.items() if isinstance(value, int)}
    return {**whole, "channels": channels}


def _about(consultation: Consultation, rule: str) -> dict[str, Any]:
    """What was asked, when, and by which rule, in every language of the site."""
    voted = Phase.objects.filter(consultation=consultation, kind=Phase.Kind.VOTE).first()
    words = RULES[rule]
    return {
        "city": settings.CITY["name"],
        "question": consultation.question,
        "synthetic": consultation.synthetic,
        "opened_at": _moment(voted and voted.opens_at),
        "closed_at": _moment(voted and voted.closes_at),
        "rule_in_words": {
            code: [_in(code, text) for text in (words.title, words.how_counted, words.ties)]
            for code, _name in settings.LANGUAGES
        },
    }


def _moment(at: datetime | None) -> str | None:
    return None if at is None else moment(at)


def _in(code: str, text: str) -> str:
    with translation.override(code):
        return _(text)
