"""What officials do with a question: write it, plan it, open it.

Deciding it is deciding's, taking it back withdrawals'.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext as _

from participation import gates
from participation.calendars import kept_dates, require_calendar, require_vote_kept, rows_of
from participation.countable import read_settings, rule_flaws
from participation.editing import (
    cleaned,
    require_not_over,
    require_seen,
    require_words,
    require_words_kept,
)
from participation.history import pieces_of, pieces_of_dates, trace
from participation.models import Consultation, Phase
from participation.models.consultation import CONSULTATION_MOVES
from participation.options import (
    add_option,
    edit_option,
    hold_scenarios,
    remove_option,
    set_rule,
)
from participation.phases import Span
from participation.readiness import what_is_missing
from participation.standing import opening_kept
from portal.audit import record
from portal.changes import Changes, changed, unsaved, values_of
from portal.errors import BadInput, Conflict
from portal.roles import is_official, require

__all__ = [
    "add_option",
    "create_consultation",
    "edit_consultation",
    "edit_option",
    "open_consultation",
    "remove_option",
    "require_move",
    "rule_flaws",
    "saved",
    "set_phases",
    "set_rule",
    "what_is_missing",
]

TEXTS = ("question", "summary", "background", "can_change", "cannot_change", "decision_maker")
FIELDS = {*TEXTS, "promise", "area", "decision_date"}
AUDITED = {*FIELDS, "status", "ballot_rule", "ballot_settings"}


@transaction.atomic
def create_consultation(
    *, actor: Any, question: dict[str, str], slug: str = "", synthetic: bool = False, **fields: Any
) -> Consultation:
    """A draft. question: {"en": …}; slug: its address, made from the question when empty.

    ballot_rule, ballot_settings: as for set_rule.
    """
    require(is_official, actor)
    settings = fields.pop("ballot_settings", None)
    values = cleaned({"question": question, **fields}, {*FIELDS, "ballot_rule"})
    require_words(values["question"], "question")
    require_calendar((), values.get("decision_date"), actor=actor)
    address = _address(slug, next(iter(values["question"].values())))
    if settings is not None:
        values["ballot_settings"] = read_settings(values.get("ballot_rule", "approval"), settings)
    consultation = Consultation.objects.create(
        slug=address,
        synthetic=synthetic,
        created_by=actor if actor is not None else None,
        **values,
    )
    written = changed(
        {}, {name: one for name, one in values_of(consultation, AUDITED).items() if one}
    )
    record(actor=actor, act="consultation.create", subject=consultation, changed=written)
    return consultation


@transaction.atomic
def edit_consultation(
    *, actor: Any, consultation: Consultation, seen_version: int, reason: str = "", **fields: Any
) -> Consultation:
    """Change texts, promise, area or decision date; the ballot rule is set_rule's.

    seen_version: the edit_version that the editor started from. Raises Conflict, naming who
    changed it and when, if someone was quicker; then nothing is stored. reason: history.trace.
    """
    require(is_official, actor)
    current = _locked(consultation, seen_version)
    values = cleaned(fields, FIELDS)
    question = values.get("question", current.question)
    require_words_kept(current, "question", current.question, question)
    require_words(question, "question")
    day = values.get("decision_date", current.decision_date)
    if day != current.decision_date:
        require_calendar(rows_of(current), day, actor=actor, kept=kept_dates(current))
    pieces = pieces_of(current, values)
    if not pieces:
        return current
    with opening_kept(current):
        for name, value in values.items():
            setattr(current, name, value)
    why = trace(actor=actor, current=current, pieces=pieces, reason=reason)
    return saved(current, actor, "consultation.edit", None, **why)


@transaction.atomic
def set_phases(
    *,
    actor: Any,
    consultation: Consultation,
    seen_version: int,
    phases: Sequence[tuple[str, datetime, datetime | None]],
    reason: str = "",
    **decision: date | None,
) -> Consultation:
    """Replace the plan of phases by (kind, opens_at, closes_at) rows; moments are aware.

    decision: decision_date, the day of the decision; without it that stays. Raises BadInput when
    the calendar has a fault (participation.phases), NotNow when a vote that has begun would begin
    at another time or close in the past, or one that has closed would close at another.
    reason: history.trace.
    """
    require(is_official, actor)
    current = _locked(consultation, seen_version)
    kept = kept_dates(current)
    pieces = pieces_of(current, cleaned(decision, {"decision_date"}))
    day = decision.get("decision_date", current.decision_date)
    spans = [Span(kind, opens, closes) for kind, opens, closes in phases]
    require_vote_kept(current, spans)
    require_calendar(phases, day, actor=actor, kept=kept)
    pieces += pieces_of_dates(gates.spans_of(current.phases.all()), spans)
    if not pieces:
        return current
    why = trace(actor=actor, current=current, pieces=pieces, reason=reason)
    before = plan_of(current.phases.all())
    with opening_kept(current):
        current.decision_date = day
        current.phases.all().delete()
        Phase.objects.bulk_create(
            Phase(consultation=current, kind=s.kind, opens_at=s.opens_at, closes_at=s.closes_at)
            for s in spans
        )
    dates = changed(before, plan_of(spans))
    return saved(current, actor, "consultation.phases", dates, **why)


@transaction.atomic
def open_consultation(*, actor: Any, consultation: Consultation) -> Consultation:
    """Make a draft public. Raises BadInput with all that is missing."""
    require(is_official, actor)
    current = Consultation.objects.select_for_update().get(pk=consultation.pk)
    require_move(current, Consultation.Status.OPEN)
    hold_scenarios(current)
    missing = what_is_missing(current)
    if missing:
        raise BadInput(" ".join(missing))
    current.status, current.opened_at = Consultation.Status.OPEN, gates.now()
    return saved(current, actor, "consultation.open")


def _address(slug: str, title: str) -> str:
    """The address of a new question, which nobody else can take before the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('address of a question'))")
    address = slugify(slug or title)[:60] or "question"
    taken = set(
        Consultation.objects.filter(slug__startswith=address).values_list("slug", flat=True)
    )
    if address not in taken:
        return address
    if slug:
        raise Conflict(_("Another question has this address. Choose another one."), field="slug")
    numbered = (f"{address}-{number}" for number in itertools.count(2))
    return next(one for one in numbered if one not in taken)


def _locked(consultation: Consultation, seen_version: int) -> Consultation:
    current = Consultation.objects.select_for_update().get(pk=consultation.pk)
    require_seen(current, seen_version)
    require_not_over(current)
    return current


def plan_of(spans: Iterable[Span | Phase]) -> dict[str, datetime | None]:
    """A plan of dates as the audit log compares it."""
    return {
        f"{span.kind} {name}": moment
        for span in spans
        for name, moment in (("opens", span.opens_at), ("closes", span.closes_at))
    }


def saved(
    current: Consultation, actor: Any, act: str, more: Changes | None = None, **facts: Any
) -> Consultation:
    """Store a locked question under its next edit_version, with what changed in its audit entry.

    more: what changed beside the question's own fields.
    """
    found = {**unsaved(current, AUDITED), **(more or {})}
    current.edit_version = F("edit_version") + 1
    current.save()
    current.refresh_from_db()
    record(
        actor=actor, act=act, subject=current, version=current.edit_version, changed=found, **facts
    )
    return current


def require_move(current: Consultation, target: str) -> None:
    """Raise Conflict when a question in this state cannot go to `target`."""
    if target not in CONSULTATION_MOVES[current.status]:
        raise Conflict(_("A colleague has changed this question's state in the meantime."))
