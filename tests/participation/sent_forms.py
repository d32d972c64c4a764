"""Forms that create something, one for each route: who sends what to where, and what it makes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from participation import comments, moderation
from participation.faces.desk.question.dates_form import DatesForm
from participation.models import (
    Anomaly,
    Comment,
    CommentReport,
    Consultation,
    Decision,
    Kiosk,
    Option,
    PaperBatch,
    PaperSheet,
    Phase,
    Reaction,
    Reopening,
    Ruling,
)
from participation.paper import batches
from portal.models import AuditEntry, User
from tests.participation.faces.test_paging import EVIDENCE
from twin.models import Scenario


@dataclass
class Site:
    """What a case may need."""

    question: Callable[..., Consultation]
    scenarios: list[Scenario]
    people: dict[str, User] = field(default_factory=dict)

    def said(self, question: Consultation, text: str = "More trees, please.") -> Comment:
        """A neighbour's comment."""
        author = self.people["neighbour"]
        return comments.write_comment(actor=author, consultation=question, text=text)


@dataclass
class Sending:
    """who sends what to where. rows: where what it makes can be counted."""

    who: str
    to: str
    what: dict[str, Any]
    rows: QuerySet[Any]


Case = Callable[[Site], Sending]
CASES: dict[str, Case] = {}


def case(route: str) -> Callable[[Case], Case]:
    """One form of the site, by its route; "route: which" where a route has several."""

    def add(make: Case) -> Case:
        CASES[route] = make
        return make

    return add


@case("desk-consultation-new")
def _question(_site: Site) -> Sending:
    what = {"question_en": "Should the square be green?", "question_fr": "Une place verte ?"}
    what["promise"] = "consult"
    to = reverse("desk-consultation-new")
    return Sending("official", to, what, Consultation.objects.all())


@case("desk-options")
def _option(site: Site) -> Sending:
    found = site.question(status="draft")
    found.options.last().delete()
    what = {"new-scenario": site.scenarios[-1].pk, "new-name_en": "Trees", "new-name_fr": "Arbres"}
    to = reverse("desk-options", args=[found.slug])
    return Sending("official", to, what, Option.objects.all())


@case("desk-option-remove")
def _no_option(site: Site) -> Sending:
    found = site.question(status="draft")
    to = reverse("desk-option-remove", args=[found.slug, found.options.last().pk])
    return Sending("official", to, {}, AuditEntry.objects.filter(act="option.remove"))


