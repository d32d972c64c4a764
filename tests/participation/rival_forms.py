"""Two different forms of which only one may have its way, because there is a limit to hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from participation.comments import COMMENTS
from participation.eligibility.codes.batches import MOST_BATCHES
from participation.models import (
    CodeBatch,
    Comment,
    CommentReport,
    Consultation,
    Decision,
    Option,
    Reaction,
    Ruling,
    Withdrawal,
)
from portal.limits import take
from portal.models import AuditEntry, User
from tests.participation.left_out.world import FORMS, Sent, signed_in
from tests.participation.sent_forms import CASES, Site
from tests.participation.voting import cast
from twin.models import Edit, Scenario

# Two forms, what they make, and how many of it there may be afterwards.
Rivals = tuple[Sent, Sent, QuerySet[Any], int]
RIVALS: dict[str, Callable[[Site], Rivals]] = {}


def rivals(limit: str) -> Callable[[Callable[[Site], Rivals]], Callable[[Site], Rivals]]:
    """Two forms and the limit between them, in words."""

    def add(make: Callable[[Site], Rivals]) -> Callable[[Site], Rivals]:
        RIVALS[limit] = make
        return make

    return add


def _two(
    site: Site, case: str, who: tuple[str, str] = ("official", "planner"), **other: Any
) -> Any:
    """A form of the catalogue by one person, and by another with other words."""
    one = CASES[case](site)
    first = Sent(signed_in(site, who[0]), one.to, one.what)
    return first, Sent(signed_in(site, who[1]), one.to, one.what | other)


@rivals("a question is decided once")
def _decisions(site: Site) -> Rivals:
    first, second = _two(site, "desk-publish", text_en="No trees stay.", option="C")
    slug = first.to.split("/")[3]
    return first, second, Decision.objects.filter(consultation__slug=slug), 1


@rivals("what was seen is ruled on once")
def _rulings(site: Site) -> Rivals:
    first, second = _two(site, "desk-item", act="keep")
    return first, second, Ruling.objects.filter(comment=Comment.objects.latest("pk")), 1


@rivals("an odd pattern is ruled on once")
def _patterns(site: Site) -> Rivals:
    first, second = _two(site, "desk-anomaly", reason="Robots, it seems.")
    mine = AuditEntry.objects.filter(act="anomaly.rule", actor__in=_team(site))
    return first, second, mine, 1


def _team(site: Site) -> list[User]:
    return [site.people["official"], site.people["planner"]]


@rivals("one option keeps things as they are")
def _baselines(site: Site) -> Rivals:
    found = site.question(status="draft")
    found.options.filter(is_baseline=True).delete()
    plan = site.scenarios[0]
    Scenario.objects.filter(pk=plan.pk).update(digest=plan.base.digest)
    to = reverse("desk-options", args=[found.slug])
    what = {"new-scenario": str(plan.pk), "new-name_en": "As it is", "new-name_fr": "Comme avant"}
    first = Sent(signed_in(site, "official"), to, what)
    second = Sent(signed_in(site, "planner"), to, what | {"new-name_en": "Today"})
    return first, second, Option.objects.filter(consultation=found, is_baseline=True), 1


@rivals("a vote has so many batches of codes")
def _batches(site: Site) -> Rivals:
    first = FORMS["desk-codes"](site)
    found = Consultation.objects.get(slug=first.to.split("/")[3])
    more = MOST_BATCHES - 1 - found.code_batches.count()
    CodeBatch.objects.bulk_create(
        CodeBatch(consultation=found, label=f"Batch {place}", size=1) for place in range(more)
    )
    what = first.what | {"label": "East", "once": "another-word"}
    second = Sent(signed_in(site, "planner"), first.to, what)
    return first, second, found.code_batches.all(), MOST_BATCHES


@rivals("a person reports a comment once")
def _reports(site: Site) -> Rivals:
    first, second = _two(site, "comment-report", ("resident", "resident"), reason="off-topic")
    return first, second, CommentReport.objects.filter(person=site.people["resident"]), 1


@rivals("a person agrees or disagrees")
def _reactions(site: Site) -> Rivals:
    first, second = _two(site, "comment-react", ("resident", "resident"))
    other = second.what["react"].replace(":1", ":-1")
    mine = Reaction.objects.filter(person=site.people["resident"])
    return first, replace(second, what={"react": other}), mine, 1


@rivals("a person writes so many comments in ten minutes")
def _answers(site: Site) -> Rivals:
    first, second = _two(site, "comment-reply", ("resident", "resident"), text="And benches.")
    for _time in range(COMMENTS.most - 1):
        take(COMMENTS, site.people["resident"].pk)
    return first, second, Comment.objects.filter(author=site.people["resident"]), 1


@rivals("a plan is changed as it was seen")
def _edits(site: Site) -> Rivals:
    first = FORMS["scenario-edit: street"](site)
    second = Sent(first.browser, first.to, first.what | {"speed_kmh": "15"})
    return first, second, Edit.objects.filter(scenario=Scenario.objects.latest("pk")), 3


@rivals("a plan has one draft")
def _drafts(site: Site) -> Rivals:
    first, second = _two(site, "scenario-revise", ("planner", "planner"))
    plan = site.scenarios[1]
    return first, second, Scenario.objects.filter(series=plan.series, status="draft"), 1


@rivals("a kiosk is opened once")
def _openings(site: Site) -> Rivals:
    first = FORMS["desk-kiosk-open"](site)
    second = Sent(signed_in(site, "planner"), first.to, first.what)
    opened = AuditEntry.objects.filter(act="kiosk.open", actor__in=_team(site))
    return first, second, opened, 1


@rivals("one request to withdraw a vote waits")
def _requests(site: Site) -> Rivals:
    found = site.question()
    cast(site.people["resident"], found, [found.options.all()[0].pk])
    to = reverse("desk-state", args=[found.slug])
    what = {"act": "ask", "sure": "on"}
    first, second = (Sent(signed_in(site, name), to, what) for name in ("official", "planner"))
    return first, second, Withdrawal.objects.filter(consultation=found), 1


@rivals("every question has an address of its own")
def _addresses(site: Site) -> Rivals:
    title = f"Trees for {site.people['official'].pk}?"
    first, second = _two(site, "desk-consultation-new", question_en=title)
    first = replace(first, what=second.what | {"question_fr": "Autre chose ?"})
    return first, second, Consultation.objects.filter(question__en=title), 2
