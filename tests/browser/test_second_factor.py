"""Setting up a second factor and signing in with it, as staff do, in a real browser."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page
from pytest_django import Settings

from portal.models import User
from tests.portal.second_factor.apps import code_of
from tests.portal.sessions.signing import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def staff(settings: Settings, transactional_db: None, live_server: Any) -> User:
    """An official; the site asks for a second factor. Passkeys want a host's name."""
    settings.SECOND_FACTOR = True
    live_server.thread.host = "localhost"
    person = User.objects.create_user("o@example.net", PASSWORD, role=User.Role.OFFICIAL)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def _local(page: Page, live_server: Any, path: str) -> None:
    page.goto(f"http://localhost:{live_server.thread.port}{path}")


def _sign_in(page: Page, live_server: Any, path: str) -> None:
    _local(page, live_server, path)
    page.get_by_label("E-mail address").fill("o@example.net")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def _authenticator(page: Page) -> None:
    """A fingerprint reader that says yes."""
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def _look(page: Page, name: str, axe: Callable[[Page], list[str]]) -> None:
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if folder := os.environ.get("CIVIC_SHOTS"):
        page.screenshot(path=f"{folder}/{name}-{page.viewport_size['width']}.png", full_page=True)


@pytest.mark.parametrize("width", [360, 1280])
def test_a_passkey_is_set_up_and_signs_in(
    open_page: Callable[..., Page],
    live_server: Any,
    staff: User,
    axe: Callable[[Page], list[str]],
    width: int,
) -> None:
    page = open_page(width=width)
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text))
    _authenticator(page)
    _sign_in(page, live_server, "/desk/queue/")
    page.wait_for_url("**/account/2fa/")
    _look(page, "factor-index", axe)
    page.get_by_role("link", name="Set up a passkey").click()
    _look(page, "factor-passkey", axe)
    page.get_by_role("button", name="Set it up").click()
    page.wait_for_url("**/recovery-codes/")
    _look(page, "factor-codes", axe)
    page.get_by_role("link", name="I have them; go on").click()
    page.wait_for_url("**/desk/queue/")
    _local(page, live_server, "/account/2fa/")
    _look(page, "factor-index-done", axe)
    _local(page, live_server, "/account/2fa/webauthn/")
    _look(page, "factor-passkeys", axe)
    page.get_by_text("My account").click()
    page.get_by_role("button", name="Sign out").click()
    _sign_in(page, live_server, "/account/login/?next=/desk/")
    page.wait_for_url("**/account/2fa/authenticate/**")
    _look(page, "factor-sign-in", axe)
    page.get_by_role("button", name="Use my passkey").click()
    page.wait_for_url("**/desk/")
    assert Authenticator.objects.get(user=staff, type="webauthn").last_used_at
    assert not [line for line in said if "Content Security Policy" in line]


def test_a_passkey_of_somebody_else_does_not_sign_in(
    open_page: Callable[..., Page], live_server: Any, staff: User
) -> None:
    """Set up on one device, asked for on another that has none of its keys."""
    page = open_page()
    _authenticator(page)
    _sign_in(page, live_server, "/desk/")
    page.get_by_role("link", name="Set up a passkey").click()
    page.get_by_role("button", name="Set it up").click()
    page.wait_for_url("**/recovery-codes/")
    other = open_page()
    _authenticator(other)
    _sign_in(other, live_server, "/desk/")
    other.get_by_role("button", name="Use my passkey").click()
    other.get_by_text("That did not work. Try it again").wait_for()
    _local(other, live_server, "/desk/")
    assert other.url.endswith("/account/2fa/authenticate/")


@pytest.mark.parametrize("width", [360, 1280])
def test_an_app_is_set_up_and_signs_in_without_javascript(
    open_page: Callable[..., Page],
    live_server: Any,
    staff: User,
    axe: Callable[[Page], list[str]],
    width: int,
) -> None:
    page = open_page(width=width, java_script_enabled=False)
    _sign_in(page, live_server, "/desk/")
    page.get_by_role("link", name="Set up an app").click()
    page.get_by_text("Type the key instead").click()
    secret = page.locator(".account__key").inner_text()
    if folder := os.environ.get("CIVIC_SHOTS"):
        page.screenshot(path=f"{folder}/factor-app-{width}.png", full_page=True)
    assert page.evaluate("document.querySelector('.account__qr img').naturalWidth") > 100
    page.get_by_label("Code").fill(code_of(secret, -1))
    page.get_by_role("button", name="Set it up").click()
    page.get_by_role("link", name="I have them; go on").click()
    page.wait_for_url("**/desk/")
    other = open_page(width=width, java_script_enabled=False)
    _sign_in(other, live_server, "/desk/")
    other.get_by_label("Code").fill("123 456")
    other.get_by_role("button", name="Continue").click()
    assert other.get_by_text("This is not the code").first.is_visible()
    other.get_by_label("Code").fill(code_of(secret))
    other.get_by_role("button", name="Continue").click()
    other.wait_for_url("**/desk/")
