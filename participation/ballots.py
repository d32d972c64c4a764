"""The vote: cast and change a ballot, find a receipt, turnout, count.

What the two stores share, and what an operator could still do, is in decisions/0001-ballots.md.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation import gates
from participation.models import Ballot, Consultation, Option, RollEntry
from participation.phases import Act, Span
from participation.tallies.catalogue import RULES
from participation.tallies.outcome import Tally
from portal.errors import BadInput, NotAllowed, NotNow, NotThere
from portal.roles import is_known

BLOCK = 50
SEAL_AFTER = timedelta(seconds=60)
# Crockford's base 32 has no I, L, O, U: nothing to confuse when it is read out.
_RFC, _CROCKFORD = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TO_CROCKFORD = str.maketrans(_RFC, _CROCKFORD)

HONEST_LIMITS = gettext_lazy(
    "Who voted and what was voted lie in two tables without a link or a time. While the vote is "
    "open, someone who runs the server and also holds its ballot key could still match them, "
    "because you may change your vote. A minute after the vote closes, that link is destroyed. "
    "Your receipt shows that your ballot is in the box, not what it says."
)

_GATE = """
select c.id, c.status, c.ballot_rule, p.kind, p.opens_at, p.closes_at, clock_timestamp(),
  exists(select 1 from account_emailaddress e where e.user_id = %s and e.verified),
  array(select o.id from participation_option o where o.consultation_id = c.id)
