"""The whole way of a resident: read, say something with a line, vote; with and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from participation.models import Comment, Consultation, Phase
from participation.releases import release_consultation
from portal.models import User
from tests.browser.asked import SLUG, answered, question
from tests.participation.conftest import verify

__all__ = ["answered", "question"]
Open = Callable[..., Page]
SIZES = [360, 1280]
A_PAGE = 200_000


@pytest.fixture
def voter(question: Consultation, resident: User) -> User:
    """The resident with a confirmed address, while the question is in its vote."""
    verify(resident)
    now = timezone.now()
    question.phases.all().delete()
    Phase.objects.create(
        consultation=question, kind="vote", opens_at=now, closes_at=now + timedelta(days=9)
    )
    return resident


@pytest.fixture
def said(question: Consultation, neighbour: User) -> Comment:
    """One public comment with an answer."""
    one = Comment.objects.create(
        consultation=question,
        option=question.options.last(),
        author=neighbour,
        text="The children cross here every morning.",
        stance="for",
        theme="walking",
    )
    Comment.objects.create(consultation=question, author=neighbour, parent=one, text="And at noon.")
    release_consultation(question.pk)
    return one


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize(
    "path",
    ["/", f"/c/{SLUG}/", f"/c/{SLUG}/comments/", f"/c/{SLUG}/vote/", f"/c/{SLUG}/result/"],
)
def test_pages_to_read_have_no_violation(
    open_page: Open, axe: Callable[[Page], list[str]], voter: User, said: Comment,
    path: str, width: int,
) -> None:  # fmt: skip
    assert axe(open_page(path, width=width)) == []


@pytest.mark.parametrize("path", ["/", f"/c/{SLUG}/", f"/c/{SLUG}/comments/", f"/c/{SLUG}/vote/"])
def test_no_page_is_wider_than_a_phone(
    open_page: Open, voter: User, said: Comment, path: str
) -> None:
    page = open_page(path, width=360)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("width", SIZES)
def test_one_comment_has_no_violation(
    open_page: Open, axe: Callable[[Page], list[str]], said: Comment, width: int
) -> None:
    assert axe(open_page(f"/c/{SLUG}/comments/{said.public_id}/", width=width)) == []


@pytest.mark.parametrize("width", SIZES)
def test_a_comment_with_a_line_from_map_to_public(
    open_page: Open, axe: Callable[[Page], list[str]], voter: User, width: int
) -> None:
    page = open_page(f"/c/{SLUG}/comment/", width=width, height=1000)
    page.wait_for_selector("[data-twindraw][data-state=ready]", timeout=60_000)
    page.get_by_label("Line", exact=True).check()
    page.locator("[data-draw-map]").scroll_into_view_if_needed()
    box = page.locator("canvas.maplibregl-canvas").bounding_box()
    assert box
    middle_x, middle_y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for dx, dy in ((-40, 0), (30, 40), (30, 40)):
        page.mouse.move(middle_x + dx, middle_y + dy)
        page.wait_for_timeout(120)
        page.mouse.click(middle_x + dx, middle_y + dy)
        page.wait_for_timeout(350)
    assert axe(page) == []
    page.get_by_role("button", name="Next: your words").click()
    page.get_by_label("What do you want to say?").fill("Please keep the lime trees.")
    page.get_by_label("For it").check()
    assert axe(page) == []
    page.get_by_role("button", name="Show me as others will see it").click()
    expect(page.get_by_text("Others will see an area, never the point.")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Sign in and make it public").click()
    page.locator("[name=login]").fill(voter.email)
    page.locator("[name=password]").fill("a long pass phrase")
    page.locator("[name=password]").press("Enter")
    page.get_by_role("button", name="Make it public").click()
    expect(page.get_by_text("Please keep the lime trees.")).to_be_visible()
    made = Comment.objects.get()
    assert (made.geometry.geom_type, made.stance) == ("LineString", "for")


def test_a_comment_without_scripts(open_page: Open, voter: User) -> None:
    page = open_page(f"/c/{SLUG}/comment/", java_script_enabled=False)
    page.get_by_label("The name of a street").fill("Cours des 50 Otages")
    page.get_by_role("button", name="Next: your words").click()
    page.get_by_label("What do you want to say?").fill("A bench would help.")
    page.get_by_role("button", name="Show me as others will see it").click()
    page.get_by_role("button", name="Sign in and make it public").click()
    page.locator("[name=login]").fill(voter.email)
    page.locator("[name=password]").fill("a long pass phrase")
    page.locator("[name=password]").press("Enter")
    page.get_by_role("button", name="Make it public").click()
    expect(page.get_by_text("A bench would help.")).to_be_visible()
    assert Comment.objects.get().geometry.geom_type == "LineString"


@pytest.mark.parametrize("path", [f"/c/{SLUG}/vote/", f"/c/{SLUG}/comments/", "/"])
def test_a_page_weighs_little(open_page: Open, voter: User, said: Comment, path: str) -> None:
    sizes: list[int] = []
    page = open_page("/receipt/")
    page.on("response", lambda response: sizes.append(len(response.body())))
    page.goto(path, wait_until="networkidle")
    assert sum(sizes) < A_PAGE


@pytest.mark.parametrize("width", SIZES)
def test_my_page_has_no_violation(
    open_page: Open,
    sign_in: Callable[..., None],
    axe: Callable[[Page], list[str]],
    said: Comment,
    neighbour: User,
    width: int,
) -> None:
    page = open_page("/", width=width)
    sign_in(page, neighbour)
    page.goto("/me/")
    expect(page.get_by_text("The children cross here every morning.", exact=True)).to_be_visible()
    assert axe(page) == []
