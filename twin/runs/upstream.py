"""What a run builds on: outcomes of other runs, kept in the worker that just made them."""

from __future__ import annotations

import threading
from collections import OrderedDict

from twin.analyses.contract import Outcome, Upstream
from twin.models import AnalysisRun
from twin.runs.storing import as_stored, outcome_of

KEPT = 24
"""Outcomes a process keeps: the chains of three or four plans and of today."""
_kept: OrderedDict[str, Outcome] = OrderedDict()
_guard = threading.Lock()


def upstream_of(run: AnalysisRun, base_digest: str) -> Upstream:
    """What a run builds on, and what it compares with; a run of today finds the same as both."""
    now: dict[str, Outcome] = {}
    today: dict[str, Outcome] = {}
    for row in AnalysisRun.objects.filter(fingerprint__in=run.upstream).order_by("pk"):
        outcome = _outcome(row)
        if row.scenario_digest == run.scenario_digest:
            now[row.analysis] = outcome
        if row.scenario_digest == base_digest:
            today[row.analysis] = outcome
    return Upstream(now, today)


def _outcome(row: AnalysisRun) -> Outcome:
    with _guard:
        if row.fingerprint in _kept:
            _kept.move_to_end(row.fingerprint)
            return _kept[row.fingerprint]
    return _keep(row.fingerprint, outcome_of(row))


def remember(run: AnalysisRun, outcome: Outcome) -> None:
    """Keep what was just stored, as it would be read back."""
    _keep(run.fingerprint, as_stored(run, outcome))


def _keep(key: str, outcome: Outcome) -> Outcome:
    with _guard:
        _kept[key] = outcome
        _kept.move_to_end(key)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return outcome


def forget() -> None:
    """Let go of every outcome in memory."""
    with _guard:
        _kept.clear()