@case("desk-dates")
def _dates(site: Site) -> Sending:
    found = site.question(status="draft")
    found.phases.all().delete()
    start = timezone.localtime() + timedelta(days=2)
    what: dict[str, Any] = dict.fromkeys(DatesForm(of=found).fields, "") | {
        "seen": found.edit_version
    }
    what["discuss_opens"] = start.strftime("%Y-%m-%dT%H:%M")
    what["discuss_closes"] = (start + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M")
    to = reverse("desk-dates", args=[found.slug])
    return Sending("official", to, what, Phase.objects.all())


@case("desk-state")
def _opened(site: Site) -> Sending:
    found = site.question("discuss", status="draft")
    to = reverse("desk-state", args=[found.slug])
    rows = AuditEntry.objects.filter(act="consultation.open")
    return Sending("official", to, {"act": "open"}, rows)


@case("desk-paper")
def _pile(site: Site) -> Sending:
    to = reverse("desk-paper", args=[site.question().slug])
    what = {"label": "Town hall", "sheets": 20, "channel": "paper"}
    return Sending("official", to, what, PaperBatch.objects.all())


@case("desk-paper-pile")
def _sheet(site: Site) -> Sending:
    found = site.question()
    pile = batches.begin_batch(
        actor=site.people["official"], consultation=found, label="X", sheets=2, channel="paper"
    )
    to = reverse("desk-paper-pile", args=[found.slug, pile.pk])
    what = {"act": "sheet", "number": 1, "typed": "a"}
    return Sending("official", to, what, PaperSheet.objects.exclude(first=""))


@case("desk-kiosk")
def _kiosk(site: Site) -> Sending:
    to = reverse("desk-kiosk", args=[site.question().slug])
    what = {"mode": "assisted", "pin": "471147", "pin_again": "471147"}
    return Sending("official", to, what, Kiosk.objects.all())


@case("desk-anomaly")
def _anomaly(site: Site) -> Sending:
    odd = Anomaly.objects.create(
        consultation=site.question(), kind="burst", key="b", evidence=EVIDENCE
    )
    what = {"ruling": "counts", "reason": "A class voted together."}
    to = reverse("desk-anomaly", args=[odd.pk])
    return Sending("official", to, what, AuditEntry.objects.filter(act__startswith="anomaly."))


@case("desk-item")
def _ruling(site: Site) -> Sending:
    one = site.said(site.question("discuss"))
    to = reverse("desk-item", args=[one.pk])
    what = {"act": "hide", "reason": "off-topic", "note": "About the harbour.", "seen": 0}
    return Sending("official", to, what, Ruling.objects.all())


@case("desk-undo")
def _undone(site: Site) -> Sending:
    made = _hidden(site)
    rows = AuditEntry.objects.filter(act="comment.undo")
    return Sending("official", reverse("desk-undo", args=[made.pk]), {}, rows)


@case("desk-item-reopen")
def _reopened(site: Site) -> Sending:
    to = reverse("desk-item-reopen", args=[_hidden(site).comment_id])
    what = {"reopen-why": "The author wrote to us.", "reopen-seen": 1}
    return Sending("official", to, what, Reopening.objects.all())


def _hidden(site: Site) -> Ruling:
    one = site.said(site.question("discuss"))
    return moderation.hide_comment(actor=site.people["official"], comment=one, reason="off-topic")


@case("desk-publish")
def _decision(site: Site) -> Sending:
    to = reverse("desk-publish", args=[site.question("result").slug])
    what = {"option": "B", "text_en": "The trees stay."}
    return Sending("official", to, what, Decision.objects.all())


@case("comment-preview")
def _comment(site: Site) -> Sending:
    found = site.question("discuss")
    return Sending("resident", "", {"walk": found}, Comment.objects.all())


@case("comment-reply")
def _answer(site: Site) -> Sending:
    found = site.question("discuss")
    to = reverse("comment-reply", args=[found.slug, site.said(found).public_id])
    return Sending("resident", to, {"text": "So do I."}, Comment.objects.exclude(parent=None))


@case("comment-report")
def _report(site: Site) -> Sending:
    found = site.question("discuss")
    to = reverse("comment-report", args=[found.slug, site.said(found).public_id])
    return Sending("resident", to, {"reason": "insult"}, CommentReport.objects.all())


@case("comment-react")
def _reaction(site: Site) -> Sending:
    found = site.question("discuss")
    what = {"react": f"{site.said(found).public_id}:1"}
    to = reverse("comment-react", args=[found.slug])
    return Sending("resident", to, what, Reaction.objects.all())


@case("comment-withdraw")
def _withdrawal(site: Site) -> Sending:
    one = site.said(site.question("discuss"))
    to = reverse("comment-withdraw", args=[one.pk])
    return Sending("neighbour", to, {}, Comment.objects.filter(status="withdrawn"))


@case("erase")
def _gone(site: Site) -> Sending:
    rows = AuditEntry.objects.filter(act__contains="erase")
    return Sending("resident", reverse("erase"), {"sure": "on", "words": "keep"}, rows)


@case("scenario-revise")
def _revision(site: Site) -> Sending:
    plan = site.scenarios[1]
    to = reverse("scenario-revise", args=[plan.series, plan.revision])
    return Sending("planner", to, {}, Scenario.objects.all())
