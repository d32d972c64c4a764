"""A planner's report, on screen and as a map that opens without any network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from participation.models import Comment, Consultation
from participation.releases import release_consultation
from portal.models import User
from tests.browser.asked import SLUG, answered, question
from tests.participation.conftest import establish

__all__ = ["answered", "question"]
Open = Callable[..., Page]
HOSTILE = "Trees </script><script>window.hit = 1</script> `${window.hit = 1}`"


@pytest.fixture
def spoken(question: Consultation) -> Consultation:
    """Twelve people spoke about one place, in words that try to run."""
    people = User.objects.bulk_create(
        User(email=f"speaker{number}@example.org", password="!") for number in range(12)
    )
    establish(*people)
    place = question.area.centroid
    Comment.objects.bulk_create(
        Comment(
            consultation=question,
            option=question.options.last(),
            author=person,
            text=HOSTILE,
            stance="for",
            geometry=place,
        )
        for person in people
    )
    release_consultation(question.pk)
    return question


@pytest.fixture
def signed_in(open_page: Open, sign_in: Callable[..., None], planner: User) -> Open:
    """signed_in("/path", width=360) -> the page as a planner sees it."""

    def open_(path: str, **options: Any) -> Page:
        page = open_page("/receipt/", **options)
        sign_in(page, planner)
        page.goto(path)
        return page

    return open_


@pytest.mark.parametrize("width", [360, 1280])
def test_the_report_has_no_violation(
    signed_in: Open, spoken: Consultation, axe: Callable[[Page], list[str]], width: int
) -> None:
    page = signed_in(f"/c/{SLUG}/report/", width=width)
    expect(page.get_by_role("heading", name="Who took part")).to_be_visible()
    assert axe(page) == []


def test_a_number_in_the_report_leads_to_its_comments(
    signed_in: Open, spoken: Consultation
) -> None:
    page = signed_in(f"/c/{SLUG}/report/")
    page.locator("#areas tbody a").first.click()
    expect(page.locator(".thread > .comment")).to_have_count(12)


@pytest.fixture
def offline(
    signed_in: Open, spoken: Consultation, browser: Browser, tmp_path: Path
) -> tuple[Page, list[str]]:
    """The exported map opened from disk in a browser without a network, and what it asked for."""
    report = signed_in(f"/c/{SLUG}/report/")
    with report.expect_download() as download:
        report.get_by_role("link", name="Map in one file").click()
    file = tmp_path / "map.html"
    download.value.save_as(file)
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    page.wait_for_timeout(500)
    return page, asked


def test_the_exported_map_draws_offline_and_asks_for_nothing(
    offline: tuple[Page, list[str]],
) -> None:
    page, asked = offline
    drawn = page.evaluate(
        """() => [...document.querySelectorAll('canvas')].some((canvas) =>
             canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
               .data.some((value) => value))"""
    )
    assert drawn
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_the_exported_map_shows_words_as_words(offline: tuple[Page, list[str]]) -> None:
    page, _asked = offline
    # The map begins at the middle of the areas: the one cell lies under its centre.
    page.mouse.click(640, 400)
    expect(page.locator(".leaflet-popup")).to_contain_text("Trees </script>")
    assert page.evaluate("window.hit") is None
