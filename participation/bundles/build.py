"""Making the bundle of a counted vote, once, and giving it out."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from participation.bundles.contents import Counted, pack
from participation.bundles.words import readmes
from participation.ledger.publishing import events_of, roots_of
from participation.ledger.signing import moment, origin, public_key, sign
from participation.models import Ballot, Consultation, CountRecord, Option, Phase
from participation.paper.notation import lettered
from participation.tallies.catalogue import RULES
from participation.verifier.bundle import MANIFEST
from portal import audit
from portal.artefacts import is_whole, keep, store
from portal.errors import NotNow, NotReady


@transaction.atomic
def build_bundle(consultation_id: int) -> CountRecord:
    """Pack, sign and store the bundle of a counted vote; one that is there and whole stays.

    Two at once: the second waits for the first and finds it done. One that was lost or damaged
    comes again with the same bytes, unless the program has changed since: then the record keeps
    the digest it had. Raises NotNow before the count, OSError when there is no room.
    """
    rows = CountRecord.objects.select_for_update()
    record = rows.filter(consultation_id=consultation_id).first()
    if record is None:
        raise NotNow(_("The votes are counted when the vote has closed."))
    if is_published(record):
        return record
    packed = pack(counted_vote(record), sign, readmes)
    digest = sha256(packed).hexdigest()
    name = keep(f"bundles/{consultation_id}-{digest[:32]}.zip", packed)
    if record.digest and record.digest != digest:
        _tell_of_another(record, digest)
    record.bundle, record.digest = name, digest
    record.save(update_fields=["bundle", "digest", "earlier"])
    return record


def _tell_of_another(record: CountRecord, digest: str) -> None:
    """People may hold the first file: what its digest was stays on the page and in the audit."""
    record.earlier = [
        *record.earlier,
        {"digest": record.digest, "until": timezone.localdate().isoformat()},
    ]
    audit.record(
        actor=None,
        act="count.packed_anew",
        subject=record.consultation,
        before=record.digest,
        digest=digest,
    )


def is_published(record: CountRecord) -> bool:
    """Whether the stored zip is there and is, byte for byte, the one that was published."""
    return bool(record.bundle) and is_whole(record.bundle, record.digest)


def broken_bundles() -> list[int]:
    """Consultations whose published zip is lost or damaged; each is to be packed again."""
    published = CountRecord.objects.exclude(bundle="").only("consultation_id", "bundle", "digest")
    return [one.consultation_id for one in published if not is_published(one)]


def open_bundle(record: CountRecord) -> IO[bytes] | None:
    """The stored zip, to be closed by who asked; None where there is none yet.

    Raises NotReady while a lost or damaged one is being made again.
    """
    if not record.bundle:
        return None
    if not is_published(record):
        raise NotReady(
            _(
                "The file of the count was lost or damaged on the server. It is being made "
                "again from the count itself; ask for it again in a minute."
            )
        )
    return store().open(record.bundle)


def manifest_of(record: CountRecord) -> dict[str, Any] | None:
    """What the stored bundle says of itself; None where there is none yet.

    Raises NotReady as open_bundle.
    """
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
                "key": key,
                "name": one.name,
                "cost": None if one.cost is None else str(one.cost),
                "is_baseline": one.is_baseline,
            }
            for key, one in lettered(
                Option.objects.filter(consultation=consultation).order_by("position")
            ).items()
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
