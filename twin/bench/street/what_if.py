"""Parts `what_if` and `building`: from an edit to new maps in one process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from twin import overlay
from twin.bench.street.asking import Asked
from twin.bench.street.links import Kept, nantes, prepare_all, what_if
from twin.bench.street.phase import Watch, peak_mb, timed
from twin.bench.street.plans import WHAT_IFS, gone_building, new_building
from twin.overlay import Change

P50_S, P95_S, BUILDING_S = 1.5, 3.0, 5.0


def lines(asked: Asked) -> Iterator[dict[str, Any]]:
    """Each kind of edit with each seed; percentiles by kind and over all."""
    kept = prepare_all(nantes(asked.area), shelved=True)
    # The first plan of a process loads what only plans use.
    answer(kept, next(iter(WHAT_IFS.values()))(kept.state, kept.outcomes["traffic"], 99))
    everything: list[float] = []
    work: list[float] = []
    for kind, draw in WHAT_IFS.items():
        took, steps, cpu = [], [], []
        for seed in range(asked.seeds):
            seconds, then = answer(kept, draw(kept.state, kept.outcomes["traffic"], seed))
            took.append(seconds)
            cpu.append({name: one["cpu_seconds"] for name, one in then.seconds.items()})
            steps.append({name: one["seconds"] for name, one in then.seconds.items()})
        everything += took
        work += [sum(one.values()) for one in cpu]
        yield {"what": kind, **percentiles(took), "by_step": _medians(steps), "cpu": _medians(cpu)}
    overall = percentiles(everything)
    yield {
        "what": "all what-ifs in one process",
        **overall,
        "cpu_p50_s": percentiles(work)["p50_s"],
        "target_what_if_p50_below_s": P50_S,
        "target_what_if_p50_s": overall["p50_s"],
        "target_what_if_p95_below_s": P95_S,
        "target_what_if_p95_s": overall["p95_s"],
    }
    change = WHAT_IFS["close a street"](kept.state, kept.outcomes["traffic"], 0)
    plan, _conflicts = overlay.apply(kept.state, [change])
    again, took_again = timed(lambda: prepare_all(plan))
    yield {
        "what": "the same plan from nothing",
        "seconds": took_again["seconds"],
        "times_longer": round(took_again["seconds"] / overall["p50_s"], 1),
        "by_step": {name: one["seconds"] for name, one in again.seconds.items()},
        "peak_mb": peak_mb(),
    }


def answer(kept: Kept, change: Change) -> tuple[float, Kept]:
    """Seconds from an edit to packed results, and the plan's outcomes."""
    watch = Watch()
    plan, conflicts = overlay.apply(kept.state, [change])
    if conflicts:
        raise ValueError(f"the edit is no edit: {conflicts[0]}")
    then = what_if(kept, plan)
    return watch.seconds, then


def percentiles(took: list[float]) -> dict[str, Any]:
    """Median and 95th percentile, and how many there were."""
    p50, p95 = np.percentile(took, [50, 95])
    return {"p50_s": round(float(p50), 3), "p95_s": round(float(p95), 3), "asked": len(took)}


def _medians(steps: list[dict[str, float]]) -> dict[str, float]:
    return {name: round(float(np.median([one[name] for one in steps])), 3) for name in steps[0]}


def buildings(asked: Asked) -> Iterator[dict[str, Any]]:
    """Both kinds with each seed, from the edit to packed results."""
    kept = prepare_all(nantes(asked.area), shelved=True)
    answer(kept, gone_building(kept.state, 99))
    for kind, draw in (("building put up", new_building), ("building taken away", gone_building)):
        took, by_step = [], {}
        for seed in range(asked.seeds):
            seconds, then = answer(kept, draw(kept.state, seed))
            took.append(seconds)
            by_step = {name: one["seconds"] for name, one in then.seconds.items()}
        found = percentiles(took)
        line = {"what": kind, **found, "last_by_step": by_step}
        if kind == "building put up":
            line |= {"target_building_below_s": BUILDING_S, "target_building_p50_s": found["p50_s"]}
        yield line
