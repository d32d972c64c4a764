"""A planner publishes a plan for planners only, reads what that means, and shows it later."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from portal.models import User
from tests.twin.small_city import freeze_small_city, urn
from twin import scenarios
from twin.models import Scenario

pytestmark = pytest.mark.django_db(transaction=True)
Axe = Callable[[Page], list[str]]
Open = Callable[..., Page]


@pytest.fixture
def draft(planner: User) -> Scenario:
    """A draft that closes a piece of street."""
    made = scenarios.create_scenario(
        actor=planner, base=freeze_small_city(), name={"en": "Car-free", "fr": "Sans voitures"}
    )
    params = {"streets": [urn("A", 1)]}
    scenarios.add_edit(actor=planner, scenario=made, kind="close_to_cars", params=params)
    return made


@pytest.mark.parametrize("width", [360, 1280])
def test_a_plan_published_for_planners_says_so_and_is_shown_without_a_revision(
    draft: Scenario,
    planner: User,
    open_page: Open,
    sign_in: Callable[..., None],
    axe: Axe,
    width: int,
) -> None:
    page = open_page("/models/", width=width)
    sign_in(page, planner)
    page.goto(f"/twin/scenarios/{draft.series}/1/edit/")
    page.get_by_role("button", name="Publish and compute its effects").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose who may see the plan.")
    page.get_by_role("radio", name="Planners only, for now.").check()
    page.get_by_role("button", name="Publish and compute its effects").click()
    expect(page.get_by_text("The plan is published for planners only:")).to_be_visible()
    expect(page.get_by_text("Officials do not find it among the options")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(page) == []
    page.get_by_role("button", name="Let everyone see it").click()
    expect(page.get_by_text("Everyone may see the plan now.")).to_be_visible()
    (plan,) = Scenario.objects.filter(series=draft.series)
    assert (plan.revision, plan.visibility) == (1, "public")


def test_a_planner_names_a_draft_anew_and_withdraws_what_was_published(
    draft: Scenario, planner: User, open_page: Open, sign_in: Callable[..., None], axe: Axe
) -> None:
    page = open_page("/models/", width=360)
    sign_in(page, planner)
    page.goto(f"/twin/scenarios/{draft.series}/1/edit/")
    page.get_by_text("Give it another name").click()
    page.get_by_label("Name in English").fill("A calm street")
    page.get_by_role("button", name="Store the name").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A calm street")
    page.get_by_text("Give it another name").click()
    scenarios.publish_scenario(actor=planner, scenario=Scenario.objects.get(pk=draft.pk))
    page.goto(f"/twin/scenarios/{draft.series}/1/")
    page.get_by_role("link", name="Withdraw this plan").click()
    assert axe(page) == []
    page.get_by_label("Why it is withdrawn").fill("The bridge was closed.")
    page.get_by_role("button", name="Withdraw the plan").click()
    expect(page.get_by_text("The bridge was closed.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert axe(page) == []
