"""The list of one's sessions and what was kept, at a phone's width and a desk's."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from portal.models import Session, User
from tests.portal.sessions.signing import PASSWORD
from tests.portal.sessions.signing import sign_in as by_password

pytestmark = pytest.mark.django_db(transaction=True)


def _look(page: Page, name: str, axe: Callable[[Page], list[str]]) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if folder := os.environ.get("CIVIC_SHOTS"):
        page.screenshot(path=f"{folder}/{name}-{page.viewport_size['width']}.png", full_page=True)


@pytest.mark.parametrize("width", [360, 1280])
def test_devices_are_ended_without_javascript(
    open_page: Callable[..., Page],
    resident: User,
    sign_in: Callable[..., None],
    axe: Callable[[Page], list[str]],
    width: int,
) -> None:
    agents = [
        "Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0",
        "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131 Safari/537.36 Edg/131.0",
    ]
    others = [by_password(Client(headers={"user-agent": one}), resident) for one in agents]
    page = open_page(width=width, java_script_enabled=False)
    sign_in(page, resident)
    page.goto("/me/devices/")
    _look(page, "devices", axe)
    page.locator("li", has_text="Firefox on Android").get_by_role("button").click()
    assert page.locator("li", has_text="Edge on Windows").is_visible()
    assert page.get_by_text("Firefox on Android").count() == 0
    assert others[0].get("/me/").status_code == 302
    page.get_by_role("button", name="Français").click()
    assert page.locator("li", has_text="Edge sur Windows").is_visible()
    page.get_by_role("button", name="Mettre fin à toutes les autres").click()
    assert others[1].get("/me/").status_code == 302


@pytest.mark.parametrize("width", [360, 1280])
def test_what_an_official_typed_is_there_after_being_away(
    open_page: Callable[..., Page],
    official: User,
    sign_in: Callable[..., None],
    axe: Callable[[Page], list[str]],
    live_server: Any,
    width: int,
) -> None:
    EmailAddress.objects.create(user=official, email=official.email, verified=True, primary=True)
    page = open_page(width=width)
    sign_in(page, official)
    page.goto("/desk/consultations/new/")
    words = "Shall the square before the town hall be free of cars on Saturdays?"
    page.locator("input[type=text], textarea").first.fill(words)
    Session.objects.update(seen=timezone.now() - timedelta(minutes=40))
    page.locator("main form button.button").first.click()
    page.get_by_text("You were away for a while").wait_for()
    page.get_by_label("E-mail address").fill(official.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/me/kept/")
    assert page.get_by_label("Your words").first.input_value() == words
    assert axe(page) == []
    _look(page, "kept", axe)
    page.get_by_role("button", name="Send it now").click()
    page.wait_for_url("**/desk/**")
    assert words in page.content()
