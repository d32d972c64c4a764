"""Part `building`: a building put up, and one taken away, with the operators updated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twin.bench.street.asking import Asked
from twin.bench.street.links import nantes, prepare_all
from twin.bench.street.plans import gone_building, new_building
from twin.bench.street.what_if import answer, percentiles

TARGET_S = 5.0


def lines(asked: Asked) -> Iterator[dict[str, Any]]:
    """Both kinds with each seed, from the edit to packed results."""
    kept = prepare_all(nantes())
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
            line |= {"target_building_below_s": TARGET_S, "target_building_p50_s": found["p50_s"]}
        yield line
