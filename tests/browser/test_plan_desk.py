"""The planners' desk in a real browser: a building by keyboard, only the questions that matter."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from portal.models import User
from twin import scenarios
from twin.models import Scenario, TwinVersion

pytestmark = pytest.mark.django_db(transaction=True)
Axe = Callable[[Page], list[str]]
Open = Callable[..., Page]


@pytest.fixture
def draft(city: TwinVersion, planner: User) -> Scenario:
    return scenarios.create_scenario(actor=planner, base=city, name={"en": "New quarter"})


def desk(
    draft: Scenario, planner: User, open_page: Open, sign_in: Callable[..., None], width: int
) -> Page:
    page = open_page("/models/", width=width)
    sign_in(page, planner)
    page.goto(f"/twin/scenarios/{draft.series}/1/edit/")
    page.locator("[data-twindraw][data-state=ready]").wait_for(timeout=60_000)
    return page


@pytest.mark.parametrize("width", [360, 1280])
def test_the_desk_asks_only_about_what_was_chosen(
    draft: Scenario,
    planner: User,
    open_page: Open,
    sign_in: Callable[..., None],
    axe: Axe,
    width: int,
) -> None:
    page = desk(draft, planner, open_page, sign_in, width)
    expect(page.get_by_label("Height of the trees in metres")).to_have_count(0)
    expect(page.get_by_role("button", name="Next")).to_have_count(0)
    page.get_by_role("radio", name="Plant trees").check()
    page.get_by_label("Height of the trees in metres").fill("9")
    page.get_by_role("radio", name="Put up a building").check()
    expect(page.get_by_label("Height of the building in metres")).to_be_visible()
    expect(page.get_by_label("Height of the trees in metres")).to_have_count(0)
    page.get_by_role("radio", name="Plant trees").check()
    expect(page.get_by_label("Height of the trees in metres")).to_have_value("9")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(page) == []


def test_a_street_is_asked_only_about_what_was_chosen(
    draft: Scenario, planner: User, open_page: Open, sign_in: Callable[..., None]
) -> None:
    page = desk(draft, planner, open_page, sign_in, 360)
    page.goto(f"/twin/scenarios/{draft.series}/1/edit/?street=Cours des 50 Otages")
    page.get_by_role("radio", name="Speed limit", exact=True).check()
    expect(page.get_by_label("Speed limit in km/h").first).to_be_visible()
    expect(page.get_by_label("Lanes for cars, both ways together")).to_have_count(0)
    expect(page.get_by_role("group", name="Which way cars may drive")).to_have_count(0)


def test_without_scripts_one_chooses_presses_next_and_is_asked(
    draft: Scenario, planner: User, open_page: Open, sign_in: Callable[..., None]
) -> None:
    page = open_page("/models/", width=360, java_script_enabled=False)
    sign_in(page, planner)
    page.goto(f"/twin/scenarios/{draft.series}/1/edit/?street=Cours des 50 Otages")
    page.get_by_role("radio", name="Speed limit", exact=True).check()
    expect(page.get_by_label("Speed limit in km/h")).to_have_count(0)
    expect(page.get_by_role("button", name="Add this change")).to_have_count(0)
    page.get_by_role("button", name="Next").first.click()
    page.get_by_label("Speed limit in km/h").fill("15")
    page.get_by_role("button", name="Add this change").click()
    page.get_by_role("button", name="Take out").wait_for()
    assert draft.edits.get().params["speed_kmh"] == 15


def test_what_is_drawn_and_a_street_are_chosen_apart(
    draft: Scenario, planner: User, open_page: Open, sign_in: Callable[..., None]
) -> None:
    page = desk(draft, planner, open_page, sign_in, 1280)
    page.goto(f"/twin/scenarios/{draft.series}/1/edit/?street=Cours des 50 Otages")
    page.get_by_text("Speed limit", exact=True).first.click()
    page.get_by_text("Put up a building", exact=True).click()
    chosen = page.locator("[name=kind]:checked").evaluate_all("all => all.map(one => one.value)")
    assert chosen == ["speed", "add_building"]


def test_a_planner_takes_a_building_away_by_keyboard(
    draft: Scenario, planner: User, open_page: Open, sign_in: Callable[..., None]
) -> None:
    page = desk(draft, planner, open_page, sign_in, 1280)
    page.get_by_role("radio", name="Take a building away").check()
    page.get_by_label("Places").fill(_inside_a_building(draft))
    page.get_by_role("button", name="Add this change").last.press("Enter")
    page.get_by_role("button", name="Take out").wait_for()
    assert draft.edits.get().kind == "remove_building"


def _inside_a_building(draft: Scenario) -> str:
    """Latitude, longitude of a place inside the 101st building."""
    import pyproj
    import shapely

    from twin import state

    building = state.load(draft.base).tables["building"]
    spot = shapely.point_on_surface(building.geometry[100])
    turn = pyproj.Transformer.from_crs("EPSG:2154", "EPSG:4326", always_xy=True)
    lon, lat = turn.transform(spot.x, spot.y)
    return f"{lat:.7f}, {lon:.7f}"
