"""Signing out in a real browser takes along what the person left there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from participation.models import Consultation
from portal.models import User
from tests.participation.conftest import make_question, scenarios, verify, version

__all__ = ["make_question", "scenarios", "version"]
pytestmark = pytest.mark.django_db(transaction=True)


def test_after_signing_out_the_browser_holds_neither_drafts_nor_what_scripts_stored(
    open_page: Callable[..., Page],
    sign_in: Callable[..., None],
    make_question: Callable[..., Consultation],
    resident: User,
) -> None:
    make_question()
    verify(resident)
    page = open_page("/privacy/", width=360)
    sign_in(page, resident)
    page.goto("/c/streets/vote/")
    with page.expect_response("**/vote/draft/"):
        page.get_by_role("checkbox").nth(1).check()
    page.evaluate("localStorage.setItem('left', 'behind')")
    names = {cookie["name"] for cookie in page.context.cookies()}
    assert {"drafts", "draft-streets"} <= names
    page.goto("/account/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    assert page.get_by_text("You are signed out.").is_visible()
    assert page.evaluate("localStorage.length") == 0
    names = {cookie["name"] for cookie in page.context.cookies()}
    assert not names & {"drafts", "draft-streets", "done"}
    page.goto("/c/streets/vote/")
    assert page.locator("input:checked").count() == 0
