"""The desk's first page: consultations on their way, and what needs doing today."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.faces.finding import PhaseRow, timeline
from participation.faces.signing import only
from participation.kiosks import ODD, is_over, wrong_pins
from participation.models import Anomaly, Consultation, Kiosk
from participation.moderation import Waiting, leave_all, waiting
from participation.paper.batches import unfinished
from participation.readiness import what_is_missing
from participation.withdrawals import withdrawals_for
from portal.models import User
from portal.multilingual import pick
from portal.paging import page_of
from portal.roles import is_official
from portal.searching import asked, with_words
from portal.templatetags.words import number, since

SOON = dt.timedelta(days=3)
A_PAGE = 20


@dataclass(frozen=True)
class Task:
    """Something to do today: a sentence, the button's word and where it leads."""

    sentence: str
    act: str
    address: str


@dataclass(frozen=True)
class Row:
    """A consultation on its way."""

    consultation: Consultation
    timeline: list[PhaseRow]


@only(is_official)
def desk(request: HttpRequest) -> HttpResponse:
    """What needs doing today (`?tasks=` its pages), then every consultation as a timeline."""
    leave_all(actor=request.user)
    every = Consultation.objects.exclude(status=Consultation.Status.WITHDRAWN).order_by(
        "-created_at", "-pk"
    )
    going = list(
        every.exclude(status=Consultation.Status.DECIDED).prefetch_related("phases", "options")
    )
    counts = waiting(actor=request.user)
    tasks = [
        *_queue_task(counts),
        *_odd_task(),
        *_kiosk_tasks(request.user),
        *_pin_tasks(),
        *_withdrawal_tasks(request.user),
        *_paper_tasks(going),
        *(task for one in going for task in _tasks(one)),
    ]
    words = asked(request)
    listed = with_words(every.prefetch_related("phases"), "question", words)
    page = page_of(request, listed, A_PAGE)
    context = {
        "tasks": page_of(request, tasks, A_PAGE, name="tasks"),
        "rows": [Row(one, timeline(one)) for one in page.object_list],
        "page": page,
        "q": words,
        "waiting": counts,
    }
    return render(request, "participation/desk/home.html", context)


def _queue_task(counts: Waiting) -> list[Task]:
    if not counts.total:
        return []
    sentence = ngettext(
        "%(count)s comment waits, for %(since)s.",
        "%(count)s comments wait, the oldest for %(since)s.",
        counts.total,
    ) % {"count": number(counts.total), "since": since(counts.oldest)}
    return [Task(sentence, _("Open the queue"), reverse("desk-queue"))]


def _kiosk_tasks(user: User) -> list[Task]:
    """Kiosks that wait for a second official, who cannot be the one who asked or closed first."""
    found = Kiosk.objects.filter(state__in=("asked", "closing")).select_related("consultation")
    return [
        Task(
            _("A kiosk waits for you to open it: “%(title)s”.")
            % {"title": pick(one.consultation.question)}
            if one.state == Kiosk.State.ASKED
            else _("A kiosk waits for you to confirm its close: “%(title)s”.")
            % {"title": pick(one.consultation.question)},
            _("Kiosks"),
            reverse("desk-kiosk", args=[one.consultation.slug]),
        )
        for one in found.exclude(state="asked", asked_by=user).exclude(
            state="closing", closing_by=user
        )
        if not is_over(one)
    ]


def _pin_tasks() -> list[Task]:
    """Kiosks at which somebody types wrong PINs right now."""
    found = Kiosk.objects.filter(state="open", mode="assisted").select_related("consultation")
    return [
        Task(
            _("Somebody types wrong PINs at a kiosk of “%(title)s”. Go and look.")
            % {"title": pick(one.consultation.question)},
            _("Kiosks"),
            reverse("desk-kiosk", args=[one.consultation.slug]),
        )
        for one in found
        if wrong_pins(one)[0] >= ODD
    ]


def _withdrawal_tasks(user: User) -> list[Task]:
    """Questions that a colleague wants to withdraw, with the ballots that were cast."""
    return [
        Task(
            _("A colleague asks to withdraw “%(title)s” and to destroy its ballots.")
            % {"title": pick(one.consultation.question)},
            _("Look at it"),
            reverse("desk-consultation", args=[one.consultation.slug]) + "#withdraw",
        )
        for one in withdrawals_for(user)
    ]


def _paper_tasks(found: list[Consultation]) -> list[Task]:
    """Piles on their way; a vote is counted when none is left."""
    left = dict(
        unfinished(found).order_by().values_list("consultation").annotate(piles=Count("pk"))
    )
    return [
        Task(
            ngettext(
                "%(count)s pile of paper for “%(question)s” is not in the box yet.",
                "%(count)s piles of paper for “%(question)s” are not in the box yet.",
                left[one.pk],
            )
            % {"count": number(left[one.pk]), "question": pick(one.question)},
            _("Go on typing"),
            reverse("desk-paper", args=[one.slug]),
        )
        for one in found
        if one.pk in left
    ]


def _odd_task() -> list[Task]:
    """Odd patterns that nobody has looked at yet."""
    number_ = Anomaly.objects.filter(state=Anomaly.State.OPEN, ruling="").count()
    if not number_:
        return []
    sentence = ngettext(
        "%(shown)s odd pattern waits for your ruling.",
        "%(shown)s odd patterns wait for your ruling.",
        number_,
    ) % {"shown": number(number_)}
    return [Task(sentence, _("Look at it"), reverse("desk-anomalies"))]


def _tasks(consultation: Consultation) -> list[Task]:
    """What one consultation asks of an official now."""
    name = {"question": pick(consultation.question)}
    edit = reverse("desk-consultation", args=[consultation.slug])
    if consultation.status == Consultation.Status.DRAFT:
        if what_is_missing(consultation):
            return [Task(_("“%(question)s” is not finished.") % name, _("Go on writing"), edit)]
        return [Task(_("“%(question)s” is ready to open.") % name, _("Look and open"), edit)]
    if consultation.status != Consultation.Status.OPEN:
        return []
    tasks = []
    dates = reverse("desk-dates", args=[consultation.slug])
    today = timezone.localdate()
    if consultation.decision_date and consultation.decision_date <= today:
        tasks.append(
            Task(
                _("The decision on “%(question)s” is due.") % name,
                _("Write it"),
                reverse("desk-decide", args=[consultation.slug]),
            )
        )
    for phase in timeline(consultation):
        closes = phase.closes_at
        if phase.state == "now" and closes and closes - timezone.now() < SOON:
            sentence = _("“%(question)s”: %(phase)s closes soon.")
            words = {**name, "phase": phase.label}
            tasks.append(Task(sentence % words, _("Check the dates"), dates))
    return tasks
