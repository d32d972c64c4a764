"""A plan is withdrawn with a reason and for good, and never from under a question."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from participation import consultations
from participation.models import Consultation
from portal.errors import BadInput, NotAllowed, NotNow
from portal.models import AuditEntry, User
from tests.participation.voting import cast
from twin import scenarios as plans
from twin.models import Scenario
from twin.showing import withdraw_scenario

WHY = "The bridge was closed."
Make = Callable[..., Consultation]


def test_a_plan_is_withdrawn_on_a_page_of_its_own_that_asks_why(
    client: Client, planner: User, scenarios: list[Scenario]
) -> None:
    plan = scenarios[1]
    client.force_login(planner)
    page = reverse("scenario", args=[plan.series, plan.revision])
    ask = reverse("scenario-withdraw", args=[plan.series, plan.revision])
    assert f'href="{ask}"' in client.get(page).content.decode()
    assert "Its page stays, with your reason." in client.get(ask).content.decode()
    assert client.post(ask, {"reason": " "}).status_code == 400
    assert client.post(ask, {"reason": WHY}).url == page
    entry = AuditEntry.objects.get(act="scenario.withdraw")
    assert entry.facts["changed"] == {"status": ["published", "withdrawn"], "reason": [None, WHY]}


def test_everyone_reads_on_its_page_why_a_plan_was_withdrawn_and_no_list_has_it(
    client: Client, planner: User, scenarios: list[Scenario]
) -> None:
    plan = withdraw_scenario(actor=planner, scenario=scenarios[1], reason=WHY)
    page = reverse("scenario", args=[plan.series, plan.revision])
    assert WHY in client.get(page).content.decode()
    assert page not in client.get(reverse("scenarios")).content.decode()


def test_a_plan_that_a_question_shows_is_withdrawn_after_its_option_went_with_a_reason(
    planner: User, official: User, make_question: Make, scenarios: list[Scenario]
) -> None:
    option = make_question("discuss").options.get(scenario=scenarios[2])
    with pytest.raises(NotNow, match="once an official has taken the option off"):
        withdraw_scenario(actor=planner, scenario=scenarios[2], reason=WHY)
    consultations.remove_option(actor=official, option=option, reason="The bridge.")
    withdrawn = withdraw_scenario(actor=planner, scenario=scenarios[2], reason=WHY)
    assert withdrawn.status == "withdrawn"
    assert option.consultation.changes.get().reason == "The bridge."


def test_a_plan_on_which_votes_rest_is_not_withdrawn_by_any_way(
    planner: User, official: User, verified: User, question: Consultation
) -> None:
    option = question.options.all()[1]
    cast(verified, question, [option.pk])
    with pytest.raises(NotNow):
        consultations.remove_option(actor=official, option=option, reason="The bridge.")
    with pytest.raises(NotNow, match="shows this plan to everyone"):
        withdraw_scenario(actor=planner, scenario=option.scenario, reason=WHY)


def test_a_question_does_not_open_with_a_plan_that_was_withdrawn(
    planner: User, official: User, make_question: Make, scenarios: list[Scenario]
) -> None:
    draft = make_question("discuss", status="draft")
    withdraw_scenario(actor=planner, scenario=scenarios[1], reason=WHY)
    with pytest.raises(BadInput, match="was withdrawn"):
        consultations.open_consultation(actor=official, consultation=draft)


def test_neither_residents_nor_officials_withdraw_a_plan(
    resident: User, official: User, scenarios: list[Scenario]
) -> None:
    for person in (resident, official):
        with pytest.raises(NotAllowed):
            withdraw_scenario(actor=person, scenario=scenarios[1], reason=WHY)


def test_the_city_as_it_is_and_a_plan_that_is_gone_are_not_withdrawn(
    planner: User, scenarios: list[Scenario]
) -> None:
    today = scenarios[0]
    Scenario.objects.filter(pk=today.pk).update(digest=today.base.digest)
    withdraw_scenario(actor=planner, scenario=scenarios[1], reason=WHY)
    for plan in scenarios[:2]:
        with pytest.raises(NotNow, match="Only a published plan"):
            withdraw_scenario(actor=planner, scenario=plan, reason=WHY)


def test_a_draft_gets_another_name_at_the_desk_and_not_over_a_colleagues(
    client: Client, planner: User, db: None
) -> None:
    from tests.twin.small_city import freeze_small_city

    draft = plans.create_scenario(
        actor=planner, base=freeze_small_city(), name={"en": "Trees", "fr": "Arbres"}
    )
    client.force_login(planner)
    desk = reverse("scenario-edit", args=[draft.series, draft.revision])
    what = {"act": "rename", "seen": "0", "name_en": "Lime trees", "name_fr": "Tilleuls"}
    assert client.post(desk, what).url == desk
    stale = client.post(desk, what | {"name_en": "Oaks"})
    assert stale.status_code == 409
    assert "Someone else changed this plan" in stale.content.decode()
    assert 'value="Oaks"' in stale.content.decode()
    draft.refresh_from_db()
    assert draft.name == {"en": "Lime trees", "fr": "Tilleuls"}