from participation_consultation c
left join participation_phase p on p.consultation_id = c.id
where c.slug = %s
for key share of c
"""
# Both or neither, in one round trip.
_STORE = """
with entry as (
  insert into participation_rollentry (id, consultation_id, person_id) values (%s, %s, %s)
  on conflict (consultation_id, person_id) do nothing
)
insert into participation_ballot (id, consultation_id, slot, options, receipt, synthetic)
values (%s, %s, %s, %s, %s, false)
on conflict (consultation_id, slot) do update
set id = excluded.id, options = excluded.options, receipt = excluded.receipt
"""


@dataclass(frozen=True)
class Receipt:
    """What a voter takes home. code: in groups of four, to be read out."""

    code: str


@dataclass(frozen=True)
class Inclusion:
    """Proof that the ballot with this code is in the box of a consultation."""

    code: str
    consultation: Consultation


@dataclass(frozen=True)
class Turnout:
    """How many took part. Before the vote closes: the last full block of 50, exact is False."""

    people: int
    exact: bool


def cast_ballot(
    *,
    actor: Any,
    consultation: Consultation | str,
    option_ids: Sequence[int],
    client_token: str = "",
) -> Receipt:
    """Put `actor`'s ballot into the box, or replace the one that is there; the last one counts.

    consultation: itself or its slug. client_token: a random word made with the form; the same
    form sent twice gives the same receipt. No audit entry: its time would tie a person to a
    ballot; the roll is the record. Raises NotAllowed (no verified e-mail), NotNow (by the
    database's clock), NotThere, BadInput.
    """
    if not is_known(actor):
        raise NotAllowed(_("Sign in to vote."))
    chosen = sorted(set(option_ids))
    slug = consultation if isinstance(consultation, str) else consultation.slug
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_GATE, [actor.pk, slug])
        rows = cursor.fetchall()
        _check(rows, chosen)
        pk = rows[0][0]
        slot = slot_of(pk, actor.pk)
        receipt = _receipt(slot, chosen, client_token)
        entry = [uuid.uuid4(), pk, actor.pk]
        cursor.execute(_STORE, [*entry, uuid.uuid4(), pk, slot, chosen, receipt])
    return Receipt(_grouped(receipt))


def _check(rows: list[tuple[Any, ...]], chosen: list[int]) -> None:
    """Raise unless the vote is open now, the voter is eligible and the choice is on the list."""
    if not rows:
        raise NotThere(_("There is no question at this address. See the open ones on Questions."))
    _pk, status, rule, _kind, _opens, _closes, now, verified, options = rows[0]
    spans = [Span(*row[3:6]) for row in rows if row[3]]
    gates.check(spans, now, status, Act.VOTE)
    if not verified:
        raise NotAllowed(
            _("Confirm your e-mail address first: we count one vote for each confirmed address.")
        )
    if rule not in RULES:
        raise NotNow(_("There is no vote on this question."))
    if not chosen:
        raise BadInput(_("Tick at least one option you could live with."), field="options")
    if not set(chosen) <= set(options):
        raise BadInput(_("Choose from the options on this page."), field="options")


def slot_of(consultation_id: int, person_id: int) -> bytes:
    """Where a person's ballot lies in the box: HMAC-SHA256 with the deployment's ballot key."""
    if not settings.BALLOT_KEY:
        raise NotNow(_("Voting is not set up on this site: its ballot key is missing."))
    message = f"slot:{consultation_id}:{person_id}".encode()
    return hmac.new(settings.BALLOT_KEY.encode(), message, hashlib.sha256).digest()


def _receipt(slot: bytes, chosen: list[int], client_token: str) -> str:
    """80 bits that say nothing: random, or tied to this very form."""
    if not client_token:
        return _crockford(secrets.token_bytes(10))
    message = b"receipt:" + slot + f":{chosen}:{client_token}".encode()
    return _crockford(hmac.new(settings.BALLOT_KEY.encode(), message, hashlib.sha256).digest()[:10])


def _crockford(data: bytes) -> str:
    return base64.b32encode(data).decode().translate(_TO_CROCKFORD)


def _grouped(code: str) -> str:
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def find_receipt(code: str) -> Inclusion | None:
    """The proof, if a ballot with this code is in a box now; else None (changed, or misread).

    Small letters, spaces and hyphens do not matter; O is read as 0, I and L as 1.
    """
    plain = re.sub(r"[\s-]", "", code[:60]).upper().translate(str.maketrans("OIL", "011"))
    ballot = Ballot.objects.filter(receipt=plain).select_related("consultation").first()
    return Inclusion(_grouped(plain), ballot.consultation) if ballot else None


def has_voted(*, actor: Any, consultation: Consultation) -> bool:
    """Whether `actor` has a ballot in the box (so that the page can say "change")."""
    return (
        is_known(actor)
        and RollEntry.objects.filter(consultation=consultation, person=actor).exists()
    )


def turnout(consultation: Consultation) -> Turnout:
    """How many people took part in the vote."""
    people = RollEntry.objects.filter(consultation=consultation).count()
    if vote_is_over(consultation):
        return Turnout(people, True)
    return Turnout(people - people % BLOCK, False)


def turnouts(consultations: Sequence[Consultation]) -> dict[int, Turnout]:
    """As turnout, for many at once (with prefetched phases): consultation id -> turnout."""
    ids = [consultation.pk for consultation in consultations]
    rows = RollEntry.objects.filter(consultation_id__in=ids).order_by()
    people = dict(rows.values_list("consultation_id").annotate(number=Count("pk")))
    now = timezone.now()
    found = {}
    for consultation in consultations:
        number = people.get(consultation.pk, 0)
        votes = [span for span in gates.spans_of(consultation.phases.all()) if span.kind == "vote"]
        exact = bool(votes and votes[0].closes_at and votes[0].closes_at <= now)
        found[consultation.pk] = Turnout(number if exact else number - number % BLOCK, exact)
    return found


def vote_is_over(consultation: Consultation) -> bool:
    """Whether the vote has closed, by the database's clock."""
    spans, now, _status = gates.read_clock(consultation.pk)
    votes = [span for span in spans if span.kind == "vote"]
    return bool(votes) and votes[0].closes_at is not None and votes[0].closes_at <= now


def tally(consultation: Consultation) -> Tally:
    """Count the box by the consultation's rule; raises NotNow before the vote has closed.

    Nobody sees an interim result, officials included.
    """
    if not vote_is_over(consultation):
        raise NotNow(_("The votes are counted when the vote has closed."))
    return count_box(consultation)


def count_box(consultation: Consultation) -> Tally:
    """The count itself, of whatever is in the box; only for a closed vote and for tests."""
    rows = (
        Ballot.objects.filter(consultation=consultation)
        .order_by()
        .values_list("options")
        .annotate(number=Count("pk"))
    )
    options = list(Option.objects.filter(consultation=consultation).order_by("position"))
    baseline = next((option.pk for option in options if option.is_baseline), None)
    rule = RULES[consultation.ballot_rule]
    ballots = {tuple(named): number for named, number in rows}
    return rule.count(ballots, [option.pk for option in options], baseline)


@transaction.atomic
def seal_box(consultation_id: int) -> bool:
    """Destroy the link between voters and ballots, a minute after the vote has closed.

    Slots become random and all rows are written anew in the order of their receipts, so neither
    the key nor the order nor the database's transaction numbers match them to the roll. Runs
    once; True when it did something.
    """
    consultation = Consultation.objects.select_for_update().get(pk=consultation_id)
    spans, now, _status = gates.read_clock(consultation_id)
    closes = next((span.closes_at for span in spans if span.kind == "vote"), None)
    if consultation.box_sealed or closes is None or now < closes + SEAL_AFTER:
        return False
    ballots = list(Ballot.objects.filter(consultation_id=consultation_id).order_by("receipt"))
    Ballot.objects.filter(consultation_id=consultation_id).delete()
    for ballot in ballots:
        ballot.id, ballot.slot = uuid.uuid4(), secrets.token_bytes(32)
    Ballot.objects.bulk_create(ballots, batch_size=2000)
    consultation.box_sealed = True
    consultation.save(update_fields=["box_sealed"])
    return True


def drop_ballot(*, consultation_id: int, person_id: int) -> None:
    """Take a person's ballot and roll entry out of an open vote (their account is erased)."""
    with transaction.atomic():
        Ballot.objects.filter(
            consultation_id=consultation_id, slot=slot_of(consultation_id, person_id)
        ).delete()
        RollEntry.objects.filter(consultation_id=consultation_id, person_id=person_id).delete()
