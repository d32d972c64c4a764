"""Runs that nobody hears of, and runs that nobody works on, are told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import Polygon
from django.utils import timezone

from twin.models import AnalysisRun, Scenario, TwinVersion
from twin.runs.watching import SILENT_S, STUCK_S, runs

pytestmark = pytest.mark.django_db


def _run(**facts: Any) -> AnalysisRun:
    version = TwinVersion.objects.create(
        label="a city",
        recorded_at=timezone.now(),
        crs="EPSG:2154",
        digest="d" * 64,
        artefact="none",
        bounds=Polygon.from_bbox((-1.57, 47.205, -1.54, 47.225)),
    )
    plan = Scenario.objects.create(base=version, name={"en": "a plan"})
    return AnalysisRun.objects.create(
        fingerprint="f" * 64,
        scenario=plan,
        scenario_digest="s" * 64,
        analysis="traffic",
        model_version="1",
        **facts,
    )


def _ago(seconds: float) -> Any:
    return timezone.now() - timedelta(seconds=seconds)


def test_a_silent_run_is_named(db: None) -> None:
    run = _run(status="running", heartbeat_at=timezone.now())
    assert runs().well
    AnalysisRun.objects.filter(pk=run.pk).update(heartbeat_at=_ago(SILENT_S + 5))
    assert "not been heard of" in runs().words


def test_runs_that_wait_while_none_is_at_work_are_named(db: None) -> None:
    run = _run()
    assert runs().well
    AnalysisRun.objects.filter(pk=run.pk).update(queued_at=_ago(STUCK_S + 5))
    assert runs().words == "1 runs wait and none is at work."
