"""The states of a run, and the only ways from one to the next."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from portal import audit
from portal.errors import NotNow
from portal.roles import is_planner, require
from twin.analyses.contract import Outcome
from twin.models import AnalysisRun
from twin.runs.code import code_version
from twin.runs.sending import send, was_sent
from twin.runs.storing import store

Status = AnalysisRun.Status
NEXT: dict[str, set[str]] = {
    Status.QUEUED: {Status.RUNNING, Status.CANCELLED, Status.FAILED},
    Status.RUNNING: {Status.DONE, Status.FAILED, Status.CANCELLED, Status.QUEUED},
    Status.FAILED: {Status.QUEUED},
    Status.CANCELLED: {Status.QUEUED},
    Status.DONE: set(),
}
"""Transition table: status -> what it may become."""
SETTLED = {Status.DONE, Status.FAILED, Status.CANCELLED}
MAX_ATTEMPTS = 3
SILENT_S = 30.0
LOST = gettext_noop("The computer working on this stopped three times. Ask the city team to look.")
NO_UPSTREAM = gettext_noop("A result that this one builds on could not be computed.")


def turn(run: AnalysisRun, status: str, *, held_by: str | None = None, **changed: Any) -> bool:
    """Move a run to `status` in one UPDATE; False when it can no longer go there.

    held_by: only while this worker holds the run. changed: other columns to set.
    """
    allowed = [old for old, new in NEXT.items() if status in new]
    rows = AnalysisRun.objects.filter(pk=run.pk, status__in=allowed)
    if held_by is not None:
        rows = rows.filter(worker=held_by, status=Status.RUNNING)
    if not rows.update(status=status, **changed):
        return False
    run.refresh_from_db()
    return True


def claim_run(run_id: int, worker: str) -> AnalysisRun | None:
    """Take a queued run for `worker`; None when there is nothing to do (yet) or someone has it.

    A run whose upstream is not done stays queued and is sent again when that is finished.
    """
    run = AnalysisRun.objects.filter(pk=run_id, status=Status.QUEUED).first()
    if run is None or not _upstream_done(run):
        return None
    now = timezone.now()
    # One statement: of many workers that see the run queued, one changes it.
    taken = AnalysisRun.objects.filter(pk=run_id, status=Status.QUEUED).update(
        status=Status.RUNNING,
        worker=worker,
        attempts=F("attempts") + 1,
        started_at=now,
        heartbeat_at=now,
        progress=0.0,
        message="",
        log=[],
    )
    if not taken:
        return None
    run.refresh_from_db()
    return run


def _upstream_done(run: AnalysisRun) -> bool:
    if not run.upstream:
        return True
    states = _upstream_states(run)
    if Status.FAILED in states or Status.CANCELLED in states:
        fail_run(run, NO_UPSTREAM)
        return False
    return len(states) == len(run.upstream) and set(states) == {Status.DONE}


def _upstream_states(run: AnalysisRun) -> list[str]:
    found = AnalysisRun.objects.filter(fingerprint__in=run.upstream)
    return list(found.values_list("status", flat=True))


def ready_after(run: AnalysisRun) -> list[int]:
    """Queued runs that build on this one and now have all they need, those asked for first first.

    Ask once `run` is committed: of two that finish together, the later one sees both.
    """
    waiting = AnalysisRun.objects.filter(
        status=Status.QUEUED, upstream__contains=[run.fingerprint]
    ).order_by("pk")
    return [one.pk for one in waiting if is_ready(one)]


def is_ready(run: AnalysisRun) -> bool:
    """Whether a run waits for no other."""
    return set(_upstream_states(run)) <= SETTLED


def send_if_ready(run: AnalysisRun) -> None:
    """Put a run in the queue unless it waits for another: that one will send it when it ends."""
    if is_ready(run):
        send(run.pk)


@transaction.atomic
def finish_run(run: AnalysisRun, outcome: Outcome, *, worker: str, seconds: float) -> bool:
    """Store what a run found and mark it done, both or neither; False if it was taken back."""
    locked = AnalysisRun.objects.select_for_update().filter(
        pk=run.pk, status=Status.RUNNING, worker=worker
    )
    if not locked.exists():
        return False
    store(run, outcome)
    done = turn(
        run,
        Status.DONE,
        held_by=worker,
        progress=1.0,
        message="",
        log=run.log,
        seconds=seconds,
        finished_at=timezone.now(),
        code_version=code_version(),
    )
    _wake_dependents(run)
    return done


@transaction.atomic
def fail_run(
    run: AnalysisRun, message: str, *, worker: str | None = None, detail: str = ""
) -> bool:
    """Mark a run failed. message: a plain sentence; detail: for the log, never personal data."""
    log = [*run.log, {"share": run.progress, "text": detail}] if detail else run.log
    failed = turn(
        run,
        Status.FAILED,
        held_by=worker,
        message=message[:300],
        log=log,
        finished_at=timezone.now(),
    )
    _wake_dependents(run)
    return failed


@transaction.atomic
def cancel_run(*, actor: Any, run: AnalysisRun) -> AnalysisRun:
    """Stop a run: at once while it waits, at its next step while it works. Planners only."""
    require(is_planner, actor)
    locked = AnalysisRun.objects.select_for_update().get(pk=run.pk)
    if locked.status == Status.RUNNING:
        AnalysisRun.objects.filter(pk=run.pk).update(cancel_asked=True)
    elif not turn(locked, Status.CANCELLED, cancel_asked=True, finished_at=timezone.now()):
        raise NotNow(_("This is finished already; there is nothing to stop."))
    else:
        _wake_dependents(locked)
    audit.record(actor=actor, act="run.cancel", subject=locked, analysis=locked.analysis)
    locked.refresh_from_db()
    return locked


@transaction.atomic
def stopped_run(run: AnalysisRun, *, worker: str) -> bool:
    """Mark a run that heard the wish to stop as cancelled."""
    stopped = turn(run, Status.CANCELLED, held_by=worker, log=run.log, finished_at=timezone.now())
    _wake_dependents(run)
    return stopped


def _wake_dependents(run: AnalysisRun) -> None:
    """Send the runs that only waited for this one, once this is committed."""
    transaction.on_commit(partial(_send_ready, run))


def _send_ready(run: AnalysisRun) -> None:
    for run_id in ready_after(run):
        send(run_id)


def sweep_runs(*, silent_s: float = SILENT_S) -> dict[str, int]:
    """Take back runs whose worker fell silent, and send queued ones that the queue lost.

    silent_s: seconds without a heartbeat. A run taken back three times is failed. Returns how
    many were taken back, given up and sent.
    """
    old = timezone.now() - timedelta(seconds=silent_s)
    counts = {"taken_back": 0, "given_up": 0, "sent": 0}
    with transaction.atomic():
        silent = AnalysisRun.objects.select_for_update(skip_locked=True).filter(
            status=Status.RUNNING, heartbeat_at__lt=old
        )
        for run in silent:
            if run.cancel_asked:
                turn(run, Status.CANCELLED, finished_at=timezone.now())
                _wake_dependents(run)
            elif run.attempts >= MAX_ATTEMPTS:
                counts["given_up"] += fail_run(run, LOST)
            elif turn(run, Status.QUEUED, worker="", progress=0.0):
                counts["taken_back"] += 1
                transaction.on_commit(partial(send, run.pk))
    queued = list(
        AnalysisRun.objects.filter(status=Status.QUEUED, queued_at__lt=old).values_list(
            "pk", flat=True
        )
    )
    for run_id in set(queued) - was_sent(queued):
        send(run_id)
        counts["sent"] += 1
    return counts
