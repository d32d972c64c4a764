"""Casting: roll, envelope and log event in one transaction, or none of them."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from participation.ballots.gate import Gate, read_gate
from participation.ballots.sealing import Unreadable, open_undo, seal_ballot, seal_undo, unwrap
from participation.ballots.secret import read_secret, slot_of
from participation.eligibility import Voter, limits, recognise
from participation.ledger.codes import code_of, commitment, grouped
from participation.models import Consultation, Envelope
from portal.database import planned_cursor
from portal.errors import Conflict

EVENT_ID = b"civic-twin event v1\n"
# Only a race makes a cast start again (or an account that is being erased); each round sees what
# the other did.
ROUNDS = 5

# The clock again: since the gate was read, this cast may have waited for its share of the lock.
# The event first: a form that was sent before, or is being sent twice, changes nothing after it.
# Then either this voter is new (roll and envelope) or their envelope changes. Who gives up a lost
# secret takes a lock, so that many of them at once go one after the other.
_STORE = """
with sent as (select code from participation_logevent where id = %(event)s),
logged as (
  insert into participation_logevent (id, consultation_id, commitment, code)
  select %(event)s, b.consultation_id, %(commitment)s, %(code)s
  from participation_votebox b join participation_phase p on p.consultation_id = b.consultation_id
  where b.consultation_id = %(vote)s and b.state = 'open' and p.kind = 'vote'
    and p.opens_at <= clock_timestamp()
    and (p.closes_at is null or p.closes_at > clock_timestamp())
  on conflict (id) do nothing returning 1),
known as (
  select undo from participation_rollentry
  where consultation_id = %(vote)s and voter = %(voter)s {lock}),
changed as (
  update participation_envelope set sealed = %(sealed)s, channel = %(channel)s
  where consultation_id = %(vote)s and slot = %(slot)s
    and exists (select from logged) and exists (select from known)
  returning 1),
entered as (
  insert into participation_rollentry (id, consultation_id, voter, person_id, area, undo)
  select %(entry)s, %(vote)s, %(voter)s, %(person)s, %(area)s, %(undo)s
  where exists (select from logged) and not exists (select from known)
  on conflict (consultation_id, voter) do nothing returning 1),
boxed as (
  insert into participation_envelope (id, consultation_id, slot, sealed, channel)
  select %(envelope)s, %(vote)s, %(slot)s, %(sealed)s, %(channel)s
  where exists (select from entered)
  on conflict (consultation_id, slot) do nothing returning 1)
select (select code from sent), exists (select from logged), exists (select from entered),
  exists (select from boxed), exists (select from changed), exists (select from known),
  (select undo from known)
"""
# The way out for a lost key: the envelope of before goes, a new one takes its place.
_AGAIN = """
with noted as (
  update participation_rollentry set undo = %(undo)s
  where consultation_id = %(vote)s and voter = %(voter)s and undo = %(old_undo)s
  returning 1),
taken as (
  delete from participation_envelope
  where consultation_id = %(vote)s and slot = %(old_slot)s and exists (select from noted)
  returning 1),
counted as (
  insert into participation_undonote (id, consultation_id, sealed)
  select %(note)s, %(vote)s, '' where exists (select from taken)),
boxed as (
  insert into participation_envelope (id, consultation_id, slot, sealed, channel)
  select %(envelope)s, %(vote)s, %(slot)s, %(sealed)s, %(channel)s where exists (select from noted)
  on conflict (consultation_id, slot) do nothing returning 1)
