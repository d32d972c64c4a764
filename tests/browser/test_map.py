"""The map of a question: it draws, follows its controls, and opens what one asks of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.asked import SLUG, answered, map_page, question
from tests.twin.answered import STREET
from twin.models import Feature

__all__ = ["answered", "map_page", "question"]
Open = Callable[..., Page]


def on_map(page: Page, code: str, argument: Any = None) -> Any:
    """Run `code` with `m`, the MapLibre map, and `a`, the argument."""
    return page.evaluate(
        "(a) => { const m = document.querySelector('[data-twinmap]').twinmap; " + code + " }",
        argument,
    )


def features(page: Page, layer: str) -> int:
    return int(on_map(page, "return m.queryRenderedFeatures({layers: [a]}).length", layer))


def settle(page: Page, option: str, view: str, layer: str) -> None:
    """Wait until the map has painted what its state says."""
    page.wait_for_selector(
        f'[data-twinmap][data-painted="{option} {view} {layer}"]', state="attached", timeout=30_000
    )


def spot_of_street(page: Page, name: str) -> list[float]:
    """Window coordinates of a point on a street of that name."""
    return list(
        on_map(
            page,
            """const found = m.queryRenderedFeatures({layers: ['street']})
                 .filter((f) => f.properties.name === a);
               const box = m.getCanvas().getBoundingClientRect();
               for (const f of found) {
                 const line = f.geometry.type === 'LineString' ? f.geometry.coordinates
                   : f.geometry.coordinates[0];
                 const [p, q] = line.slice(0, 2).map((c) => m.project(c));
                 const x = (p.x + q.x) / 2, y = (p.y + q.y) / 2;
                 if (x > 80 && y > 80 && x < box.width - 120 && y < box.height - 80)
                   return [box.x + x, box.y + y];
               }
               return [];""",
            name,
        )
    )


def test_map_draws_streets_and_houses(map_page: Open) -> None:
    page = map_page()
    assert features(page, "street") > 50
    assert features(page, "building") > 50
    picture = page.locator("[data-map]").screenshot()
    assert len(set(picture)) > 100
    assert len(picture) > 20_000


def test_map_asks_no_other_server_for_anything(map_page: Open) -> None:
    page = map_page()
    hosts = page.evaluate(
        "[...new Set(performance.getEntriesByType('resource').map((e) => new URL(e.name).host))]"
    )
    assert hosts == [page.evaluate("location.host")]


def test_choosing_an_option_shows_what_it_changes(map_page: Open) -> None:
    page = map_page()
    settle(page, "A", "today", "volume")
    before = on_map(page, "return m.getPaintProperty('result-street', 'line-color')")
    page.locator("[name=map-option][value=B]").check()
    settle(page, "B", "change", "volume")
    assert on_map(page, "return m.getPaintProperty('result-street', 'line-color')") != before
    expect(page.locator('[data-legend="volume change"]')).to_be_visible()
    expect(page.locator('[data-legend="volume value"]')).to_be_hidden()
    expect(page.locator('[data-map-edits="B"]')).to_contain_text(STREET)


def test_change_is_painted_only_where_it_is_clear(map_page: Open) -> None:
    page = map_page("option=B&view=change")
    settle(page, "B", "change", "volume")
    steps = on_map(
        page,
        """const seen = {};
           for (const f of m.queryRenderedFeatures({layers: ['street']}))
             (seen[f.state.step ?? 'none'] ??= new Set()).add(f.properties.name);
           return Object.fromEntries(Object.entries(seen).map(([k, v]) => [k, [...v]]));""",
    )
    assert steps["1"] == [STREET]
    assert set(steps) == {"1", "none"}


def test_edits_are_drawn_with_their_label(map_page: Open) -> None:
    page = map_page("option=B&view=change")
    settle(page, "B", "change", "volume")
    page.wait_for_timeout(500)
    assert features(page, "edit-line") > 0
    page.locator("[name=map-view][value=today]").check()
    settle(page, "B", "today", "volume")
    page.wait_for_timeout(500)
    assert features(page, "edit-line") == 0


def test_other_layer_has_its_own_legend_and_colours_houses(map_page: Open) -> None:
    page = map_page()
    page.locator("#map-layer").select_option("walk-daily")
    settle(page, "A", "today", "walk-daily")
    expect(page.locator('[data-legend="walk-daily value"]')).to_be_visible()
    steps = on_map(
        page,
        "const found = m.queryRenderedFeatures({layers: ['building']});"
        " return [...new Set(found.map((f) => f.state.step))];",
    )
    assert steps == [2]


def test_tapping_a_street_opens_its_card(map_page: Open) -> None:
    page = map_page("option=B&view=change")
    page.mouse.click(*spot_of_street(page, STREET))
    card = page.locator("[data-map-card]")
    expect(card.locator(".place__title")).to_have_text(STREET)
    expect(card).to_contain_text("fewer cars an hour")
    expect(card.locator(".place__title")).to_be_focused()
    assert "option=B" in (card.locator("[data-card-comment]").get_attribute("href") or "")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_keyboard_opens_what_is_in_the_middle(map_page: Open) -> None:
    page = map_page()
    street = "m.queryRenderedFeatures({layers: ['street']}).find((f) => f.properties.name === a)"
    on_map(
        page,
        f"const [x, y] = {street}.geometry.coordinates.flat(3);"
        " m.jumpTo({center: [x, y], zoom: 18});",
        STREET,
    )
    page.wait_for_timeout(1500)
    page.locator("canvas.maplibregl-canvas").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-map-card] .place__title")).to_be_focused(timeout=10_000)


def test_arrow_keys_move_the_map(map_page: Open) -> None:
    page = map_page()
    before = on_map(page, "return m.getCenter().lng")
    page.locator("canvas.maplibregl-canvas").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(1000)
    assert on_map(page, "return m.getCenter().lng") > before


def test_link_opens_the_same_view_again(map_page: Open) -> None:
    page = map_page("option=B&view=change&layer=fullness&tilt=1&map=16.00/47.21620/-1.55720")
    settle(page, "B", "change", "fullness")
    expect(page.locator("[name=map-option][value=B]")).to_be_checked()
    expect(page.locator("#map-layer")).to_have_value("fullness")
    assert on_map(page, "return Math.round(m.getPitch())") == 55
    assert on_map(page, "return m.getZoom().toFixed(1)") == "16.0"


def test_link_to_what_today_changes_shows_today(map_page: Open) -> None:
    page = map_page("option=A&view=change&layer=volume")
    settle(page, "A", "today", "volume")
    expect(page.locator("[name=map-view][value=today]")).to_be_checked()


def test_link_to_a_place_opens_its_card(map_page: Open, question: Any) -> None:
    from tests.twin.answered import pieces

    fid = pieces(question.options.first().scenario.base)[0].fid
    page = map_page(f"at=street/{fid}")
    expect(page.locator("[data-map-card] .place__title")).to_have_text(STREET, timeout=10_000)


def test_figures_of_a_card_are_printed_although_they_are_links(
    map_page: Open, question: Any
) -> None:
    version = question.options.first().scenario.base
    street = Feature.objects.filter(version=version, kind="street", rank__lt=4).exclude(name=STREET)
    page = map_page(f"at=street/{street.order_by('fid')[0].fid}")
    figure = page.locator("[data-map-card] .facts .how--figure").first
    expect(figure).to_be_visible(timeout=10_000)
    page.emulate_media(media="print")
    expect(figure).to_be_visible()
    expect(page.locator("[data-map-card] .how:not(.how--figure):visible")).to_have_count(0)


def test_search_flies_to_the_street(map_page: Open) -> None:
    page = map_page()
    page.locator("#map-search").fill("otages")
    page.locator("#map-search").press("Enter")
    page.get_by_role("button", name=STREET, exact=True).click()
    expect(page.locator("[data-map-card] .place__title")).to_have_text(STREET)


def test_page_says_where_one_is(map_page: Open) -> None:
    page = map_page("option=B&view=change")
    assert "view=change" in page.url
    assert f"/c/{SLUG}/map/" in page.url


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_sticks_out_of_the_map_page(map_page: Open, width: int) -> None:
    page = map_page("option=B&view=change", width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_wrong_with_the_map(map_page: Open, axe: Any, width: int) -> None:
    page = map_page("option=B&view=change", width=width)
    page.evaluate("document.querySelector('[data-map]').scrollIntoView({behavior: 'instant'})")
    page.mouse.click(*spot_of_street(page, STREET))
    expect(page.locator("[data-map-card] .place__title")).to_be_visible()
    assert axe(page) == []
