"""Signing in, as a person does it, with and without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from playwright.sync_api import Page

from portal.models import User

pytestmark = pytest.mark.django_db(transaction=True)

Open = Callable[..., Page]
PAGES = ["login/", "login/code/", "signup/", "password/reset/"]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_wrong(open_page: Open, axe: Any, address: str, width: int) -> None:
    assert axe(open_page(f"/account/{address}", width=width)) == []


def test_a_wrong_password_keeps_the_address_and_says_what_to_mend(
    open_page: Open, axe: Any, resident: User
) -> None:
    page = open_page("/account/login/", width=360)
    page.get_by_label("E-mail address").fill(resident.email)
    page.get_by_label("Password").fill("not this one")
    page.get_by_role("button", name="Sign in", exact=True).click()
    assert page.get_by_label("E-mail address").input_value() == resident.email
    assert page.locator(".error-summary").is_visible()
    assert axe(page) == []


def test_a_code_from_the_mail_signs_in_without_scripts(open_page: Open, resident: User) -> None:
    EmailAddress.objects.create(user=resident, email=resident.email, verified=True, primary=True)
    page = open_page("/account/login/code/", java_script_enabled=False)
    page.get_by_label("E-mail address").fill(resident.email)
    page.get_by_role("button", name="Send me a code").click()
    code = re.search(r"^[A-Z0-9-]{6,}$", mail.outbox[-1].body, re.MULTILINE)
    assert code, mail.outbox[-1].body
    page.locator("input[name=code]").fill(code.group())
    page.get_by_role("button", name="Continue").click()
    assert page.locator("summary", has_text="My account").is_visible()


def test_the_language_switch_stays_on_the_page(open_page: Open) -> None:
    page = open_page("/account/login/?next=/styleguide/")
    page.get_by_role("button", name="Français").click()
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.url.endswith("/account/login/?next=/styleguide/")
