"""A plan's page while its models are at work: figures and maps come without being asked again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.asked import answered
from tests.twin.heard import chain, heard
from twin.analyses.contract import Indicator as Found
from twin.analyses.contract import Outcome
from twin.cartography.values import forget_values
from twin.models import AnalysisRun, Scenario
from twin.runs import default_fingerprints
from twin.runs.storing import store

__all__ = ["answered", "chain", "heard"]
Open = Callable[..., Page]


def count(code: str, people: float) -> Found:
    return Found(code, "homes", 0.9 * people, people, 1.1 * people)


@pytest.fixture
def at_work(transactional_db: None, heard: Sequence[Scenario]) -> Sequence[Scenario]:
    """Traffic of the plan is being computed; today's counts of homes are there."""
    today, closed = heard
    before = AnalysisRun.objects.get(fingerprint=default_fingerprints(today.digest)["traffic"])
    store(before, Outcome([], [count("homes_less_traffic", 0), count("homes_more_traffic", 0)]))
    going(closed).update(status="running", progress=0.4, heartbeat_at=timezone.now())
    forget_values()
    return heard


def going(plan: Scenario) -> Any:
    return AnalysisRun.objects.filter(fingerprint=default_fingerprints(plan.digest)["traffic"])


def finish(plan: Scenario) -> None:
    """What a worker does at the end of a run."""
    run = going(plan).get()
    store(run, Outcome([], [count("homes_less_traffic", 760), count("homes_more_traffic", 3970)]))
    going(plan).update(status="done", progress=1, finished_at=timezone.now())


def test_effects_and_map_come_without_reloading(
    at_work: Sequence[Scenario], open_page: Open
) -> None:
    plan = at_work[1]
    page = open_page(f"/twin/scenarios/{plan.series}/{plan.revision}/")
    page.evaluate("window.sameVisit = true")
    expect(page.locator("[data-live-says]")).to_contain_text("models are done")
    expect(page.locator("[data-live] progress")).to_have_attribute("value", "40")
    line = page.locator('[data-subject="figures"]')
    page.locator("[data-map]").scroll_into_view_if_needed()
    expect(line).to_contain_text("still being computed: 40 %", timeout=40_000)
    finish(plan)
    expect(page.get_by_text("fewer cars at 760 homes, more at 3,970")).to_be_visible()
    page.wait_for_selector('[data-twinmap][data-painted="B change volume"]', state="attached")
    expect(line).to_have_count(0)
    assert page.evaluate("window.sameVisit") is True


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_wrong_while_models_are_at_work(
    at_work: Sequence[Scenario], open_page: Open, axe: Any, width: int
) -> None:
    plan = at_work[1]
    page = open_page(f"/twin/scenarios/{plan.series}/{plan.revision}/", width=width)
    expect(page.locator("[data-live-says]")).to_be_visible()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_progress_is_there_without_scripts(at_work: Sequence[Scenario], open_page: Open) -> None:
    plan = at_work[1]
    page = open_page(f"/twin/scenarios/{plan.series}/{plan.revision}/", java_script_enabled=False)
    expect(page.locator("[data-live] progress")).to_have_attribute("value", "40")
    finish(plan)
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_text("fewer cars at 760 homes, more at 3,970")).to_be_visible()
