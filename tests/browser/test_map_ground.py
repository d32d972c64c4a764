"""Noise and air on the map: at the houses, on the ground, as a card, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from participation.models import Consultation
from tests.browser.asked import READY, SLUG, answered, question
from tests.browser.test_map import on_map, settle
from tests.twin.heard import chain, heard
from twin.models import Scenario

__all__ = ["answered", "chain", "heard", "question"]
Open = Callable[..., Page]
LOUD = [-1.55493, 47.21408]
"""Open ground in the southern row of the small city's grid, EPSG:4326."""


@pytest.fixture
def ground_page(
    transactional_db: None,
    heard: Sequence[Scenario],
    question: Consultation,
    open_page: Open,
) -> Open:
    """ground_page("layer=noise", width=360) -> the question's map with noise and air, drawn."""

    def open_(query: str = "", **options: Any) -> Page:
        page = open_page(f"/c/{SLUG}/map/?{query}", **options)
        page.wait_for_selector(READY, state="attached", timeout=60_000)
        return page

    return open_


def choose_layer(page: Page, layer: str, view: str = "today", option: str = "A") -> None:
    page.locator("#map-layer").select_option(layer)
    settle(page, option, view, layer)


def ground_source(page: Page) -> Any:
    """The picture that lies on the ground: {url, coordinates}, None without one."""
    found = "m.getStyle().sources.ground"
    return on_map(page, f"return {found} ? {{...{found}}} : null")


@pytest.mark.parametrize("width", [360, 1280])
def test_layers_of_houses_and_of_the_ground_take_turns(ground_page: Open, width: int) -> None:
    page = ground_page(width=width)
    choose_layer(page, "noise")
    steps = "m.queryRenderedFeatures({layers: ['building']}).map((f) => f.state.step)"
    assert set(on_map(page, f"return {steps}")) == {4}
    assert ground_source(page) is None
    choose_layer(page, "noise-ground")
    assert "noise-ground.png" in ground_source(page)["url"]
    assert set(on_map(page, f"return {steps}")) == {None}
    choose_layer(page, "no2-ground")
    assert "no2-ground.png" in ground_source(page)["url"]
    expect(page.locator('[data-legend="no2-ground value"]')).to_be_visible()
    choose_layer(page, "volume")
    assert ground_source(page) is None


def test_ground_lies_under_houses_streets_and_names(ground_page: Open) -> None:
    page = ground_page("layer=noise-ground")
    settle(page, "A", "today", "noise-ground")
    order = on_map(page, "return m.getStyle().layers.map((layer) => layer.id)")
    place = order.index("result-ground")
    assert place > order.index("green")
    assert all(place < order.index(above) for above in ("building", "street", "name-street"))


def test_ground_is_drawn_in_the_colour_of_its_class(ground_page: Open) -> None:
    page = ground_page("layer=noise-ground&map=18.5/47.21408/-1.55493")
    settle(page, "A", "today", "noise-ground")
    page.wait_for_timeout(1500)
    picture = page.locator("canvas.maplibregl-canvas").screenshot()
    shown = page.evaluate(
        """async (bytes) => {
             const image = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
             const canvas = new OffscreenCanvas(image.width, image.height);
             const pen = canvas.getContext('2d');
             pen.drawImage(image, 0, 0);
             const seen = {};
             const data = pen.getImageData(0, 0, image.width, image.height).data;
             for (let i = 0; i < data.length; i += 4) {
               const key = [data[i], data[i + 1], data[i + 2]].join();
               seen[key] = (seen[key] ?? 0) + 1;
             }
             return seen;
           }""",
        list(picture),
    )
    assert shown.get("185,74,31", 0) > 1000


def test_what_changes_on_the_ground_has_its_own_picture(ground_page: Open) -> None:
    page = ground_page("layer=noise-ground&option=B&view=change")
    settle(page, "B", "change", "noise-ground")
    assert "/twin/difference/" in ground_source(page)["url"]
    expect(page.locator('[data-legend="noise-ground change"]')).to_contain_text("no clear change")


def open_spot(page: Page) -> list[float]:
    """Window coordinates of open ground near LOUD, clear of houses and streets."""
    return list(
        on_map(
            page,
            """m.jumpTo({center: a, zoom: 18});
               return new Promise((found) => m.once('idle', () => {
                 const box = m.getCanvas().getBoundingClientRect();
                 for (let y = 60; y < box.height - 60; y += 12)
                   for (let x = 60; x < box.width - 120; x += 12) {
                     const near = [[x - 12, y - 12], [x + 12, y + 12]];
                     if (!m.queryRenderedFeatures(near, {layers: ['street', 'building']}).length)
                       return found([box.x + x, box.y + y]);
                   }
                 found([]);
               }));""",
            LOUD,
        )
    )


def test_tapping_open_ground_says_how_loud_it_is_there(ground_page: Open) -> None:
    page = ground_page("layer=noise-ground")
    page.mouse.click(*open_spot(page))
    card = page.locator("[data-map-card]")
    expect(card.locator(".place__title")).to_contain_text("Open ground")
    expect(card).to_contain_text("64 dB")
    assert "at=ground/" in page.url
    page.reload()
    expect(card).to_contain_text("64 dB")


def test_open_ground_has_no_card_while_streets_are_shown(ground_page: Open) -> None:
    page = ground_page("layer=volume")
    page.mouse.click(*open_spot(page))
    page.wait_for_timeout(800)
    expect(page.locator("[data-map-card]")).to_be_hidden()


def test_keyboard_opens_the_ground_in_the_middle(ground_page: Open) -> None:
    page = ground_page("layer=noise-ground")
    x, y = open_spot(page)
    on_map(
        page,
        """const box = m.getCanvas().getBoundingClientRect();
           m.jumpTo({center: m.unproject([a[0] - box.x, a[1] - box.y])});""",
        [x, y],
    )
    page.wait_for_timeout(1000)
    page.locator("canvas.maplibregl-canvas").focus()
    page.keyboard.press("Enter")
    title = page.locator("[data-map-card] .place__title")
    expect(title).to_contain_text("Open ground")
    expect(title).to_be_focused()


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_wrong_with_noise_on_the_map(
    ground_page: Open, axe: Any, width: int
) -> None:
    page = ground_page("layer=noise-ground&option=B&view=change&at=ground/-1.55493,47.21408",
                       width=width)  # fmt: skip
    expect(page.locator("[data-map-card] .place__title")).to_be_visible()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_wrong_with_a_card_of_noise_and_air(
    ground_page: Open, axe: Any, width: int
) -> None:
    page = ground_page("layer=noise&option=B&view=change", width=width)
    page.goto("/twin/card/building/0/")
    expect(page.locator(".place__also")).to_be_visible()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_axe_finds_nothing_wrong_with_the_table_of_the_ground(ground_page: Open, axe: Any) -> None:
    page = ground_page("layer=noise-ground", width=360)
    page.locator("[data-map-tables] summary").click()
    page.get_by_role("link", name="Noise out of doors, day and night").nth(1).click()
    expect(page.locator("h1")).to_have_text("Noise out of doors, day and night")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
