"""The map when something is missing: WebGL, tiles, figures, scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.asked import SLUG, answered, question
from tests.twin.answered import STREET
from twin.models import AnalysisRun

__all__ = ["answered", "question"]
NO_WEBGL = """
const before = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
  return kind.startsWith("webgl") ? null : before.call(this, kind, ...more);
};
"""
PATH = f"/c/{SLUG}/map/"


@pytest.fixture
def bare(browser: Browser, live_server: Any, question: Any) -> Any:
    """bare(**options) -> a page that has not gone anywhere yet."""
    contexts = []

    def new(**options: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, locale="en-GB", **options)
        contexts.append(context)
        return context.new_page()

    yield new
    for context in contexts:
        context.close()


def test_browser_without_webgl_is_told_and_has_the_tables(
    bare: Callable[..., Page], axe: Any
) -> None:
    page = bare()
    page.add_init_script(NO_WEBGL)
    page.goto(PATH)
    expect(page.locator("[data-map-wait]")).to_contain_text("cannot draw the map")
    expect(page.get_by_role("link", name="Cars in the busiest hour").first).to_be_visible()
    assert axe(page) == []


def test_without_scripts_there_are_tables_edits_and_a_search(bare: Callable[..., Page]) -> None:
    page = bare(java_script_enabled=False)
    page.goto(PATH)
    page.locator("[data-map-tables] summary").click()
    page.locator("[data-map-tables] a").nth(0).click()
    expect(page.locator("h1")).to_have_text("Cars in the busiest hour")
    page.goto(PATH)
    page.locator("#map-search").fill("otages")
    page.locator(".twinmap__find button").click()
    page.get_by_role("link", name=STREET, exact=True).click()
    expect(page.locator(".place__title")).to_have_text(STREET)


def wait_for_streets(page: Page) -> int:
    """How many streets are drawn, as soon as there are any, at most half a minute from now."""
    for _ in range(60):
        found = page.evaluate(
            "document.querySelector('[data-twinmap]').twinmap"
            ".queryRenderedFeatures({layers: ['street']}).length"
        )
        if found:
            return int(found)
        page.wait_for_timeout(500)
    return 0


def test_lost_tiles_are_said_and_asked_for_again(bare: Callable[..., Page]) -> None:
    page = bare()
    lost = [True]
    page.route("**/*.mvt", lambda route: route.abort() if lost[0] else route.continue_())
    page.goto(PATH)
    line = page.locator('[data-subject="tiles"]')
    expect(line).to_contain_text("did not arrive", timeout=30_000)
    lost[0] = False
    line.get_by_role("button", name="Try again").click()
    assert wait_for_streets(page) > 0


def test_lost_figures_are_said_and_asked_for_again(bare: Callable[..., Page]) -> None:
    page = bare()
    lost = [True]
    page.route("**/twin/results/**", lambda route: route.abort() if lost[0] else route.continue_())
    page.goto(PATH)
    line = page.locator('[data-subject="figures"]')
    expect(line).to_contain_text("did not arrive", timeout=30_000)
    lost[0] = False
    line.get_by_role("button", name="Try again").click()
    expect(line).to_have_count(0, timeout=30_000)


def test_option_that_is_being_computed_says_how_far_it_is_and_then_shows(
    bare: Callable[..., Page],
) -> None:
    AnalysisRun.objects.filter(scenario__edits__isnull=False, analysis="traffic").update(
        status="queued", progress=0.4, message="Assigning trips"
    )
    page = bare()
    page.goto(f"{PATH}?option=B&view=option")
    line = page.locator('[data-subject="figures"]')
    expect(line).to_contain_text("still being computed: 40 %", timeout=30_000)
    AnalysisRun.objects.filter(status="queued").update(status="done", progress=1)
    page.wait_for_selector(
        '[data-twinmap][data-painted="B option volume"]', state="attached", timeout=30_000
    )
    expect(line).to_have_count(0)


def test_option_whose_computation_stopped_says_so(bare: Callable[..., Page]) -> None:
    AnalysisRun.objects.filter(scenario__edits__isnull=False).update(status="failed")
    page = bare()
    page.goto(f"{PATH}?option=B&view=change")
    line = page.locator('[data-subject="figures"]')
    expect(line).to_contain_text("stopped", timeout=30_000)


def test_table_and_card_pages_are_accessible(bare: Callable[..., Page], axe: Any) -> None:
    page = bare(viewport={"width": 360, "height": 700})
    page.goto(PATH)
    for link in ("[data-map-tables] a", "tbody a"):
        page.goto(page.locator(link).nth(0).get_attribute("href") or "")
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
