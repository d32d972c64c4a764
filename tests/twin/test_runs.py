"""Runs: one question asked once, claimed once, stored once, and stopped in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import numpy as np
import pytest
from django.db import connection

from portal.errors import BadInput, NotAllowed, NotNow
from portal.models import User
from tests.twin.small_city import freeze_small_city, urn
from tests.twin.tiny_analyses import TINY, StreetKm
from twin import runs, scenarios
from twin.analyses.catalogue import ANALYSES
from twin.analyses.contract import Layer
from twin.comparison import compare
from twin.models import AnalysisRun, Scenario, TwinVersion

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _tiny_models(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    settings.OPERATOR_DIR = tmp_path
    for analysis in TINY:
        monkeypatch.setitem(ANALYSES._items, analysis.name, analysis)


@pytest.fixture
def version() -> TwinVersion:
    return freeze_small_city()


@pytest.fixture
def today(version: TwinVersion) -> Scenario:
    return scenarios.baseline(version)


@pytest.fixture
def closed(version: TwinVersion) -> Iterator[Scenario]:
    """Rue B closed between Rue 2 and Rue 3."""
    draft = scenarios.create_scenario(actor=None, base=version, name={"en": "Closed"})
    params = {"streets": [urn("B", 1)]}
    scenarios.add_edit(actor=None, scenario=draft, kind="close_to_cars", params=params)
    return scenarios.publish_scenario(actor=None, scenario=draft)


def ask(
    scenario: Scenario, analysis: str = "tiny_km", actor: Any = None, **pace: Any
) -> AnalysisRun:
    return runs.request_run(actor=actor, scenario=scenario, analysis=analysis, parameters=pace)


def test_the_same_question_is_one_run(today: Scenario) -> None:
    assert ask(today) == ask(today)


def test_other_settings_are_another_question(today: Scenario) -> None:
    assert ask(today) != ask(today, factor=2.0)


def test_settings_that_equal_the_defaults_are_the_same_question(today: Scenario) -> None:
    assert ask(today) == ask(today, factor=1)


def test_two_plans_with_the_same_edits_share_their_run(
    closed: Scenario, version: TwinVersion
) -> None:
    again = scenarios.create_scenario(actor=None, base=version, name={"en": "Same"})
    params = {"streets": [urn("B", 1)]}
    scenarios.add_edit(actor=None, scenario=again, kind="close_to_cars", params=params)
    again = scenarios.publish_scenario(actor=None, scenario=again)
    assert ask(again) == ask(closed)


def test_eight_people_asking_at_once_make_one_run(today: Scenario) -> None:
    start, found = Barrier(8), []

    def asking() -> None:
        start.wait()
        try:
            found.append(ask(today).pk)
        finally:
            connection.close()

    threads = [Thread(target=asking) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(found), len(set(found)), AnalysisRun.objects.count()) == (8, 1, 1)


def test_default_questions_are_known_without_asking(today: Scenario) -> None:
    assert (
        runs.default_fingerprints(today.digest)["tiny_twice"]
        == ask(today, "tiny_twice").fingerprint
    )


@pytest.mark.parametrize(
    "given",
    [{"speed": 1}, {"factor": "2"}, {"steps": 1.5}, {"steps": True}, {"factor": float("nan")}],
)
def test_a_setting_the_model_does_not_have_is_refused(today: Scenario, given: Any) -> None:
    with pytest.raises(BadInput):
        ask(today, **given)


def test_a_draft_has_no_runs(version: TwinVersion) -> None:
    draft = scenarios.create_scenario(actor=None, base=version, name={"en": "Draft"})
    with pytest.raises(NotNow):
        ask(draft)


def test_a_resident_cannot_ask_for_runs(today: Scenario, resident: User) -> None:
    with pytest.raises(NotAllowed):
        ask(today, actor=resident)


def test_a_run_finds_and_stores_its_figures(closed: Scenario) -> None:
    run = ask(closed)
    assert runs.execute(run.pk)
    run.refresh_from_db()
    # 24 blocks of 100 m in the grid, one of them closed.
    assert (run.status, run.indicators.get().central) == ("done", pytest.approx(2.3))
    assert (run.progress, run.notes, run.facts) == (1.0, ["Counted by hand."], {"gap": None})
    assert run.code_version
    assert run.seconds is not None
    assert [line["text"] for line in run.log] == ["Loading the city", "Step 1"]


def test_a_layer_comes_back_as_it_was_stored(closed: Scenario) -> None:
    run = ask(closed)
    runs.execute(run.pk)
    columns = runs.unpack(run.results.get().data)
    assert (len(columns["fid"]), columns["fid"].dtype, columns["km"].dtype) == (
        23,
        "int32",
        "float32",
    )
    assert columns["km"].tolist() == pytest.approx([0.1] * 23)


def test_a_run_done_twice_is_done_once(closed: Scenario) -> None:
    run = ask(closed)
    assert [runs.execute(run.pk), runs.execute(run.pk)] == [True, False]
    assert (run.indicators.count(), run.results.count()) == (1, 1)


def test_a_run_waits_for_what_it_builds_on(today: Scenario) -> None:
    twice = ask(today, "tiny_twice")
    assert not runs.execute(twice.pk)
    runs.execute(AnalysisRun.objects.get(analysis="tiny_km").pk)
    assert runs.execute(twice.pk)
    assert twice.indicators.get().central == pytest.approx(4.8)


def test_a_run_whose_upstream_failed_says_so(today: Scenario) -> None:
    twice = ask(today, "tiny_twice")
    runs.fail_run(AnalysisRun.objects.get(analysis="tiny_km"), "No.")
    runs.execute(twice.pk)
    twice.refresh_from_db()
    assert (twice.status, "builds on" in twice.message) == ("failed", True)


def test_what_a_model_refuses_is_told_in_its_words(today: Scenario) -> None:
    run = ask(today, "tiny_broken", factor=0.0)
    runs.execute(run.pk)
    run.refresh_from_db()
    assert (run.status, run.message) == ("failed", "No car trip finds a way.")


def test_a_model_that_breaks_shows_a_plain_message_and_logs_the_kind(today: Scenario) -> None:
    run = ask(today, "tiny_broken")
    runs.execute(run.pk)
    run.refresh_from_db()
    assert "did not expect" in run.message
    assert "ZeroDivisionError" in run.log[-1]["text"]
    assert "secret" not in str(run.log)


def test_a_failed_run_is_tried_again_when_someone_asks(today: Scenario) -> None:
    run = ask(today, "tiny_broken")
    runs.execute(run.pk)
    assert ask(today, "tiny_broken").status == "queued"


def test_a_waiting_run_is_stopped_at_once(today: Scenario, planner: User) -> None:
    run = runs.cancel_run(actor=planner, run=ask(today))
    assert (run.status, runs.execute(run.pk)) == ("cancelled", False)


def test_a_finished_run_cannot_be_stopped(today: Scenario, planner: User) -> None:
    run = ask(today)
    runs.execute(run.pk)
    with pytest.raises(NotNow):
        runs.cancel_run(actor=planner, run=run)


def test_a_resident_cannot_stop_a_run(today: Scenario, resident: User) -> None:
    with pytest.raises(NotAllowed):
        runs.cancel_run(actor=resident, run=ask(today))


def test_an_operator_is_prepared_once_for_all_plans_of_a_city(
    today: Scenario, closed: Scenario
) -> None:
    before = StreetKm.prepared
    for scenario in (today, closed):
        runs.execute(ask(scenario, factor=7.0).pk)
    assert StreetKm.prepared == before + 1


def test_the_difference_to_today_has_honest_bounds(today: Scenario, closed: Scenario) -> None:
    done = []
    for scenario in (today, closed):
        run = ask(scenario)
        runs.execute(run.pk)
        done.append(AnalysisRun.objects.get(pk=run.pk))
    (delta,) = compare(run=done[1], baseline_run=done[0])
    assert delta.delta.central == pytest.approx(-0.1)
    assert (delta.clear, delta.today.central) == (True, pytest.approx(2.4))


def test_runs_of_different_settings_are_not_compared(today: Scenario) -> None:
    pair = [ask(today), ask(today, factor=2.0)]
    for run in pair:
        runs.execute(run.pk)
    with pytest.raises(BadInput, match="different settings"):
        compare(run=pair[1], baseline_run=pair[0])


def test_a_layer_whose_columns_do_not_fit_its_ids_is_refused() -> None:
    odd = Layer("x", "street", np.arange(3, dtype=np.int32), {"v": np.zeros(2, np.float32)}, {})
    with pytest.raises(ValueError, match="another length"):
        runs.pack(odd)


def test_a_new_version_of_a_model_is_asked_about_every_public_plan(
    today: Scenario, closed: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    for scenario in (today, closed):
        runs.ensure_runs(scenario)
    assert runs.ask_current() == 0
    monkeypatch.setattr(StreetKm, "version", "2")
    # The model itself, and the one that builds on it, for both plans.
    assert runs.ask_current() == 4
    assert runs.ask_current() == 0


def test_a_models_new_version_is_another_question_at_once(
    today: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = runs.default_fingerprints(today.digest)
    monkeypatch.setattr(ANALYSES["tiny_km"], "version", "another")
    after = runs.default_fingerprints(today.digest)
    changed = {name for name in before if before[name] != after[name]}
    assert "tiny_km" in changed
    assert changed == {n for n in ANALYSES if n == "tiny_km" or "tiny_km" in ANALYSES[n].upstream}


def test_what_is_asked_of_one_plan_cannot_be_changed_by_who_reads_it(today: Scenario) -> None:
    runs.default_fingerprints(today.digest).clear()
    assert set(runs.default_fingerprints(today.digest)) == set(ANALYSES)
