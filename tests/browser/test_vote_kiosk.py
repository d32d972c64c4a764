"""A kiosk in a browser: one turn, the back button, and the clock that wipes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Error, Page, expect

from participation.models import Consultation, Envelope
from portal.models import User
from tests.participation.conftest import make_question, scenarios, version

__all__ = ["make_question", "scenarios", "version"]


@pytest.fixture
def kiosk(
    transactional_db: None,
    open_page: Callable[..., Page],
    sign_in: Callable[..., None],
    make_question: Callable[..., Consultation],
    official: User,
    planner: User,
) -> Page:
    """A device where an official has just started a kiosk, and a second one opened it."""
    make_question()
    page = open_page("/privacy/", width=360)
    sign_in(page, official)
    page.goto("/desk/consultations/streets/kiosk/")
    page.get_by_label("4 to 12 digits").fill("4711")
    page.get_by_label("Once more").fill("4711")
    page.get_by_role("button", name="Start the kiosk").click()
    open_from_another_device(open_page, sign_in, planner, page)
    return page


def open_from_another_device(
    open_page: Callable[..., Page],
    sign_in: Callable[..., None],
    second: User,
    device: Page,
) -> None:
    """A second official types the number that the device shows."""
    number = device.locator(".kiosk__number").get_attribute("aria-label")
    desk = open_page("/privacy/", width=360)
    sign_in(desk, second)
    desk.goto("/desk/consultations/streets/kiosk/")
    desk.get_by_label("Number that the device shows").fill(number or "")
    desk.get_by_role("button", name="Open this kiosk").click()
    expect(desk.get_by_text("The kiosk is open.")).to_be_visible()
    # The device looks by itself whether somebody has opened it.
    expect(device.get_by_label("PIN of the staff")).to_be_visible(timeout=15_000)


def begin(page: Page) -> None:
    """The staff lets one person in, who ticks an option."""
    page.get_by_label("PIN of the staff").fill("4711")
    page.get_by_role("button", name="Let one person vote").click()
    page.get_by_role("checkbox").nth(1).check()
    # Modules have run by then: a clock that is put forward before finds no timer.
    page.wait_for_load_state()


def test_one_turn_leaves_nothing_to_go_back_to(
    kiosk: Page, axe: Callable[[Page], list[str]]
) -> None:
    begin(kiosk)
    assert axe(kiosk) == []
    kiosk.get_by_role("button", name="Review").click()
    kiosk.get_by_role("button", name="Cast my vote").click()
    expect(kiosk.get_by_role("heading", name="Your vote is in the box")).to_be_visible()
    assert axe(kiosk) == []
    kiosk.get_by_role("link", name="I am done, wipe everything").click()
    expect(kiosk.get_by_label("PIN of the staff")).to_be_visible()
    assert Envelope.objects.count() == 1
    for _page in range(3):
        try:
            kiosk.go_back()
        except Error:
            # The browser itself refuses to send a form of before again.
            continue
        assert kiosk.get_by_role("checkbox").count() == 0
        assert "carf" not in kiosk.content()


def test_who_walks_away_is_asked_and_then_wiped(kiosk: Page) -> None:
    kiosk.clock.install()
    begin(kiosk)
    kiosk.clock.fast_forward(91_000)
    expect(kiosk.get_by_role("alertdialog", name="Are you still there?")).to_be_visible()
    kiosk.get_by_role("button", name="Yes, go on").click()
    expect(kiosk.get_by_role("checkbox").nth(1)).to_be_checked()
    kiosk.clock.fast_forward(91_000)
    kiosk.clock.fast_forward(21_000)
    expect(kiosk.get_by_label("PIN of the staff")).to_be_visible()
