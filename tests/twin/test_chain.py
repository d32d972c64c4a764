"""Runs that build on runs: done in one go, compared with today, read back as they were stored."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.twin.small_city import freeze_small_city, urn
from tests.twin.tiny_analyses import CARD, TINY, Pace
from twin import runs, scenarios, state
from twin.analyses.catalogue import ANALYSES
from twin.analyses.contract import Analysis, Frame, Indicator, Layer, Outcome, Upstream
from twin.models import AnalysisRun, Scenario, TwinVersion
from twin.runs import operators, upstream

pytestmark = pytest.mark.django_db(transaction=True)
FRAME = Frame(355_000.0, 6_689_000.0, 20.0, 3, 2)


class Lost(Analysis):
    """Kilometres lost to cars since today, on a grid too; builds on tiny_km."""

    name = "tiny_lost"
    version = "1"
    parameters = Pace
    upstream = ("tiny_km",)
    needs_baseline = True
    card = CARD
    seen: list[Upstream] = []

    def prepare(self, *given: Any) -> None:
        """Nothing to prepare."""

    def apply(
        self, operator: None, state: Any, parameters: Pace, found: Upstream, told: Any
    ) -> Outcome:
        """Today's kilometres less the plan's."""
        Lost.seen.append(found)
        now, today = (of["tiny_km"].indicators[0].central for of in (found.now, found.today))
        grid = np.arange(6, dtype=np.float64) / 3
        layer = Layer("grid", "grid", np.arange(6), {"v": grid}, {"v": "1"}, FRAME)
        return Outcome([layer], [Indicator("tiny_lost", "km", 0.0, today - now, 9.0)])


@pytest.fixture(autouse=True)
def _tiny_models(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    settings.OPERATOR_DIR = tmp_path
    monkeypatch.setattr(ANALYSES, "_items", {one.name: one for one in (*TINY[:2], Lost())})
    upstream.forget()
    operators.forget()
    Lost.seen.clear()


@pytest.fixture
def version() -> TwinVersion:
    return freeze_small_city()


@pytest.fixture
def closed(version: TwinVersion) -> Scenario:
    """Rue B closed between Rue 2 and Rue 3: 0.1 km."""
    draft = scenarios.create_scenario(actor=None, base=version, name={"en": "Closed"})
    params = {"streets": [urn("B", 1)]}
    scenarios.add_edit(actor=None, scenario=draft, kind="close_to_cars", params=params)
    return scenarios.publish_scenario(actor=None, scenario=draft)


def ask(scenario: Scenario, analysis: str) -> AnalysisRun:
    return runs.request_run(actor=None, scenario=scenario, analysis=analysis)


def first_of(scenario: Scenario) -> int:
    return AnalysisRun.objects.get(scenario_digest=scenario.digest, analysis="tiny_km").pk


def statuses() -> list[str]:
    return list(AnalysisRun.objects.order_by("pk").values_list("status", flat=True))


@pytest.fixture
def prepared(version: TwinVersion) -> None:
    """Operators of today's city are on disk, as they are once any plan was computed."""
    base = state.load(version)
    for _name, analysis in ANALYSES.items():
        operators.operator_for(analysis, base, base, Pace(), lambda share, text: None)


@pytest.mark.usefixtures("prepared")
def test_a_worker_goes_on_with_what_its_run_made_possible(closed: Scenario) -> None:
    ask(closed, "tiny_twice")
    assert runs.work(first_of(closed)) == 2
    assert statuses() == ["done", "done"]


def test_a_long_preparation_waits_its_turn(closed: Scenario) -> None:
    ask(closed, "tiny_twice")
    assert runs.work(first_of(closed)) == 1
    assert statuses() == ["done", "queued"]


@pytest.mark.usefixtures("prepared")
def test_only_what_can_start_is_sent(closed: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[int] = []
    monkeypatch.setattr("twin.runs.lifecycle.send", sent.append)
    ask(closed, "tiny_twice")
    first = first_of(closed)
    assert sent == [first]
    runs.execute(first)
    assert sent == [first, AnalysisRun.objects.get(analysis="tiny_twice").pk]


@pytest.mark.usefixtures("prepared")
def test_what_waits_for_two_runs_starts_after_the_second(
    version: TwinVersion, closed: Scenario
) -> None:
    lost = ask(closed, "tiny_lost")
    assert runs.work(first_of(closed)) == 1
    assert runs.work(first_of(scenarios.baseline(version))) == 2
    assert lost.indicators.get().central == pytest.approx(0.1)


def test_a_comparison_asks_for_todays_run_too(version: TwinVersion, closed: Scenario) -> None:
    lost = ask(closed, "tiny_lost")
    today = AnalysisRun.objects.get(scenario_digest=version.digest)
    assert (today.analysis, today.fingerprint in lost.upstream) == ("tiny_km", True)


def test_a_comparison_has_the_fingerprint_that_pages_look_for(closed: Scenario) -> None:
    lost = ask(closed, "tiny_lost")
    assert runs.default_fingerprints(closed.digest)["tiny_lost"] == lost.fingerprint


@pytest.mark.usefixtures("prepared")
def test_today_compared_with_itself_has_lost_nothing(version: TwinVersion) -> None:
    lost = ask(scenarios.baseline(version), "tiny_lost")
    runs.work(first_of(scenarios.baseline(version)))
    assert lost.indicators.get().central == 0.0


@pytest.mark.usefixtures("prepared")
def test_an_outcome_at_hand_equals_the_one_read_back(version: TwinVersion) -> None:
    today = scenarios.baseline(version)
    ask(today, "tiny_lost")
    runs.work(first_of(today))
    at_hand = Lost.seen[-1].now["tiny_km"]
    stored = runs.outcome_of(AnalysisRun.objects.get(pk=first_of(today)))
    assert at_hand.indicators == stored.indicators
    assert (at_hand.facts, at_hand.notes) == (stored.facts, stored.notes)
    for old, new in zip(at_hand.layers, stored.layers, strict=True):
        assert old.columns["km"].tobytes() == new.columns["km"].tobytes()
        assert old.feature_ids.tobytes() == new.feature_ids.tobytes()


@pytest.mark.usefixtures("prepared")
def test_a_grid_comes_back_with_its_frame(version: TwinVersion) -> None:
    today = scenarios.baseline(version)
    lost = ask(today, "tiny_lost")
    runs.work(first_of(today))
    assert runs.outcome_of(lost).layers[0].frame == FRAME


def test_an_upstream_that_failed_is_told_at_once(closed: Scenario) -> None:
    twice = ask(closed, "tiny_twice")
    first = AnalysisRun.objects.get(pk=first_of(closed))
    runs.fail_run(first, "No.")
    runs.work(twice.pk)
    twice.refresh_from_db()
    assert twice.status == "failed"
