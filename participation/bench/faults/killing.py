"""A web worker, all of the web, the database, Redis: killed while people vote."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator
from typing import Any

from participation.bench.faults.stage import GROWN_S, WEB, Stage, wait
from participation.bench.faults.voting import Poll, hold, voting

REDIS_AWAY_S = 10.0
SEED = 7
Lines = Iterator[dict[str, Any]]


def web(stage: Stage) -> Lines:
    """kill -9 of one web worker, then of all web processes at once."""
    with voting(stage) as poll:
        chance = random.Random(SEED)  # noqa: S311 - a seed, not a secret
        one = chance.choice(_web_workers(stage))
        os.kill(one, signal.SIGKILL)
        hold(GROWN_S + 2)
        began = time.monotonic()
        stage.kill(WEB)
        hold(1)
        wait(lambda: poll.well_after(began), 60)
        yield {"part": "web", "seconds_to_well": poll.well_after(began), **poll.settle()}


def postgres(stage: Stage) -> Lines:
    """kill -9 of the postmaster, which is started again two seconds later."""
    with voting(stage) as poll:
        began = time.monotonic()
        with stage.without_postgres():
            hold(2)
        told = _after(stage, poll, began)
        yield {"part": "postgres", **told, **poll.settle()}


def redis(stage: Stage) -> Lines:
    """kill -9 of Redis, which comes back empty ten seconds later."""
    with voting(stage) as poll:
        began = time.monotonic()
        with stage.without_redis():
            hold(REDIS_AWAY_S)
            # What was accepted while it was away; below, the site is seen well after its return.
            meanwhile = poll.well_after(began)
        told = _after(stage, poll, began)
        yield {
            "part": "redis",
            "away_s": REDIS_AWAY_S,
            "first_receipt_while_away_s": meanwhile,
            **told,
            **poll.settle(),
        }


def _after(stage: Stage, poll: Poll, began: float) -> dict[str, Any]:
    back = time.monotonic()
    wait(lambda: poll.well_after(back), 60)
    unwell: dict[str, float] = {}
    while (wrong := stage.unwell()) and time.monotonic() - back < 120:
        unwell |= dict.fromkeys(wrong, round(time.monotonic() - began, 1))
        hold(1)
    unwell.pop("status", None)
    return {"seconds_to_well": poll.well_after(began), "seconds_until_ready_of": unwell}


def _web_workers(stage: Stage) -> list[int]:
    return [pid for pid in stage.children(WEB) if not _is_tracker(pid)]


def _is_tracker(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            return b"resource_tracker" in file.read()
    except OSError:
        return False
