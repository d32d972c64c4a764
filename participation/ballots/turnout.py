"""How many took part: exact after the close, in full blocks of 50 before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from participation import gates
from participation.models import Consultation, RollEntry, VoteBox
from portal.roles import is_known

BLOCK = 50

# Paper ballots have voters whom no roll knows; the box counts them apart.
_PEOPLE = """
select c.id,
  (select count(*) from participation_rollentry r where r.consultation_id = c.id)
  + coalesce((b.facts ->> 'off_roll')::int, 0)
from participation_consultation c left join participation_votebox b on b.consultation_id = c.id
where c.id = any(%s)
"""


@dataclass(frozen=True)
class Turnout:
    """How many took part. Before the vote closes: the last full block of 50, exact is False."""

    people: int
    exact: bool


def turnout(consultation: Consultation) -> Turnout:
    """How many people took part in the vote, on paper too."""
    people = _people([consultation.pk]).get(consultation.pk, 0)
    return _told(people, vote_is_over(consultation))


def turnouts(consultations: Sequence[Consultation]) -> dict[int, Turnout]:
    """As turnout, for many at once (with prefetched phases): consultation id -> turnout."""
    people = _people([consultation.pk for consultation in consultations])
    now = timezone.now()
    found = {}
    for consultation in consultations:
        votes = [span for span in gates.spans_of(consultation.phases.all()) if span.kind == "vote"]
        over = bool(votes and votes[0].closes_at and votes[0].closes_at <= now)
        found[consultation.pk] = _told(people.get(consultation.pk, 0), over)
    return found


def _people(ids: list[int]) -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, [ids])
        return dict(cursor.fetchall())


def _told(people: int, over: bool) -> Turnout:
    return Turnout(people, True) if over else Turnout(people - people % BLOCK, False)


def vote_is_over(consultation: Consultation) -> bool:
    """Whether the vote has closed, by the database's clock."""
    spans, now, _status = gates.read_clock(consultation.pk)
    votes = [span for span in spans if span.kind == "vote"]
    return bool(votes) and votes[0].closes_at is not None and votes[0].closes_at <= now


def has_voted(*, actor: Any, consultation: Consultation) -> bool:
    """Whether the account `actor` stands on the roll, so that the page can say "change"."""
    return (
        is_known(actor)
        and RollEntry.objects.filter(consultation=consultation, person=actor).exists()
    )


def has_ballots(consultation: Consultation) -> bool:
    """Whether any ballot was ever accepted in this vote."""
    return VoteBox.objects.filter(consultation=consultation).exists()
