"""What a run builds on: outcomes of other runs, kept in the worker that just made them."""

from __future__ import annotations

import threading
from collections import OrderedDict

from twin.analyses.contract import Outcome
from twin.models import AnalysisRun
from twin.runs.storing import as_stored, outcome_of

TODAY = "base:"
"""Before the name of an analysis: its outcome for the city as it is."""
KEPT = 24
"""Outcomes a process keeps: the chains of three or four plans and of today."""
_kept: OrderedDict[str, Outcome] = OrderedDict()
_guard = threading.Lock()


def upstream_of(run: AnalysisRun, base_digest: str) -> dict[str, Outcome]:
    """Outcomes by name of the analysis, and by TODAY + name where a run compares with today.

    A run of today itself finds the same outcomes under both names.
    """
    found: dict[str, Outcome] = {}
    for row in AnalysisRun.objects.filter(fingerprint__in=run.upstream).order_by("pk"):
        outcome = _outcome(row)
        if row.scenario_digest == run.scenario_digest:
            found[row.analysis] = outcome
        if row.scenario_digest == base_digest:
            found[TODAY + row.analysis] = outcome
    return found


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
