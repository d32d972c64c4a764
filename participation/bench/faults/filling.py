"""The disk is full where bundles and operators are kept.

As root a small disk is mounted there and filled. Elsewhere a limit on the size of files that a
running worker may write stands in for it, and the line says so: a write breaks off in the middle
just so. Only its number differs (EFBIG, not ENOSPC).
"""

from __future__ import annotations

import http.client
import resource
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings

from participation.bench.ballots.arena import arena, close_vote
from participation.bench.faults.disks import fill as fill_disk
from participation.bench.faults.disks import small_disk
from participation.bench.faults.stage import RUNS, VOTES, Stage, wait
from participation.bench.faults.voting import hold, published, refused
from participation.bench.faults.working import RUN_S, counted, fill, states, today_plan
from twin import door

MOST_BYTES = 8_192
FULL_S = 20.0
RUN_FULL_S = 150.0
PAGES = ("/c/{slug}/", "/c/{slug}/count/", "/c/{slug}/count/bundle.zip", "/", "/health/live")
Lines = Iterator[dict[str, Any]]


def bundles(stage: Stage) -> Lines:
    """No room for a bundle when a vote closes; pages go on, and it is whole once there is room."""
    with arena(1) as ground:
        fill(ground)
        statuses: list[int] = []
        with _full(stage, [VOTES], Path(settings.ARTEFACT_DIR) / "bundles") as how:
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
            "full_by": how,
            "full_s": FULL_S,
            "published_while_full": meanwhile,
            **refused(statuses),
            **told,
        }


def operators(stage: Stage) -> Lines:
    """No room for what models prepare; runs go on in memory or end in words, and are done after."""
    today = today_plan()
    with _full(stage, RUNS, Path(settings.OPERATOR_DIR)) as how:
        door.ensure_runs(today, again=True)
        wait(lambda: states(today.pk).get("traffic") in ("done", "failed"), RUN_FULL_S)
        meanwhile = states(today.pk)
        kept = len(list(Path(settings.OPERATOR_DIR).glob("*.operator")))
    began = time.monotonic()
    door.ensure_runs(today, again=True)
    well = wait(lambda: states(today.pk).get("traffic") == "done", RUN_S, look_s=0.5)
    yield {
        "part": "no room for operators",
        "full_by": how,
        "while_full": meanwhile,
        "operators_kept_while_full": kept,
        "acknowledged": len(meanwhile),
        "lost": int(well is None),
        "well_means": "traffic is done",
        "seconds_to_well": well and round(time.monotonic() - began, 1),
    }


@contextmanager
def _full(stage: Stage, names: Sequence[str], folder: Path) -> Iterator[str]:
    """Until the end of the block these programs find no room in the folder; by what."""
    with small_disk(folder) as disk:
        if disk is not None:
            fill_disk(disk, leave=MOST_BYTES)
            yield "a disk of 4 MB, filled"
            return
        pids = [
            pid
            for name in names
            for pid in (stage.processes.running[name].pid, *stage.children(name))
        ]
        _limit(pids, MOST_BYTES)
        try:
            yield "a limit on the size of files: nobody may mount a disk here"
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
