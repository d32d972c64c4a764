"""Marking a place for a comment: by pointer, by keyboard, and taken back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from portal.models import User
from tests.browser.asked import SLUG, answered, question

__all__ = ["answered", "question"]


@pytest.fixture
def drawing(question: Any, open_page: Callable[..., Page]) -> Page:
    """The first step of a comment, its map drawn."""
    page = open_page(f"/c/{SLUG}/comment/", height=1000)
    page.wait_for_selector("[data-twindraw][data-state=ready]", timeout=60_000)
    page.locator("[data-draw-map]").scroll_into_view_if_needed()
    return page


def drawn(page: Page) -> dict[str, Any]:
    return dict(json.loads(page.input_value("[data-draw-value]") or "{}"))


def tap(page: Page, *spots: tuple[int, int]) -> None:
    """Click on the map at places counted from its corner."""
    box = page.locator("canvas.maplibregl-canvas").bounding_box()
    assert box
    for x, y in spots:
        page.mouse.move(box["x"] + x, box["y"] + y)
        page.wait_for_timeout(120)
        page.mouse.click(box["x"] + x, box["y"] + y)
        page.wait_for_timeout(350)


def test_tap_marks_a_point(drawing: Page) -> None:
    tap(drawing, (120, 120))
    assert drawn(drawing)["type"] == "Point"
    expect(drawing.locator("[data-draw-says]")).to_have_text("Your point is on the map.")


def test_taps_draw_a_line_and_undo_takes_the_last_corner(drawing: Page) -> None:
    drawing.locator("[value=linestring]").check()
    tap(drawing, (100, 100), (180, 140), (240, 200), (240, 200))
    assert len(drawn(drawing)["coordinates"]) == 3
    drawing.locator("[data-draw-undo]").click()
    assert len(drawn(drawing)["coordinates"]) == 2


def test_taps_draw_an_area(drawing: Page) -> None:
    drawing.locator("[value=polygon]").check()
    tap(drawing, (100, 100), (220, 100), (220, 200), (100, 100))
    ring = drawn(drawing)["coordinates"][0]
    assert len(ring) == 4
    assert ring[0] == ring[-1]


def test_keyboard_marks_the_middle_of_the_map(drawing: Page) -> None:
    drawing.locator("canvas.maplibregl-canvas").focus()
    drawing.keyboard.press("Enter")
    centre = drawing.evaluate(
        "(() => { const c = document.querySelector('[data-twindraw]').twinmap.getCenter();"
        " return [c.lng, c.lat]; })()"
    )
    assert drawn(drawing)["coordinates"] == pytest.approx(centre, abs=1e-6)


def test_delete_leaves_nothing(drawing: Page) -> None:
    drawing.locator("[data-draw-middle]").click()
    drawing.locator("[data-draw-clear]").click()
    assert drawn(drawing) == {}


def test_street_names_are_offered_while_one_types(drawing: Page) -> None:
    drawing.locator("[data-draw-street]").press_sequentially("otag")
    expect(drawing.locator("#draw-streets option").first).to_have_attribute(
        "value", "Cours des 50 Otages"
    )


def test_line_arrives_with_the_comment(
    drawing: Page, sign_in: Callable[..., None], resident: User
) -> None:
    drawing.locator("[value=linestring]").check()
    tap(drawing, (100, 100), (180, 140), (180, 140))
    drawing.get_by_role("button", name="Next").click()
    expect(drawing).to_have_url(re.compile("/comment/words/"))
    expect(drawing.locator(".errors, .field__error")).to_have_count(0)


def test_a_line_counts_without_tapping_its_last_corner_again(drawing: Page) -> None:
    drawing.locator("[value=linestring]").check()
    tap(drawing, (100, 100), (180, 140))
    assert len(drawn(drawing)["coordinates"]) == 2


def test_a_half_drawn_area_is_there_again_when_the_form_was_refused(drawing: Page) -> None:
    drawing.locator("[value=polygon]").check()
    zoomed = "document.querySelector('[data-twindraw]').twinmap.getZoom()"
    drawing.evaluate(f"document.querySelector('[data-twindraw]').twinmap.zoomTo({zoomed} + 2)")
    drawing.wait_for_timeout(900)
    before = drawing.evaluate(zoomed)
    tap(drawing, (100, 100), (220, 100))
    corners = json.loads(drawing.input_value("[data-draw-draft]"))["corners"]
    drawing.get_by_role("button", name="Next").click()
    drawing.wait_for_selector(".error-summary", timeout=60_000)
    drawing.wait_for_selector("[data-twindraw][data-state=ready]", timeout=60_000)
    expect(drawing.locator("[value=polygon]")).to_be_checked()
    assert len(corners) == 2
    assert json.loads(drawing.input_value("[data-draw-draft]"))["corners"] == corners
    assert drawing.evaluate(zoomed) == pytest.approx(before, abs=0.05)
    drawing.locator("canvas.maplibregl-canvas").scroll_into_view_if_needed()
    tap(drawing, (220, 200), (120, 220))
    assert drawn(drawing)["coordinates"][0][:2] == corners


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_wrong_with_drawing(
    question: Any, open_page: Callable[..., Page], axe: Any, width: int
) -> None:
    page = open_page(f"/c/{SLUG}/comment/", width=width)
    page.wait_for_selector("[data-twindraw][data-state=ready]", timeout=60_000)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
