"""Who may see a plan: asked when it is published, changed later, never taken from a question."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from participation import consultations
from participation.models import Consultation
from portal.errors import BadInput, NotAllowed, NotNow
from portal.models import AuditEntry, User
from twin.door import show_scenario
from twin.models import Scenario


def test_a_plan_that_an_open_question_shows_stays_public(
    planner: User, question: Consultation, scenarios: list[Scenario]
) -> None:
    with pytest.raises(NotNow, match="shows this plan to everyone"):
        show_scenario(actor=planner, scenario=scenarios[1], visibility="private")


def test_a_plan_is_shown_to_everyone_without_a_revision_and_it_is_written_down(
    planner: User, scenarios: list[Scenario]
) -> None:
    Scenario.objects.filter(pk=scenarios[1].pk).update(visibility="private")
    shown = show_scenario(actor=planner, scenario=scenarios[1], visibility="public")
    assert (shown.revision, shown.digest) == (scenarios[1].revision, scenarios[1].digest)
    entry = AuditEntry.objects.get(act="scenario.show")
    assert entry.facts["changed"] == {"visibility": ["private", "public"]}


def test_only_planners_change_who_may_see_a_plan(resident: User, scenarios: list[Scenario]) -> None:
    with pytest.raises(NotAllowed):
        show_scenario(actor=resident, scenario=scenarios[1], visibility="private")


def test_a_plan_for_planners_only_becomes_no_option(
    official: User, scenarios: list[Scenario]
) -> None:
    draft = consultations.create_consultation(actor=official, question={"en": "Trees?"})
    Scenario.objects.filter(pk=scenarios[1].pk).update(visibility="private")
    with pytest.raises(BadInput, match="Let everyone see it first"):
        consultations.add_option(
            actor=official, consultation=draft, scenario=scenarios[1], name={"en": "Trees"}
        )


def test_a_question_does_not_open_with_a_plan_that_was_taken_back(
    planner: User,
    official: User,
    make_question: Callable[..., Consultation],
    scenarios: list[Scenario],
) -> None:
    draft = make_question("discuss", status="draft")
    show_scenario(actor=planner, scenario=scenarios[1], visibility="private")
    with pytest.raises(BadInput, match="Only planners may see the plan of"):
        consultations.open_consultation(actor=official, consultation=draft)


def test_the_plans_page_says_that_officials_do_not_find_it_and_lets_it_be_shown(
    client: Client, planner: User, scenarios: list[Scenario]
) -> None:
    plan = scenarios[1]
    Scenario.objects.filter(pk=plan.pk).update(visibility="private")
    client.force_login(planner)
    page = reverse("scenario", args=[plan.series, plan.revision])
    assert "Officials do not find it among the options" in client.get(page).content.decode()
    show = reverse("scenario-show", args=[plan.series, plan.revision])
    assert client.post(show, {"visibility": "public"}).url == page
    plan.refresh_from_db()
    assert plan.visibility == "public"


def test_a_button_that_did_not_say_for_whom_changes_nothing(
    client: Client, planner: User, scenarios: list[Scenario]
) -> None:
    plan = scenarios[1]
    client.force_login(planner)
    client.post(reverse("scenario-show", args=[plan.series, plan.revision]), {})
    plan.refresh_from_db()
    assert plan.visibility == "public"
