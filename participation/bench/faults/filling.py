"""The disk is full where bundles and operators are kept.

A limit on the size of files that a running worker may write stands in for it: a write breaks off
in the middle just so, and it needs no rights. Only its number differs (EFBIG, not ENOSPC).
"""

from __future__ import annotations

import http.client
import resource
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from participation.bench.ballots.arena import arena, close_vote
from participation.bench.faults.stage import RUNS, VOTES, Stage, wait
from participation.bench.faults.voting import hold, published
from participation.bench.faults.working import RUN_S, counted, fill, states, today_plan
from twin import door

MOST_BYTES = 8_192
FULL_S = 20.0
RUN_FULL_S = 45.0
PAGES = ("/c/{slug}/", "/c/{slug}/count/", "/c/{slug}/count/bundle.zip", "/", "/health/live")
Lines = Iterator[dict[str, Any]]


def bundles(stage: Stage) -> Lines:
    """No room for a bundle when a vote closes; pages go on, and it is whole once there is room."""
    with arena(1) as ground:
        fill(ground)
        statuses: list[int] = []
        with _full(stage, [VOTES]):
            close_vote(ground.consultation)
            end = time.monotonic() + FULL_S
            while time.monotonic() < end:
                statuses += _ask(stage, ground.consultation.slug)
                hold(1)
            meanwhile = published(ground.consultation.pk)
        began = time.monotonic()
        told = counted(ground, began)
        statuses += _ask(stage, ground.consultation.slug)
        yield {
            "part": "no room for bundles",
            "full_s": FULL_S,
            "published_while_full": meanwhile,
            "answers_5xx": sum(status >= 500 for status in statuses),
            **told,
        }


def operators(stage: Stage) -> Lines:
    """No room for what models prepare; runs end in words, and are done once there is room."""
    today = today_plan()
    with _full(stage, RUNS):
        door.ensure_runs(today, again=True)
        wait(lambda: {"done", "failed"} & set(states(today.pk).values()), RUN_FULL_S)
        meanwhile = states(today.pk)
    began = time.monotonic()
    door.ensure_runs(today, again=True)
    well = wait(lambda: states(today.pk).get("traffic") == "done", RUN_S, look_s=0.5)
    yield {
        "part": "no room for operators",
        "while_full": meanwhile,
        "acknowledged": len(meanwhile),
        "lost": int(well is None),
        "well_means": "traffic is done",
        "seconds_to_well": well and round(time.monotonic() - began, 1),
    }


@contextmanager
def _full(stage: Stage, names: Sequence[str]) -> Iterator[None]:
    """These programs can write no file beyond MOST_BYTES until the end of the block."""
    pids = [
        pid for name in names for pid in (stage.processes.running[name].pid, *stage.children(name))
    ]
    _limit(pids, MOST_BYTES)
    try:
        yield
    finally:
        _limit(pids, None)


def _limit(pids: Sequence[int], most: int | None) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            _soft, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (hard if most is None else most, hard))


def _ask(stage: Stage, slug: str) -> list[int]:
    """What a guest gets for the pages that tell of a count."""
    found = []
    for page in PAGES:
        link = http.client.HTTPConnection("127.0.0.1", stage.port, timeout=20)
        link.request("GET", page.format(slug=slug))
        found.append(link.getresponse().status)
        link.close()
    return found
