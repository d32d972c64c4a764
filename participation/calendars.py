"""A question's calendar: its phases and the day of the decision, checked together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from participation import gates
from participation.models import Consultation
from participation.phases import YEARS, Flaw, Row, Span, calendar_flaws
from portal.errors import BadInput, NotNow


def rows_of(consultation: Consultation) -> list[Row]:
    """The stored phases, as calendar_flaws reads them."""
    return [(one.kind, one.opens_at, one.closes_at) for one in consultation.phases.all()]


def kept_dates(consultation: Consultation) -> frozenset[date]:
    """The dates that an official may leave as they are, though they may be past by now."""
    stored = {one.closes_at for one in consultation.phases.all()} | {consultation.decision_date}
    return frozenset(one for one in stored if one)


def faults(
    rows: Sequence[Row],
    decision: date | None,
    *,
    now: datetime | None,
    kept: frozenset[date] = frozenset(),
) -> list[Flaw]:
    """calendar_flaws in the city's zone."""
    zone = timezone.get_default_timezone()
    return calendar_flaws(rows, decision, zone=zone, now=now, kept=kept)


def require_calendar(
    rows: Sequence[Row],
    decision: date | None,
    *,
    actor: Any,
    kept: frozenset[date] = frozenset(),
) -> None:
    """Raise BadInput, with the date it is about, when a calendar has a fault.

    actor: None (the site itself) writes down what was, so the past is allowed.
    """
    now = timezone.now() if actor is not None else None
    for flaw in faults(rows, decision, now=now, kept=kept):
        raise BadInput(flaw_sentence(flaw), field=flaw.field)


def require_vote_kept(current: Consultation, spans: list[Span]) -> None:
    """Raise NotNow when a vote that has begun, or is over, would get other times."""
    if current.status == Consultation.Status.DRAFT:
        return
    before, now, _status = gates.read_clock(current.pk)
    old = next((span for span in before if span.kind == "vote"), None)
    new = next((span for span in spans if span.kind == "vote"), None)
    if old is None or now < old.opens_at:
        return
    if new is None or new.opens_at != old.opens_at:
        raise NotNow(_("The vote has begun: its opening stays as it is."), field="vote_opens")
    if new.closes_at == old.closes_at:
        return
    if old.closes_at and old.closes_at <= now:
        raise NotNow(_("The vote has closed: it cannot be opened again."), field="vote_closes")
    if new.closes_at is None or new.closes_at <= now:
        raise NotNow(
            _("The vote is open: its close can be moved, but only to a time that is to come."),
            field="vote_closes",
        )


def flaw_sentence(flaw: Flaw) -> str:
    """What is wrong and what to do, in the reader's language."""
    names = {
        "inform": _("Inform"),
        "discuss": _("Discuss"),
        "vote": _("Vote"),
        "result": _("Result"),
    }
    words = {
        "kind": names.get(flaw.kind, flaw.kind),
        "other": names.get(flaw.other, flaw.other),
        "first": YEARS.start,
        "last": YEARS[-1],
    }
    sentences = {
        "unknown": _("There is no phase called %(kind)s."),
        "twice": _("%(kind)s stands there twice. Keep one."),
        "backward": _("%(kind)s closes before it opens. Swap or correct its dates."),
        "endless": _("%(kind)s needs a closing time, since another phase follows it."),
        "order": _("%(kind)s opens before %(other)s. The order is inform, discuss, vote, result."),
        "overlap": _("%(kind)s opens before %(other)s has closed. Let one end before the other."),
        "unopened": _("%(kind)s has a close but no opening. Say when it opens, or empty both."),
        "over": _("%(kind)s would close in the past. Choose a time that is to come."),
        "early": _(
            "The decision would fall before the last day of “%(other)s”. "
            "Choose that day or a later one, or close earlier."
        ),
        "far": _("This year cannot be meant. Choose one from %(first)s to %(last)s."),
        "far_close": _("This year cannot be meant. Choose one from %(first)s to %(last)s."),
        "gone": _("This day has passed. Choose today or a day that is to come."),
    }
    return sentences[flaw.code] % words
