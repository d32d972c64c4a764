"""An option in one sentence, on every page that shows its effects."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participation.models import Consultation
from portal.models import User
from twin import scenarios
from twin.models import AnalysisRun, Indicator, Scenario
from twin.runs import default_fingerprints

SAID = "The average car trip takes about 12 seconds longer."
MISSING = "Not computed so far: Walking access; Air at the houses; Road noise;"


def answer(scenario: Scenario, minutes: float) -> None:
    """A finished traffic run with the minutes of a car trip, sure to a hundredth."""
    run = AnalysisRun.objects.create(
        fingerprint=default_fingerprints(scenario.digest)["traffic"],
        scenario=scenario,
        scenario_digest=scenario.digest,
        analysis="traffic",
        status=AnalysisRun.Status.DONE,
        progress=1,
        finished_at=timezone.now(),
    )
    Indicator.objects.create(
        run=run,
        code="trip_minutes",
        unit="min",
        low=minutes - 0.01,
        central=minutes,
        high=minutes + 0.01,
        samples=[minutes - 0.01, minutes + 0.01],
    )


@pytest.fixture
def told(question: Consultation) -> Scenario:
    """The question's second option, with a car trip of 11.2 minutes instead of 11."""
    cache.clear()
    plan = question.options.get(position=2).scenario
    answer(scenarios.baseline(plan.base), 11.0)
    answer(plan, 11.2)
    return plan


@pytest.mark.parametrize("page", ["consultation", "consultation-map", "report"])
def test_page_of_a_question_says_what_an_option_does(
    client: Client, planner: User, question: Consultation, told: Scenario, page: str
) -> None:
    client.force_login(planner)
    text = client.get(reverse(page, args=[question.slug])).content.decode()
    assert f"{SAID} {MISSING}" in text


def test_page_of_a_plan_says_it_before_its_table(
    client: Client, planner: User, told: Scenario
) -> None:
    client.force_login(planner)
    text = client.get(reverse("scenario", args=[told.series, told.revision])).content.decode()
    assert text.index(SAID) < text.index("<caption")


def test_option_without_figures_says_that_they_are_not_computed(
    client: Client, question: Consultation, told: Scenario
) -> None:
    text = client.get(reverse("consultation-map", args=[question.slug])).content.decode()
    assert text.count("What this would change is not computed yet.") == question.options.count() - 2
