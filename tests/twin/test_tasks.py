"""Runs on a real Celery worker: followed, killed, stopped."""

from __future__ import annotations

import socket
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.twin.small_city import freeze_small_city
from tests.twin.tiny_analyses import TINY
from tests.worker_fixture import forget_messages
from twin import runs, scenarios, tasks
from twin.analyses.catalogue import ANALYSES
from twin.models import AnalysisRun, Scenario

pytestmark = pytest.mark.django_db(transaction=True)
INCLUDE = "tests.twin.tiny_worker"


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> Scenario:
    for analysis in TINY:
        monkeypatch.setitem(ANALYSES._items, analysis.name, analysis)
    return scenarios.baseline(freeze_small_city())


def ask(scenario: Scenario, **pace: Any) -> AnalysisRun:
    return runs.request_run(actor=None, scenario=scenario, analysis="tiny_km", parameters=pace)


def state(run: AnalysisRun) -> AnalysisRun:
    return AnalysisRun.objects.get(pk=run.pk)


def test_a_run_completes_and_shows_how_far_it_is(
    start_worker: Callable[..., Any], eventually: Callable[..., None], today: Scenario
) -> None:
    start_worker(INCLUDE)
    run = ask(today, steps=8, pause_s=0.4)
    eventually(lambda: 0.45 < state(run).progress < 1)
    assert state(run).message.startswith("Step")
    eventually(lambda: state(run).status == "done")
    assert run.indicators.count() == 1


def test_a_run_survives_the_death_of_its_worker(
    start_worker: Callable[..., Any], eventually: Callable[..., None], today: Scenario
) -> None:
    first = start_worker(INCLUDE)
    run = ask(today, steps=20, pause_s=0.2)
    eventually(lambda: state(run).status == "running" and state(run).progress > 0.4)
    first.kill()
    dead = timezone.now()
    start_worker(INCLUDE)
    eventually(lambda: (timezone.now() - dead).total_seconds() > 1.5)
    assert runs.sweep_runs(silent_s=1)["taken_back"] == 1
    eventually(lambda: state(run).status == "done", seconds=60)
    assert (state(run).attempts, run.results.count(), run.indicators.count()) == (2, 1, 1)


def test_a_run_at_work_is_stopped_on_request(
    start_worker: Callable[..., Any], eventually: Callable[..., None], today: Scenario
) -> None:
    start_worker(INCLUDE)
    run = ask(today, steps=100, pause_s=0.2)
    eventually(lambda: state(run).status == "running")
    runs.cancel_run(actor=None, run=run)
    eventually(lambda: state(run).status == "cancelled", seconds=5)
    assert run.results.count() == 0


def test_a_model_that_calls_somebody_is_refused_by_its_worker(
    start_worker: Callable[..., Any], eventually: Callable[..., None], today: Scenario
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as somebody:
        somebody.settimeout(0.2)
        start_worker(INCLUDE, queues=("officials",))
        port = float(somebody.getsockname()[1])
        run = runs.request_run(
            actor=None, scenario=today, analysis="tiny_broken", parameters={"factor": port}
        )
        eventually(lambda: state(run).status == "failed")
        with pytest.raises(TimeoutError):
            somebody.accept()
    assert "Refused" in str(state(run).log)
    # It reaches the database and Redis all the same.
    again = ask(today)
    eventually(lambda: state(again).status == "done")


def test_a_queue_that_forgot_is_reminded_by_the_sweep(
    start_worker: Callable[..., Any], eventually: Callable[..., None], today: Scenario
) -> None:
    from django.core.cache import cache

    run = ask(today)
    forget_messages()
    cache.clear()
    start_worker(INCLUDE)
    AnalysisRun.objects.update(queued_at=timezone.now() - timedelta(seconds=60))
    tasks.sweep()
    eventually(lambda: state(run).status == "done")
