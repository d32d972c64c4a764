"""What a cast must know before it may write, in one query: the moment, the rule, the box."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from participation import gates
from participation.ballots.sealing import new_keys, padded_length
from participation.phases import Act, Span
from participation.tallies.catalogue import RULES
from participation.tallies.content import Choice, Flaw
from participation.tallies.rule import TallyRule
from portal.database import planned_cursor
from portal.errors import BadInput, NotNow, NotThere

# SHARED: by all casts; waits for whoever opens the box or changes the rule, and they for it.
# ALONE: one at a time, beside casts; nobody opens the box meanwhile.
SHARED, ALONE = "key share", "no key update"
# One JSON text, since taking arrays and times of a row apart costs more than the query.
_READ = """
select json_build_object(
  'id', c.id, 'status', c.status, 'rule', c.ballot_rule, 'settings', c.ballot_settings,
  'eligibility', c.eligibility,
  'spans', (
    select json_agg(json_build_array(
      p.kind, extract(epoch from p.opens_at), extract(epoch from p.closes_at)))
    from participation_phase p where p.consultation_id = c.id),
  'options', (
    select json_agg(json_build_array(o.id, o.cost::text, o.is_baseline) order by o.position)
    from participation_option o where o.consultation_id = c.id))::text,
  extract(epoch from clock_timestamp())::float8, b.public_key, b.private_key
from participation_consultation c left join participation_votebox b on b.consultation_id = c.id
where c.{by} = %s
for {lock} of c
"""
_NEW_BOX = """
insert into participation_votebox (consultation_id, state, public_key, private_key, events, facts)
values (%s, 'open', %s, %s, 0, '{}')
on conflict (consultation_id) do nothing
"""
_KEYS = "select public_key, private_key from participation_votebox where consultation_id = %s"


@dataclass(frozen=True)
class Gate:
    """One vote as a cast finds it. private_key: wrapped; None once the box was opened.

    length: bytes that every ballot of this vote is filled up to. Settings and eligibility are
    shared by many gates: nobody changes them in place.
    """

    consultation_id: int
    status: str
    spans: tuple[Span, ...]
    rule_name: str
    settings: Mapping[str, Any]
    eligibility: Mapping[str, Any]
    choices: tuple[Choice, ...]
    length: int
    now: datetime
    public_key: bytes
    private_key: bytes | None

    @property
    def rule(self) -> TallyRule:
        """The rule of the vote; raises NotNow when there is none."""
        if self.rule_name not in RULES:
            raise NotNow(_("There is no vote on this question."))
        return RULES[self.rule_name]

    def require_open(self) -> None:
        """Raise NotNow, in words, unless the vote is open at this moment."""
        gates.check(list(self.spans), self.now, self.status, Act.VOTE)
        if self.private_key is None:
            raise NotNow(_("The votes are being counted. Your vote was not stored."))

    def content_of(self, given: Mapping[str, Any]) -> str:
        """The canonical text of what a voter gave; raises BadInput in their words."""
        try:
            return self.rule.check(given, self.choices, self.settings)
        except Flaw as flaw:
            words = _(flaw.message)
            raise BadInput(
                words % flaw.values if flaw.values else words, field=flaw.field
            ) from None


def read_gate(consultation: int | str, lock: str = SHARED) -> Gate:
    """The gate of a consultation, by id or slug, with its lock; NotThere without one.

    Call it in a transaction. The first one makes the box.
    """
    by = "slug" if isinstance(consultation, str) else "id"
    with planned_cursor() as cursor:
        cursor.execute(_READ.format(by=by, lock=lock), [consultation])
        row = cursor.fetchone()
        if row is None:
            raise NotThere(
                _("There is no question at this address. See the open ones on Questions.")
            )
        said, now, *keys = row
        plan = _plan(said)
        if keys[0] is None:
            pk = plan["consultation_id"]
            cursor.execute(_NEW_BOX, [pk, *new_keys(pk)])
            cursor.execute(_KEYS, [pk])
            keys = list(cursor.fetchone())
    return Gate(
        **plan,
        now=datetime.fromtimestamp(now, UTC),
        public_key=bytes(keys[0]),
        private_key=None if keys[1] is None else bytes(keys[1]),
    )


@lru_cache(maxsize=64)
def _plan(said: str) -> dict[str, Any]:
    """What the text of _READ says, taken apart once as long as nobody edits the question."""
    found = json.loads(said)
    rule, settings = RULES.get(found["rule"]), found["settings"]
    choices = tuple(_choice(*option) for option in found["options"] or ())
    return {
        "consultation_id": found["id"],
        "status": found["status"],
        "spans": tuple(_span(*span) for span in found["spans"] or ()),
        "rule_name": found["rule"],
        "settings": settings,
        "eligibility": found["eligibility"],
        "choices": choices,
        "length": padded_length(rule.longest(choices, settings)) if rule else 0,
    }


def _span(kind: str, opens_at: float, closes_at: float | None) -> Span:
    closes = None if closes_at is None else datetime.fromtimestamp(closes_at, UTC)
    return Span(kind, datetime.fromtimestamp(opens_at, UTC), closes)


def _choice(pk: int, cost: str | None, is_baseline: bool) -> Choice:
    return Choice(pk, None if cost is None else Fraction(cost), is_baseline)