select exists (select from noted), exists (select from boxed)
"""


class AlreadyVoted(Conflict):
    """This voter has a ballot in the box, under another secret than the one that came."""

    code = "already-voted"


class _Raced(Exception):
    """Another cast of the same voter or form was quicker; look again."""


@dataclass(frozen=True)
class Cast:
    """What a voter takes home. code: the receipt; secret: changes the ballot until the close.

    replaced: their ballot of before no longer counts. repeated: this very form was in already.
    """

    code: str
    secret: str
    replaced: bool
    consultation_id: int
    repeated: bool = False


def cast_ballot(
    *,
    actor: Any,
    consultation: Consultation | str,
    given: Mapping[str, Any],
    secret: str,
    token: str,
    answers: Mapping[str, str] | None = None,
    network: str = "",
    device: str = "",
    again: bool = False,
    channel: str = Envelope.Channel.WEB,
) -> Cast:
    """Put a ballot into the box, or replace the one this secret put there; the last one counts.

    consultation: itself or its slug. given: as tallies.content.check takes it. secret: of
    new_secret, or as the voter typed it. token: a random word made with the form; the same form
    sent twice is one event and gives the same receipt. answers, network, device: as
    eligibility.recognise takes them. again: the voter lost their secret; the ballot of before goes.
    No audit entry: the roll is the record. Two queries, one more for a code, a list or a lost
    secret. Raises NotNow (by the database's clock), NotThere, BadInput, NotAllowed, TooOften,
    AlreadyVoted.
    """
    known_secret = read_secret(secret)
    slug = consultation if isinstance(consultation, str) else consultation.slug
    token = token or secrets.token_urlsafe(12)
    for _round in range(ROUNDS):
        try:
            with transaction.atomic():
                gate = read_gate(slug)
                gate.require_open()
                content = gate.content_of(given)
                voter = recognise(
                    consultation_id=gate.consultation_id,
                    eligibility=gate.eligibility,
                    actor=actor,
                    answers=answers or {},
                    network=network,
                    device=device,
                )
                return _Casting(gate, voter, known_secret, token, content, channel).store(again)
        except (_Raced, IntegrityError):
            continue
    raise Conflict(_("This vote is being sent from two places at once. Send it again."))


class _Casting:
    """One cast on its way into the box."""

    def __init__(
        self, gate: Gate, voter: Voter, secret: str, token: str, content: str, channel: str
    ) -> None:
        pk = gate.consultation_id
        self.gate, self.voter, self.secret = gate, voter, secret
        self.slot = slot_of(secret)
        sealed = seal_ballot(gate.public_key, pk, self.slot, content, gate.length)
        committed = commitment(self.slot, sealed)
        self.row: dict[str, Any] = {
            "vote": pk,
            "voter": voter.key,
            "person": voter.person_id,
            "area": voter.area,
            "entry": uuid.uuid4(),
            "undo": seal_undo(gate.public_key, pk, voter.key, self.slot),
            "envelope": uuid.uuid4(),
            "slot": self.slot,
            "sealed": sealed,
            "channel": str(channel),
            "event": event_id(secret, token, pk),
            "commitment": committed,
            "code": code_of(committed),
        }

    def store(self, again: bool) -> Cast:
        """Write it, or raise and leave nothing."""
        with planned_cursor() as cursor:
            cursor.execute(_STORE.format(lock="for update" if again else ""), self.row)
            sent, logged, entered, boxed, changed, known, undo = cursor.fetchone()
            if sent:
                return self._cast(replaced=False, code=sent)
            if not logged:
                # The same form went in just now, or the vote closed: the next round says which.
                raise _Raced
            if boxed:
                return self._cast(replaced=False)
            if entered:
                # The secret of somebody else's ballot, such as one left on a shared computer.
                raise AlreadyVoted(_another())
            if not known:
                raise _Raced
            return self._change(cursor, changed, undo, again)

    def _change(self, cursor: Any, changed: bool, undo: bytes | None, again: bool) -> Cast:
        """The voter is on the roll: only with the secret of their own ballot, or a new one."""
        own = self._slot_before(undo)
        if own == self.slot and not changed:
            raise _Raced
        if changed and own in (None, self.slot):
            limits.require_patience(self.gate.consultation_id, self.voter.key)
            return self._cast(replaced=True)
        if changed:
            raise AlreadyVoted(_another())
        if not again:
            raise AlreadyVoted(_("You have voted. To change your vote, enter your key."))
        return self._vote_again(cursor, own, undo)

    def _cast(self, replaced: bool, code: str = "") -> Cast:
        shown = grouped(code or self.row["code"])
        return Cast(shown, self.secret, replaced, self.gate.consultation_id, repeated=bool(code))

    def _slot_before(self, undo: bytes | None) -> bytes | None:
        """Where this voter's ballot lies, by the note on the roll; None when that is unknown."""
        if undo is None or self.gate.private_key is None:
            return None
        private = unwrap(self.gate.consultation_id, self.gate.private_key)
        try:
            return open_undo(private, self.gate.consultation_id, self.voter.key, bytes(undo))
        except Unreadable:
            return None

    def _vote_again(self, cursor: Any, old_slot: bytes | None, old_undo: bytes | None) -> Cast:
        if old_slot is None:
            raise AlreadyVoted(
                _("Your vote is in the box, but we cannot take it out again. It counts.")
            )
        more = {"old_slot": old_slot, "old_undo": old_undo, "note": uuid.uuid4()}
        cursor.execute(_AGAIN, self.row | more)
        noted, boxed = cursor.fetchone()
        if not (noted and boxed):
            raise _Raced
        limits.require_patience(self.gate.consultation_id, self.voter.key)
        return self._cast(replaced=True)


def _another() -> str:
    return _("This key belongs to another ballot. Reload the page and vote again.")


def event_id(secret: str, token: str, consultation_id: int) -> uuid.UUID:
    """The same for the same form of the same voter, and nothing to anybody without the secret."""
    message = EVENT_ID + b"\n".join([secret.encode(), token.encode(), b"%d" % consultation_id])
    return uuid.UUID(bytes=sha256(message).digest()[:16])
