"""Who holds a run: one worker at a time, and nobody once it fell silent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from django.utils import timezone

from tests.twin.small_city import freeze_small_city
from tests.twin.tiny_analyses import TINY, StreetKm
from twin import runs, scenarios, state
from twin.analyses.catalogue import ANALYSES
from twin.analyses.contract import Upstream
from twin.models import AnalysisRun, Scenario

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> Scenario:
    for analysis in TINY:
        monkeypatch.setitem(ANALYSES._items, analysis.name, analysis)
    return scenarios.baseline(freeze_small_city())


def ask(scenario: Scenario) -> AnalysisRun:
    return runs.request_run(actor=None, scenario=scenario, analysis="tiny_km")


def test_of_two_workers_one_gets_the_run(today: Scenario) -> None:
    run = ask(today)
    claims = [runs.claim_run(run.pk, name) for name in ("one", "two")]
    assert [claim is not None for claim in claims] == [True, False]


def silence(run: AnalysisRun, attempts: int) -> None:
    """As if its worker had died a minute ago."""
    runs.claim_run(run.pk, "dead")
    minute_ago = timezone.now() - timedelta(seconds=60)
    AnalysisRun.objects.filter(pk=run.pk).update(heartbeat_at=minute_ago, attempts=attempts)


def test_a_run_whose_worker_fell_silent_is_taken_back(today: Scenario) -> None:
    run = ask(today)
    silence(run, attempts=1)
    assert runs.sweep_runs()["taken_back"] == 1
    assert runs.execute(run.pk)


def test_a_run_that_lost_three_workers_is_given_up(today: Scenario) -> None:
    run = ask(today)
    silence(run, attempts=3)
    runs.sweep_runs()
    run.refresh_from_db()
    assert (run.status, "three times" in run.message) == ("failed", True)


def test_a_worker_that_was_given_up_cannot_finish_the_run(today: Scenario) -> None:
    run = ask(today)
    mine = runs.claim_run(run.pk, "slow")
    assert mine is not None
    outcome = StreetKm().apply(
        np.array([1.0] * 24), *_city_and_pace(today), Upstream(), lambda share, text: None
    )
    silence_of(run)
    runs.sweep_runs()
    runs.claim_run(run.pk, "quick")
    assert not runs.finish_run(mine, outcome, worker="slow", seconds=1)
    assert run.results.count() == 0


def silence_of(run: AnalysisRun) -> None:
    old = timezone.now() - timedelta(seconds=60)
    AnalysisRun.objects.filter(pk=run.pk).update(heartbeat_at=old)


def _city_and_pace(scenario: Scenario) -> tuple[Any, Any]:
    return state.load(scenario.base), StreetKm.parameters()


def test_a_live_run_is_left_alone_by_the_sweep(today: Scenario) -> None:
    run = ask(today)
    runs.claim_run(run.pk, "alive")
    assert runs.sweep_runs()["taken_back"] == 0
