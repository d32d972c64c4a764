"""Finding the consultation that an address names, and what its moment allows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.ballots import BLOCK, Turnout, turnouts
from participation.models import Consultation, Option, Phase, PublicComment
from participation.paper.notation import lettered
from portal.errors import NotThere
from portal.markup import as_words
from portal.multilingual import pick
from portal.roles import is_official

HEAVY = ("area", "background", "can_change", "cannot_change")
PHASES = {
    Phase.Kind.INFORM: _("Inform"),
    Phase.Kind.DISCUSS: _("Discuss"),
    Phase.Kind.VOTE: _("Vote"),
    Phase.Kind.RESULT: _("Result"),
}
STANCES = {"for": _("For it"), "against": _("Against it"), "neutral": _("Neither")}
THEMES = {
    "traffic": _("Traffic"),
    "noise-air": _("Noise and air"),
    "walking": _("Walking"),
    "cycling": _("Cycling"),
    "green": _("Trees and green"),
    "shops": _("Shops and deliveries"),
    "access": _("Getting to my place"),
    "other": _("Something else"),
}


def known(slug: str, request: HttpRequest, *, light: bool = False) -> Consultation:
    """The consultation with its phases and options; NotThere for a draft unless official.

    light: for pages that show neither the area, nor long texts, nor what options would do.
    """
    rows = Consultation.objects.filter(slug=slug)
    if light:
        rows = rows.defer(*HEAVY).prefetch_related("phases", "options")
    else:
        rows = rows.prefetch_related("phases", "options__scenario")
    found = rows.first()
    if found is None or (_is_private(found) and not is_official(request.user)):
        raise NotThere(_("There is no question at this address. See the open ones on Questions."))
    return found


def _is_private(consultation: Consultation) -> bool:
    return consultation.status in (Consultation.Status.DRAFT, Consultation.Status.WITHDRAWN)


def public() -> QuerySet[Consultation]:
    """The consultations that everyone may see, newest first."""
    shown = [Consultation.Status.OPEN, Consultation.Status.DECIDED]
    return (
        Consultation.objects.filter(status__in=shown)
        .prefetch_related("phases")
        .order_by("-created_at", "-pk")
    )


def out_now() -> Q:
    """Of which consultations the result may be shown: is_out, asked of the database."""
    result = Phase.objects.filter(
        consultation=OuterRef("pk"), kind=Phase.Kind.RESULT, opens_at__lte=timezone.now()
    )
    return Q(status=Consultation.Status.DECIDED) | Exists(result)


@dataclass(frozen=True)
class Choice:
    """An option as the reader meets it: its letter, its name in their language."""

    key: str
    option: Option
    name: str
    summary: str

    @property
    def title(self) -> str:
        """Letter and name: "B Car-free"."""
        return f"{self.key} {self.name}"


def choices(consultation: Consultation) -> list[Choice]:
    """The options in order, lettered from A."""
    ordered = sorted(consultation.options.all(), key=lambda option: option.position)
    return [
        Choice(key, option, pick(option.name), as_words(pick(option.summary)))
        for key, option in lettered(ordered).items()
    ]


def choice_of(consultation: Consultation, key: str | None) -> Choice | None:
    """The option with that letter (either case), if there is one."""
    wanted = (key or "").upper()
    return next((choice for choice in choices(consultation) if choice.key == wanted), None)


@dataclass(frozen=True)
class PhaseRow:
    """A phase as the timeline draws it. state: "past", "now" or "next"."""

    kind: str
    label: str
    opens_at: dt.datetime
    closes_at: dt.datetime | None
    state: str


def timeline(consultation: Consultation, now: dt.datetime | None = None) -> list[PhaseRow]:
    """The phases in order, each past, now or next."""
    now = now or timezone.now()
    rows = []
    for phase in sorted(consultation.phases.all(), key=lambda p: p.opens_at):
        over = phase.closes_at is not None and phase.closes_at <= now
        state = "past" if over else "now" if phase.opens_at <= now else "next"
        label = str(PHASES[Phase.Kind(phase.kind)])
        rows.append(PhaseRow(phase.kind, label, phase.opens_at, phase.closes_at, state))
    return rows


def phase_now(consultation: Consultation, now: dt.datetime | None = None) -> PhaseRow | None:
    """The phase that is open, if one is."""
    if consultation.status == Consultation.Status.DRAFT:
        return None
    return next((row for row in timeline(consultation, now) if row.state == "now"), None)


def is_out(consultation: Consultation) -> bool:
    """Whether results may be shown to everyone: the result phase has begun, or it is decided."""
    if consultation.status == Consultation.Status.DECIDED:
        return True
    rows = timeline(consultation)
    return any(row.kind == Phase.Kind.RESULT and row.state != "next" for row in rows)


def is_overdue(consultation: Consultation) -> bool:
    """Whether the day of the decision has passed without one."""
    day = consultation.decision_date
    decided = consultation.status == Consultation.Status.DECIDED
    return day is not None and day < timezone.localdate() and not decided


def took_part(consultations: Sequence[Consultation]) -> dict[int, Turnout]:
    """How many people voted or, where fewer did, wrote: consultation id -> turnout.

    Exact once the vote has closed, in full blocks of 50 before. Phases must be prefetched; two
    queries for any number of consultations.
    """
    voted = turnouts(consultations)
    spoke = PublicComment.objects.filter(consultation__in=consultations).order_by()
    rows = spoke.values_list("consultation").annotate(people=Count("pseudonym", distinct=True))
    wrote = {pk: people - people % BLOCK for pk, people in rows}
    return {
        pk: one if one.exact else Turnout(max(one.people, wrote.get(pk, 0)), False)
        for pk, one in voted.items()
    }
