"""An official at the desk: the queue by keys, a question's page, with and without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from participation.models import Comment, Consultation, Ruling
from portal.models import User
from tests.browser.asked import SLUG, answered, question

__all__ = ["answered", "question"]
Open = Callable[..., Page]


@pytest.fixture
def three(question: Consultation, neighbour: User) -> list[Comment]:
    """Three new comments, the first with a place."""
    place = question.area.centroid
    return [
        Comment.objects.create(
            consultation=question,
            author=neighbour,
            text=f"Thought number {number}.",
            geometry=None if number else place,
        )
        for number in range(3)
    ]


@pytest.fixture
def desk(
    open_page: Open, sign_in: Callable[..., None], official: User, three: list[Comment]
) -> Open:
    """desk("/desk/queue/", width=360) -> the page, signed in."""

    def open_(path: str, **options: object) -> Page:
        page = open_page("/receipt/", **options)
        sign_in(page, official)
        page.goto(path)
        return page

    return open_


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(
    "path",
    [
        "/desk/",
        "/desk/queue/",
        "/desk/consultations/",
        "/desk/consultations/new/",
        f"/desk/consultations/{SLUG}/",
        f"/desk/consultations/{SLUG}/texts/",
        f"/desk/consultations/{SLUG}/dates/",
        f"/desk/consultations/{SLUG}/options/",
    ],
)
def test_desk_pages_have_no_violation(
    desk: Open, axe: Callable[[Page], list[str]], path: str, width: int
) -> None:
    assert axe(desk(path, width=width)) == []


def test_the_key_k_keeps_and_opens_the_next(desk: Open) -> None:
    page = desk("/desk/queue/")
    page.keyboard.press("k")
    expect(page.locator(".desk-layout__item .comment__text")).to_have_text("Thought number 1.")
    assert Ruling.objects.get().verdict == "keep"


def test_a_number_and_the_key_h_hide_with_that_reason(desk: Open) -> None:
    page = desk("/desk/queue/")
    page.keyboard.press("6")
    page.keyboard.press("h")
    expect(page.locator(".desk-layout__item .comment__text")).to_have_text("Thought number 1.")
    assert (Ruling.objects.get().verdict, Ruling.objects.get().reason) == ("hide", "off-topic")


def test_keys_do_nothing_while_a_note_is_typed(desk: Open) -> None:
    page = desk("/desk/queue/")
    page.get_by_label("Note to the author").fill("")
    page.get_by_label("Note to the author").press_sequentially("khk")
    expect(page.get_by_label("Note to the author")).to_have_value("khk")
    assert Ruling.objects.count() == 0


def test_hiding_without_a_reason_keeps_the_note(desk: Open) -> None:
    page = desk("/desk/queue/")
    page.get_by_label("Note to the author").fill("Please be kind.")
    page.get_by_role("button", name="Hide").click()
    expect(page.get_by_label("Note to the author")).to_have_value("Please be kind.")


def test_the_queue_works_without_scripts(desk: Open) -> None:
    page = desk("/desk/queue/", java_script_enabled=False)
    page.get_by_role("button", name="Keep").click()
    expect(page.locator(".desk-layout__item .comment__text")).to_have_text("Thought number 1.")


def test_texts_are_changed_and_seen_by_residents(desk: Open) -> None:
    page = desk(f"/desk/consultations/{SLUG}/texts/")
    page.get_by_label("In one sentence (English)").first.fill("A calmer street.")
    page.get_by_label("Why you change this").fill("It was missing.")
    page.get_by_role("button", name="Store the texts").click()
    page.goto("/")
    expect(page.get_by_text("A calmer street.")).to_be_visible()
