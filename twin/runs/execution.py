"""Doing the work of one run: city, edits, operator, outcome."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import socket
import time
import traceback
import uuid
from collections import OrderedDict
from dataclasses import asdict
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.utils.translation import gettext_noop, override

from portal.errors import CivicError
from twin import overlay, scenarios, state
from twin.analyses.catalogue import ANALYSES
from twin.analyses.contract import Analysis, Cancelled, Outcome, Progress
from twin.citystate import CityState
from twin.models import AnalysisRun
from twin.runs.lifecycle import claim_run, fail_run, finish_run, stopped_run
from twin.runs.pulse import Pulse
from twin.runs.questions import read_parameters
from twin.runs.storing import outcome_of

log = logging.getLogger(__name__)
KEPT_OPERATORS = 4
PREPARE_SHARE = 0.4
CHANGED = gettext_noop("The plan changed after its effects were asked for. Ask again.")
OLD_MODEL = gettext_noop("The model has a newer version. Ask for its effects again.")
BROKEN = gettext_noop(
    "The model stopped on something it did not expect. The city team can see why."
)
TOO_LONG = gettext_noop("This took longer than the time we allow for one calculation.")
_operators: OrderedDict[str, Any] = OrderedDict()


def execute(run_id: int) -> bool:
    """Claim, compute and store a run; True when this call finished it.

    Safe to call any number of times and from many processes: who does not hold the run does
    nothing. What goes wrong ends as a plain message on the run, with the detail in its log.
    """
    worker = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
    # Messages are stored as English msgids, whatever language the asking page spoke.
    with override("en"):
        run = claim_run(run_id, worker)
        return run is not None and _work(run, worker)


def _work(run: AnalysisRun, worker: str) -> bool:
    began = time.monotonic()
    pulse = Pulse(run, worker)
    try:
        with pulse:
            outcome = compute(run, pulse)
        return finish_run(run, outcome, worker=worker, seconds=time.monotonic() - began)
    except Cancelled:
        if not pulse.lost:
            stopped_run(run, worker=worker)
    except CivicError as error:
        fail_run(run, str(error), worker=worker)
    except SoftTimeLimitExceeded:
        fail_run(run, TOO_LONG, worker=worker)
    except Exception as error:  # any failure of a model is told, and logged
        log.exception("run %s of %s failed", run.pk, run.analysis)
        where = traceback.extract_tb(error.__traceback__)[-1]
        detail = f"{type(error).__name__} in {where.name}, line {where.lineno}"
        fail_run(run, BROKEN, worker=worker, detail=detail)
    return False


def compute(run: AnalysisRun, progress: Progress) -> Outcome:
    """What `run` finds; stores nothing. Raises BadInput, Cancelled, or what the model raises."""
    if run.analysis not in ANALYSES or ANALYSES[run.analysis].version != run.model_version:
        raise CivicError(OLD_MODEL)
    analysis = ANALYSES[run.analysis]
    parameters = read_parameters(analysis, run.parameters)
    progress(0.0, gettext_noop("Loading the city"))
    base = state.load(run.scenario.base)
    edited, conflicts = overlay.apply(base, scenarios.changes_of(run.scenario))
    if conflicts or edited.digest != run.scenario_digest:
        raise CivicError(CHANGED)
    operator = _operator(analysis, base, parameters, progress)
    upstream = {
        row.analysis: outcome_of(row)
        for row in AnalysisRun.objects.filter(fingerprint__in=run.upstream)
    }
    rest = 1.0 - PREPARE_SHARE
    return analysis.apply(
        operator,
        edited,
        parameters,
        upstream,
        lambda share, text: progress(PREPARE_SHARE + rest * share, text),
    )


def _operator(analysis: Analysis, base: CityState, parameters: Any, progress: Progress) -> Any:
    """The analysis's operator for this city, prepared once a process; the last four are kept."""
    facts = [analysis.name, analysis.version, asdict(parameters), depends_on(analysis, base)]
    key = json.dumps(facts, sort_keys=True)
    if key in _operators:
        _operators.move_to_end(key)
        return _operators[key]
    prepared = analysis.prepare(
        base, parameters, lambda share, text: progress(PREPARE_SHARE * share, text)
    )
    _operators[key] = prepared
    while len(_operators) > KEPT_OPERATORS:
        _operators.popitem(last=False)
    return prepared


def depends_on(analysis: Analysis, base: CityState) -> str:
    """Digest of what an operator is made from.

    An analysis with `reads` (kind -> column names) is told apart by the content of those alone,
    so a version in which only other things changed shares its operator; else by the whole city.
    """
    reads = getattr(analysis, "reads", None)
    if not isinstance(reads, dict):
        return base.digest
    total = hashlib.sha256(base.crs.encode())
    for kind in sorted(reads):
        table = base.tables[kind]
        total.update(kind.encode())
        for name in sorted(reads[kind]):
            values = table.columns[name]
            if values.dtype.kind == "O":
                values = values.astype(str)
            total.update(f"{name} {values.dtype} ".encode() + values.tobytes())
        for shape in table.geometry:
            total.update(shape.wkb)
    return total.hexdigest()
