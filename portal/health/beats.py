"""Signs of life of the clock and of the workers, each under a key of its own in the cache."""

from __future__ import annotations

import time
from typing import Any

from celery.beat import PersistentScheduler
from django.core.cache import cache

from portal.health.catalogue import WELL, Found
from portal.queues import CLOCK, FILES, MAIL, RELEASE

CLOCK_KEY = "health:clock"
WORKER_KEY = "health:worker"
CLOCK_EVERY_S = 5.0
CLOCK_SILENT_S = 45
WORKER_SILENT_S = 90
REMEMBERED_S = 86_400
BEATING = (CLOCK, RELEASE, MAIL, FILES)
"""Queues that the clock sends a sign of life through; of runs see the check `runs`."""


def note_worker(queue: str = "") -> None:
    """Remember that a worker is alive now, and which queue it heard us from."""
    keys = [WORKER_KEY, *([f"{WORKER_KEY}:{queue}"] if queue else [])]
    cache.set_many(dict.fromkeys(keys, time.time()), REMEMBERED_S)


def note_clock() -> None:
    """Remember that the clock is alive now."""
    cache.set(CLOCK_KEY, time.time(), REMEMBERED_S)


class Clock(PersistentScheduler):
    """Celery's, which says itself that it lives; no worker and no run can say it in its place."""

    _noted = 0.0

    def tick(self, *words: Any, **options: Any) -> Any:
        """Send what is due."""
        if time.monotonic() - self._noted >= CLOCK_EVERY_S:
            self._noted = time.monotonic()
            note_clock()
        return super().tick(*words, **options)


def clock() -> Found:
    """Whether the clock (beat) lives: without it no vote is counted."""
    silent = _silent_s(cache.get(CLOCK_KEY))
    words = WELL
    if silent is None or silent > CLOCK_SILENT_S:
        words = f"The clock (beat) has not been heard of {_span(silent, CLOCK_SILENT_S)}."
    return Found(words, {"silent_s": silent}, {"silent_s": CLOCK_SILENT_S})


def workers() -> Found:
    """Whether every queue of the clock's signs has a worker that takes from it."""
    keys = {queue: f"{WORKER_KEY}:{queue}" for queue in BEATING}
    seen = cache.get_many(list(keys.values()))
    silent = {queue: _silent_s(seen.get(key)) for queue, key in keys.items()}
    gone = [q for q, found in silent.items() if found is None or found > WORKER_SILENT_S]
    words = WELL
    if gone:
        words = f"No worker has been heard of for {WORKER_SILENT_S} s on: {', '.join(gone)}."
    return Found(words, {"silent_s": silent}, {"silent_s": WORKER_SILENT_S})


def is_heard_of(queue: str) -> bool:
    """Whether a worker takes from this queue, as far as we know; no while the cache is away."""
    silent = _silent_s(cache.get(f"{WORKER_KEY}:{queue}"))
    return silent is not None and silent <= WORKER_SILENT_S


def _silent_s(seen: float | None) -> float | None:
    return None if seen is None else round(max(0.0, time.time() - seen), 1)


def _span(silent: float | None, least: int) -> str:
    return f"for {least} s or more" if silent is None else f"for {silent:.0f} s"
