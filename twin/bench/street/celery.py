"""Part `celery`: from publishing a plan to all its outcomes stored, by two real workers."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from celery import current_app
from django.conf import settings

from portal.queues import OFFICIALS, RESIDENTS, named
from twin import runs, scenarios, state
from twin.bench.street.asking import Asked
from twin.bench.street.phase import Watch
from twin.bench.street.plans import WHAT_IFS
from twin.bench.street.what_if import percentiles
from twin.demo.city import ensure_city
from twin.models import AnalysisRun, Scenario
from twin.overlay import Change

WORKERS = 2
START_S, PATIENCE_S = 60.0, 900.0
LOOK_S = 0.02


def lines(asked: Asked) -> Iterator[dict[str, Any]]:
    """Today first, then each kind of plan with each seed; what was made is removed again."""
    version = ensure_city(say=lambda text: None)
    today = scenarios.baseline(version)
    with _workers():
        watch = Watch()
        lacking = _ask(today)
        _wait(today)
        yield {"what": "today's runs", "lacking": lacking, "seconds": round(watch.seconds, 2)}
        traffic = runs.outcome_of(today_run(today, "traffic"))
        city = state.load(version)
        _plan(today, WHAT_IFS["close a street"](city, traffic, 99))
        _plan(today, WHAT_IFS["no lorries"](city, traffic, 98))
        whole: list[float] = []
        for kind, draw in WHAT_IFS.items():
            found = [_plan(today, draw(city, traffic, seed)) for seed in range(asked.seeds)]
            whole += [seconds for seconds, _by_run in found]
            yield {
                "what": kind,
                **percentiles([seconds for seconds, _by_run in found]),
                "run_seconds": {
                    name: round(float(np.median([by_run[name] for _s, by_run in found])), 3)
                    for name in found[0][1]
                },
            }
        overall = percentiles(whole)
        yield {
            "what": "published to all outcomes stored",
            "workers": WORKERS,
            **overall,
            "target_celery_p50_s": overall["p50_s"],
            "target_celery_p95_s": overall["p95_s"],
        }


def today_run(today: Scenario, analysis: str) -> AnalysisRun:
    """The finished run of one analysis on today's city."""
    return AnalysisRun.objects.get(
        fingerprint=runs.default_fingerprints(today.digest)[analysis], status="done"
    )


def _plan(today: Scenario, change: Change) -> tuple[float, dict[str, float]]:
    """Seconds from publishing to the last outcome, and of each run; then nothing is left of it."""
    draft = scenarios.create_scenario(actor=None, base=today.base, name={"en": "Bench"})
    params = {k: list(v) if isinstance(v, tuple) else v for k, v in _fields(change).items()}
    scenarios.add_edit(actor=None, scenario=draft, kind=change.kind, params=params)
    watch = Watch()
    plan = scenarios.publish_scenario(actor=None, scenario=draft, visibility="private")
    _ask(plan)
    _wait(plan)
    seconds = watch.seconds
    done = AnalysisRun.objects.filter(scenario=plan)
    by_run = {row.analysis: float(row.seconds or 0.0) for row in done.order_by("finished_at")}
    done.delete()
    plan.edits.all().delete()
    plan.delete()
    return seconds, by_run


def _fields(change: Change) -> dict[str, Any]:
    return asdict(change)  # type: ignore[call-overload,no-any-return]


def _ask(plan: Scenario) -> int:
    """Ask for all its runs, again where one failed; how many were not done yet."""
    asked = runs.ensure_runs(plan, again=True)
    for row in asked:
        if row.status == AnalysisRun.Status.QUEUED:
            current_app.send_task("twin.tasks.run_analysis", args=[row.pk])
    return sum(row.status != AnalysisRun.Status.DONE for row in asked)


def _wait(plan: Scenario) -> None:
    prints = list(runs.default_fingerprints(plan.digest).values())
    rows = AnalysisRun.objects.filter(fingerprint__in=prints)
    end = time.monotonic() + PATIENCE_S
    while True:
        found = dict(rows.values_list("analysis", "status"))
        bad = [name for name, status in found.items() if status in ("failed", "cancelled")]
        if bad:
            raise RuntimeError(f"not done: {', '.join(bad)}: {rows.get(analysis=bad[0]).message}")
        if len(found) == len(prints) and set(found.values()) == {"done"}:
            return
        if time.monotonic() > end:
            raise TimeoutError(f"after {PATIENCE_S:.0f} s: {found}")
        time.sleep(LOOK_S)


@contextmanager
def _workers() -> Iterator[None]:
    """Two worker processes on queues of their own; they end with the block."""
    settings.QUEUE_PREFIX = f"bench-{os.getpid()}."
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "worker.log"
        command = [sys.executable, "-m", "celery", "-A", "portal.celery", "worker"]
        command += ["-Q", f"{named(OFFICIALS)},{named(RESIDENTS)}"]
        command += ["--concurrency", str(WORKERS), "--loglevel", "INFO"]
        command += ["--without-gossip", "--without-mingle"]
        with log.open("wb") as out:
            process = subprocess.Popen(  # noqa: S603 - our own worker
                command,
                env={**os.environ, "CIVIC_QUEUE_PREFIX": settings.QUEUE_PREFIX},
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        try:
            end = time.monotonic() + START_S
            while b" ready." not in log.read_bytes():
                if process.poll() is not None or time.monotonic() > end:
                    raise RuntimeError(f"no worker: {log.read_text()[-400:]}")
                time.sleep(0.1)
            yield
        finally:
            process.terminate()
            process.wait(30)
