"""Every component, looked at by a real browser as different readers have it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)

Open = Callable[..., Page]
WIDER = "() => document.documentElement.scrollWidth - window.innerWidth"


@pytest.fixture
def guide(open_page: Open) -> Open:
    """guide(width=…, …): the style guide, really there."""

    def open_(**options: Any) -> Page:
        page = open_page("/styleguide/", **options)
        assert page.locator("#sg-report").count() == 1
        return page

    return open_


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong(guide: Open, axe: Any, width: int, scheme: str) -> None:
    assert axe(guide(width=width, color_scheme=scheme)) == []


def test_axe_finds_nothing_wrong_in_forced_colours(guide: Open, axe: Any) -> None:
    assert axe(guide(forced_colors="active")) == []


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_nothing_sticks_out_of_the_page(guide: Open, width: int) -> None:
    page = guide(width=width)
    assert page.evaluate(WIDER) <= 0


def test_nothing_sticks_out_when_read_from_right_to_left(guide: Open) -> None:
    page = guide(width=360)
    page.evaluate("() => { document.documentElement.dir = 'rtl' }")
    assert page.evaluate(WIDER) <= 0


def test_things_to_press_are_44_pixels_or_more(guide: Open) -> None:
    page = guide(width=360, has_touch=True)
    small = page.evaluate(
        """() => [...document.querySelectorAll(
             '.button, .react, .tab, .check, .choice, .segments label, .site-nav__link, '
             + '.field input:not([type=checkbox], [type=radio]), .field select, summary')]
           .filter((one) => one.offsetParent && one.getBoundingClientRect().height < 43.9)
           .map((one) => one.outerHTML.slice(0, 90))"""
    )
    assert small == []


def test_the_keyboard_always_shows_where_it_is(guide: Open) -> None:
    page = guide()
    page.keyboard.press("Tab")
    for _ in range(60):
        shown = page.evaluate(
            """() => { const one = document.activeElement; if (one === document.body) return true;
               const marked = (e) => { const s = getComputedStyle(e);
                 return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 };
               return marked(one) || marked(one.closest('.card, .choice, .segments label') ?? one)
                 || marked(one.nextElementSibling ?? one) }"""
        )
        assert shown, page.evaluate("() => document.activeElement.outerHTML.slice(0, 120)")
        page.keyboard.press("Tab")


def test_the_first_page_is_light(guide: Open) -> None:
    page = guide()
    weight = page.evaluate(
        """() => performance.getEntriesByType('resource').concat(
             performance.getEntriesByType('navigation'))
           .reduce((sum, one) => sum + one.encodedBodySize, 0)"""
    )
    assert weight < 200_000


def test_a_key_presses_its_button_but_not_while_typing(guide: Open) -> None:
    page = guide()
    page.evaluate(
        """() => { window.pressed = 0; document.querySelector('[data-key=k]')
             .addEventListener('click', () => { window.pressed += 1 }) }"""
    )
    page.keyboard.press("k")
    page.locator("#sg-text").press("k")
    assert page.evaluate("() => window.pressed") == 1


def test_the_counter_says_how_much_room_is_left(guide: Open) -> None:
    page = guide()
    page.locator("#sg-text").fill("x" * 38)
    assert page.locator(".field__count").first.inner_text() == "2 characters left"


def test_a_dialog_opens_and_closes_by_keyboard(guide: Open) -> None:
    page = guide()
    page.locator("[data-dialog=sg-dialog]").press("Enter")
    assert page.locator("#sg-dialog").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#sg-dialog").is_visible()
