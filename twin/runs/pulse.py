"""The pulse of a run at work: its heartbeat and progress go out, the wish to stop comes in."""

from __future__ import annotations

import logging
import threading
import time
from types import TracebackType
from typing import Any

from django.db import Error, connection
from django.utils import timezone
from redis.exceptions import RedisError

from portal.health import note_worker
from twin.analyses.contract import Cancelled
from twin.models import AnalysisRun

log = logging.getLogger(__name__)
EVERY_S = 0.5
BEAT_S = 5.0
LOG_LINES = 100


class Pulse:
    """A thread with a database connection of its own, so that a calculation never waits for it.

    Call it as an analysis's `progress`. It writes at most every half second, and at least every
    five. lost: the run was taken back, or given to another worker.
    """

    def __init__(self, run: AnalysisRun, worker: str) -> None:
        self.run = run
        self.worker = worker
        self.lost = False
        self._stop_asked = threading.Event()
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._share = 0.0
        self._text = ""
        self._log: list[dict[str, Any]] = []
        self._thread = threading.Thread(target=self._beat, name=f"pulse-{run.pk}", daemon=True)

    def __enter__(self) -> Pulse:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._thread.join()
        self.run.log = list(self._log)

    def __call__(self, share: float, text: str) -> None:
        """Note the share done (0 to 1) and a plain sentence; raises Cancelled to stop the run."""
        with self._lock:
            self._share = min(1.0, max(0.0, float(share)))
            if text and text != self._text and len(self._log) < LOG_LINES:
                self._log.append({"share": round(self._share, 3), "text": text[:200]})
            self._text = text[:300]
        if self._stop_asked.is_set():
            raise Cancelled

    def _beat(self) -> None:
        written: tuple[float, str] | None = None
        last = 0.0
        try:
            while not self._ended.wait(EVERY_S):
                with self._lock:
                    now = (self._share, self._text)
                    lines = list(self._log)
                if now != written or time.monotonic() - last >= BEAT_S:
                    self._write(now, lines)
                    written, last = now, time.monotonic()
                    _say_alive()
        finally:
            connection.close()

    def _write(self, now: tuple[float, str], lines: list[dict[str, Any]]) -> None:
        mine = AnalysisRun.objects.filter(
            pk=self.run.pk, worker=self.worker, status=AnalysisRun.Status.RUNNING
        )
        try:
            held = mine.update(
                progress=now[0], message=now[1], log=lines, heartbeat_at=timezone.now()
            )
            asked = mine.values_list("cancel_asked", flat=True).first()
        except Error:
            # The next beat tries again; a silence of 30 s gives the run to another worker.
            log.warning("no heartbeat for run %s: the database cannot be reached", self.run.pk)
            connection.close()
            return
        self.lost = not held
        if self.lost or asked:
            self._stop_asked.set()


def _say_alive() -> None:
    """Tell /health/ready that a worker lives: its own task may wait behind this very run."""
    try:
        note_worker()
    except RedisError:
        log.warning("the cache cannot be reached; the run goes on")
