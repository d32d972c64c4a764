"""The one question before each act: does the phase permit it now, by the database's clock?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.db.models import DateTimeField, F, Func
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from participation.models import Consultation, Phase
from participation.phases import Act, Span, Window, current, window
from portal.errors import NotNow


class Clock(Func):
    """The database's own time at this very moment, not at the start of the transaction."""

    function = "clock_timestamp"
    output_field = DateTimeField()


def spans_of(phases: Iterable[Phase]) -> list[Span]:
    """Phase rows as plain spans for participation.phases."""
    return [Span(phase.kind, phase.opens_at, phase.closes_at) for phase in phases]


def read_clock(consultation_id: int) -> tuple[list[Span], datetime, str]:
    """The phases, the database's time and the status of a consultation, in one query."""
    rows = list(
        Phase.objects.filter(consultation_id=consultation_id)
        .annotate(now=Clock(), status=F("consultation__status"))
        .values_list("kind", "opens_at", "closes_at", "now", "status")
    )
    spans = [Span(kind, opens, closes) for kind, opens, closes, _now, _status in rows]
    if not rows:
        return [], timezone.now(), Consultation.Status.DRAFT
    return spans, rows[0][3], rows[0][4]


def now() -> datetime:
    """The database's time."""
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment


def require(consultation: Consultation, act: Act) -> None:
    """Raise NotNow, saying when it opens or closed, unless `act` is permitted at this moment."""
    spans, now, status = read_clock(consultation.pk)
    check(spans, now, status, act)


def check(spans: list[Span], now: datetime, status: str, act: Act) -> None:
    """As require, for phases, time and status that were read already."""
    if status != Consultation.Status.OPEN and not (
        status == Consultation.Status.DECIDED and act in (Act.READ, Act.RESULT)
    ):
        raise NotNow(_closed_for_good(status))
    found = window(spans, act, now)
    if found.state != "open":
        raise NotNow(_refusal(act, found))


def may(consultation: Consultation, act: Act, now: datetime | None = None) -> bool:
    """Whether a page should offer `act` now (the verb asks again, by the database's clock)."""
    if consultation.status != Consultation.Status.OPEN:
        return False
    found = window(spans_of(consultation.phases.all()), act, now or timezone.now())
    return found.state == "open"


def window_of(consultation: Consultation, act: Act) -> Window:
    """When `act` is possible in `consultation`; uses prefetched phases."""
    return window(spans_of(consultation.phases.all()), act, timezone.now())


def phase_now(consultation: Consultation) -> Span | None:
    """The phase that is open now, or None between, before and after phases."""
    return current(spans_of(consultation.phases.all()), timezone.now())


def in_words(moment: datetime) -> dict[str, str]:
    """{"day": "Sunday 6 December", "time": "18:00"} in the city's zone and the reader's words."""
    local = timezone.localtime(moment)
    return {"day": date_format(local, "l j F"), "time": date_format(local, "H:i")}


def sentence(act: str, found: Window) -> str:
    """One sentence for a person who comes at another time, and has done nothing yet."""
    if found.state == "before" and found.opens_at:
        return _before(act) % in_words(found.opens_at)
    if found.state == "after" and found.closes_at:
        return _after(act) % in_words(found.closes_at)
    return _never(act)


def _refusal(act: str, found: Window) -> str:
    """The sentence for who has just acted: a late voter must know that nothing was stored."""
    if act == Act.VOTE and found.state == "after" and found.closes_at:
        return _(
            "Voting closed on %(day)s at %(time)s. Your vote was not stored. "
            "A ballot you cast before then still counts."
        ) % in_words(found.closes_at)
    return sentence(act, found)


def _before(act: str) -> str:
    if act == Act.VOTE:
        return _("Voting opens on %(day)s at %(time)s. Come back then.")
    if act == Act.RESULT:
        return _("The result can be read from %(day)s at %(time)s on.")
    return _("Comments open on %(day)s at %(time)s. Come back then.")


def _after(act: str) -> str:
    if act == Act.VOTE:
        return _(
            "Voting closed on %(day)s at %(time)s. A ballot you cast before then still counts."
        )
    return _("Comments closed on %(day)s at %(time)s. You can still read what people said.")


def _never(act: str) -> str:
    if act == Act.VOTE:
        return _("There is no vote on this question.")
    if act == Act.RESULT:
        return _("There is no result yet.")
    return _("This question is not open for comments.")


def _closed_for_good(status: str) -> str:
    if status == Consultation.Status.DECIDED:
        return _("This question has been decided. You can read the decision and what people said.")
    if status == Consultation.Status.WITHDRAWN:
        return _("The city has withdrawn this question.")
    return _("This question is not open yet.")
