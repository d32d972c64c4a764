"""Doing the work of one run: city, edits, operator, outcome."""

from __future__ import annotations

import logging
import os
import socket
import time
import traceback
import uuid
from collections import OrderedDict

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.utils.translation import gettext_noop, override

from portal.errors import CivicError
from twin import overlay, scenarios, state
from twin.analyses.catalogue import ANALYSES
from twin.analyses.contract import Cancelled, Outcome, Progress
from twin.analyses.parallel import set_threads
from twin.citystate import CityState
from twin.models import AnalysisRun
from twin.runs.lifecycle import claim_run, fail_run, finish_run, ready_after, stopped_run
from twin.runs.operators import at_hand, operator_for
from twin.runs.pulse import Pulse
from twin.runs.questions import read_parameters
from twin.runs.tiling import prepared_in_tiles
from twin.runs.upstream import remember, upstream_of

log = logging.getLogger(__name__)
KEPT_PLANS = 4
PREPARE_SHARE = 0.4
GO_ON_S = 60.0
"""A worker goes on with what its run made possible for this long; then the queue decides."""
CHANGED = gettext_noop("The plan changed after its effects were asked for. Ask again.")
OLD_MODEL = gettext_noop("The model has a newer version. Ask for its effects again.")
BROKEN = gettext_noop(
    "The model stopped on something it did not expect. The city team can see why."
)
TOO_LONG = gettext_noop("This took longer than the time we allow for one calculation.")
_plans: OrderedDict[str, CityState] = OrderedDict()


def work(run_id: int) -> int:
    """Compute a run, then those that only waited for it, as long as nobody else took them.

    What a run makes possible is also in the queue, so that a free worker takes its share; here
    the city, the plan and the outcome are at hand already. What has no operator yet waits its
    turn: quick answers about other plans come before a long preparation. Returns how many runs
    were done.
    """
    done, began, waiting = 0, time.monotonic(), [run_id]
    while waiting:
        now = waiting.pop(0)
        if not execute(now):
            continue
        done += 1
        if time.monotonic() - began < GO_ON_S:
            finished = AnalysisRun.objects.get(pk=now)
            waiting += [one for one in ready_after(finished) if _prepared(one)]
    return done


def _prepared(run_id: int) -> bool:
    """Whether the operator of a run's city is at hand."""
    run = AnalysisRun.objects.select_related("scenario__base").get(pk=run_id)
    if run.analysis not in ANALYSES or ANALYSES[run.analysis].version != run.model_version:
        return False
    analysis = ANALYSES[run.analysis]
    base = state.load(run.scenario.base)
    return at_hand(analysis, base, read_parameters(analysis, run.parameters))


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
        remember(run, outcome)
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
    set_threads(settings.THREADS)
    progress(0.0, gettext_noop("Loading the city"))
    base = state.load(run.scenario.base)
    edited = _edited(base, run)
    operator = operator_for(
        analysis,
        base,
        edited,
        parameters,
        lambda share, text: progress(PREPARE_SHARE * share, text),
        prepare=prepared_in_tiles(analysis, run, base, parameters),
    )
    rest = 1.0 - PREPARE_SHARE
    return analysis.apply(
        operator,
        edited,
        parameters,
        upstream_of(run, base.digest),
        lambda share, text: progress(PREPARE_SHARE + rest * share, text),
    )


def _edited(base: CityState, run: AnalysisRun) -> CityState:
    """The plan's city, kept for the other analyses of the same plan."""
    key = run.scenario_digest
    if key == base.digest:
        return base
    if key in _plans:
        _plans.move_to_end(key)
        return _plans[key]
    edited, conflicts = overlay.apply(base, scenarios.changes_of(run.scenario))
    if conflicts or edited.digest != key:
        raise CivicError(CHANGED)
    _plans[key] = edited
    while len(_plans) > KEPT_PLANS:
        _plans.popitem(last=False)
    return edited
