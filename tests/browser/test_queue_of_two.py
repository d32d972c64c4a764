"""The queue with two officials in two browsers: who is there, who was quicker, undo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from participation.models import Claim, Comment, Consultation, Ruling
from portal.models import User
from tests.browser.asked import answered, question

__all__ = ["answered", "question"]
Open = Callable[..., Page]
ITEM = ".desk-layout__item .comment__text"


@pytest.fixture
def three(question: Consultation, neighbour: User) -> list[Comment]:
    """Three new comments."""
    return [
        Comment.objects.create(
            consultation=question, author=neighbour, text=f"Thought number {number}."
        )
        for number in range(3)
    ]


@pytest.fixture
def team(
    open_page: Open,
    live_server: Any,
    official: User,
    planner: User,
    three: list[Comment],
) -> Callable[..., list[Page]]:
    """team(width) -> the queue's page of two officials."""

    def come(width: int = 1280, **options: object) -> list[Page]:
        pages = []
        for person, called in ((official, "Ana Q"), (planner, "Bo R")):
            User.objects.filter(pk=person.pk).update(name=called)
            page = open_page("/receipt/", width=width, **options)
            # A client of their own: the one of the fixtures ends one session with the next.
            client = Client()
            client.force_login(person)
            held = client.cookies[settings.SESSION_COOKIE_NAME].value
            name = settings.SESSION_COOKIE_NAME
            page.context.add_cookies([{"name": name, "value": held, "url": live_server.url}])
            page.goto("/desk/queue/")
            pages.append(page)
        return pages

    return come


@pytest.mark.parametrize("width", [360, 1280])
def test_the_second_official_sees_who_has_an_item_and_who_was_quicker(
    team: Callable[..., list[Page]],
    three: list[Comment],
    axe: Callable[[Page], list[str]],
    width: int,
    tmp_path: Path,
) -> None:
    first, second = team(width)
    expect(first.locator(ITEM)).to_have_text("Thought number 0.")
    expect(second.locator(ITEM)).to_have_text("Thought number 1.")
    second.goto(f"/desk/queue/{three[0].pk}/")
    expect(second.locator(".desk-layout__item")).to_contain_text("Open with Ana Q for")
    assert axe(second) == []
    second.screenshot(path=tmp_path / "claimed.png", full_page=True)
    first.keyboard.press("1")
    first.keyboard.press("h")
    expect(first.locator(".undo")).to_contain_text("Hidden.")
    assert axe(first) == []
    first.screenshot(path=tmp_path / "undo.png", full_page=True)
    second.get_by_label("Note to the author").fill("Please be kind.")
    second.get_by_role("button", name="Keep").click()
    told = second.get_by_role("alert")
    expect(told).to_contain_text("ago by Ana Q: look again.")
    expect(told).to_be_focused()
    expect(second.get_by_label("Note to the author")).to_have_value("Please be kind.")
    assert axe(second) == []
    second.screenshot(path=tmp_path / "quicker.png", full_page=True)
    assert Ruling.objects.get().verdict == "hide"


def test_the_key_u_takes_the_last_decision_back(team: Callable[..., list[Page]]) -> None:
    page = team()[0]
    page.keyboard.press("k")
    expect(page.locator(ITEM)).to_have_text("Thought number 2.")
    page.keyboard.press("u")
    expect(page.locator(ITEM)).to_have_text("Thought number 0.")
    assert Ruling.objects.get().undone_at is not None


def test_undo_is_there_for_ten_seconds_without_scripts_too(
    team: Callable[..., list[Page]],
) -> None:
    page = team(java_script_enabled=False)[0]
    page.get_by_role("button", name="Keep").click()
    button = page.get_by_role("button", name="Undo")
    expect(button).to_be_visible()
    expect(button).to_be_hidden(timeout=12_000)


def test_going_away_leaves_the_item_to_colleagues(
    team: Callable[..., list[Page]], official: User, eventually: Callable[..., None]
) -> None:
    page = team()[0]
    assert Claim.objects.filter(official=official).exists()
    page.goto("/receipt/")
    eventually(lambda: not Claim.objects.filter(official=official).exists())


@pytest.mark.parametrize("width", [360, 1280])
def test_what_was_dealt_with_is_searched_and_put_back(
    team: Callable[..., list[Page]], axe: Callable[[Page], list[str]], width: int, tmp_path: Path
) -> None:
    page = team(width)[0]
    page.keyboard.press("1")
    page.keyboard.press("h")
    expect(page.locator(".undo")).to_be_visible()
    page.goto("/desk/queue/done/")
    expect(page.locator(".queue__item")).to_have_count(1)
    assert axe(page) == []
    page.screenshot(path=tmp_path / "done.png", full_page=True)
    page.get_by_role("link", name="Thought number 0.").click()
    page.get_by_label("Why look at it again?").fill("The author wrote to us.")
    page.screenshot(path=tmp_path / "again.png", full_page=True)
    page.get_by_role("button", name="Put it back into the queue").click()
    expect(page.locator(".desk-layout__item")).to_contain_text("The author wrote to us.")
    assert axe(page) == []
