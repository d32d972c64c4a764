"""Pages of models, runs and plans in a real browser: readable by everyone, drawable by keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from portal.models import User
from twin import runs, scenarios
from twin.models import AnalysisRun, Scenario, TwinVersion

pytestmark = pytest.mark.django_db(transaction=True)
Axe = Callable[[Page], list[str]]
Open = Callable[..., Page]


def fits(page: Page, width: int) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth") <= width)


@pytest.fixture
def plan(city: TwinVersion) -> Scenario:
    draft = scenarios.create_scenario(actor=None, base=city, name={"en": "Trees at the market"})
    point = {"type": "Point", "coordinates": [-1.5545, 47.2165]}
    scenarios.add_edit(actor=None, scenario=draft, kind="plant_trees", params={}, geometry=point)
    return scenarios.publish_scenario(actor=None, scenario=draft)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", ["/models/", "/models/traffic/", "/twin/scenarios/"])
def test_the_register_and_the_plans_are_accessible_and_fit(
    plan: Scenario, open_page: Open, axe: Axe, path: str, width: int
) -> None:
    page = open_page(path, width=width)
    assert fits(page, width)
    assert axe(page) == []


@pytest.mark.parametrize("width", [360, 1280])
def test_a_finished_run_and_its_plan_are_accessible_and_fit(
    plan: Scenario, open_page: Open, axe: Axe, width: int
) -> None:
    for one in (scenarios.baseline(plan.base), plan):
        run = runs.request_run(actor=None, scenario=one, analysis="access")
        runs.execute(run.pk)
    for path in (f"/runs/{run.fingerprint}/", f"/twin/scenarios/{plan.series}/1/"):
        page = open_page(path, width=width)
        assert fits(page, width)
        assert axe(page) == []


def test_a_run_shows_its_figures_by_itself_once_it_is_done(plan: Scenario, open_page: Open) -> None:
    run = runs.request_run(actor=None, scenario=plan, analysis="access")
    page = open_page(f"/runs/{run.fingerprint}/")
    assert page.get_by_role("heading", level=1).inner_text().endswith("waiting for a free computer")
    assert runs.execute(run.pk)
    page.get_by_role("heading", name="What it found").wait_for(timeout=15_000)
    assert AnalysisRun.objects.get().status == "done"


def test_a_planner_plants_a_tree_on_the_map_by_keyboard(
    city: TwinVersion,
    planner: User,
    open_page: Open,
    sign_in: Callable[..., None],
    axe: Axe,
) -> None:
    draft = scenarios.create_scenario(actor=planner, base=city, name={"en": "A tree"})
    page = open_page("/models/")
    sign_in(page, planner)
    page.goto(f"/twin/scenarios/{draft.series}/1/edit/")
    page.locator("[data-twindraw][data-state=ready]").wait_for(timeout=30_000)
    page.get_by_role("radio", name="Plant trees").check()
    page.get_by_role("button", name="Use the middle of the map").press("Enter")
    page.locator("[data-twindraw][data-corners='1']").wait_for()
    page.get_by_role("button", name="Add this change").last.press("Enter")
    page.get_by_role("button", name="Take out").wait_for()
    edit = draft.edits.get()
    assert (edit.kind, edit.geometry.geom_type) == ("plant_trees", "Point")
    assert axe(page) == []


def test_the_pen_follows_what_is_to_be_changed(
    city: TwinVersion, planner: User, open_page: Open, sign_in: Callable[..., None]
) -> None:
    draft = scenarios.create_scenario(actor=planner, base=city, name={"en": "A house"})
    page = open_page("/models/")
    sign_in(page, planner)
    page.goto(f"/twin/scenarios/{draft.series}/1/edit/")
    page.locator("[data-twindraw][data-state=ready]").wait_for(timeout=30_000)
    page.get_by_role("radio", name="Put up a building").check()
    assert page.get_by_role("radio", name="Area", exact=True).is_checked()
    page.get_by_role("radio", name="Plant trees").check()
    assert page.get_by_role("radio", name="Line", exact=True).is_checked()
    page.get_by_role("radio", name="Take a building away").check()
    assert page.get_by_role("radio", name="Point", exact=True).is_checked()
