"""How long a traffic run takes, and how good it is: Nantes, one closed street, Sioux Falls."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any, TypeVar

import numpy as np

from twin.analyses.catalogue import ANALYSES
from twin.analyses.contract import Outcome
from twin.analyses.traffic import TrafficParameters, assign
from twin.bench.sioux_falls import BEST_OBJECTIVE, sioux_falls
from twin.citystate import CityState
from twin.demo.city import ensure_city
from twin.state import load

T = TypeVar("T")
ROUNDS = 3
GAPS = (1e-4, 1e-6, 1e-8, 1e-10)


def run() -> None:
    """Print one JSON line per measurement; seconds are the best of three, wall and CPU."""
    _sioux_falls()
    _nantes(load(ensure_city(say=lambda text: None)))


def _say(**figures: Any) -> None:
    print(json.dumps({"bench": "traffic", **figures}, ensure_ascii=False), flush=True)


def _best(work: Callable[[], T]) -> tuple[T, dict[str, float]]:
    """The result of `work` and its least wall and CPU seconds."""
    wall, cpu = [], []
    for _ in range(ROUNDS):
        began, used = time.perf_counter(), time.process_time()
        result = work()
        wall.append(time.perf_counter() - began)
        cpu.append(time.process_time() - used)
    return result, {"seconds": round(min(wall), 4), "cpu_seconds": round(min(cpu), 4)}


def _sioux_falls() -> None:
    network, demand = sioux_falls()
    for gap in GAPS:
        found, took = _best(lambda gap=gap: assign(network, demand, gap=gap, max_iterations=5000))  # type: ignore[misc]
        _say(
            what="Sioux Falls",
            asked_gap=gap,
            gap=found.relative_gap,
            objective=round(found.objective, 6),
            off_best=found.objective / BEST_OBJECTIVE - 1,
            rounds=found.iterations,
            **took,
        )


def _nantes(state: CityState) -> None:
    """The whole analysis, its two halves, and a what-if, with and without draws."""
    analysis, parameters = ANALYSES["traffic"], TrafficParameters()
    once = replace(parameters, samples=0)

    def quiet(share: float, text: str) -> None:
        """Nobody listens."""

    operator, prepared = _best(lambda: analysis.prepare(state, parameters, quiet))
    today = analysis.apply(operator, state, parameters, {}, quiet)
    _say(what="Nantes today, with draws (whole analysis)", **_facts(today), **prepared)
    closed = _without_busiest(state, today)
    then, what_if = _best(lambda: analysis.apply(operator, closed, parameters, {}, quiet))
    ratio = round(what_if["cpu_seconds"] / prepared["cpu_seconds"], 3)
    _say(what="busiest street closed, with draws", of_the_whole=ratio, **_facts(then), **what_if)
    operator, prepared = _best(lambda: analysis.prepare(state, once, quiet))
    _say(what="Nantes today, without draws", **prepared)
    then, what_if = _best(lambda: analysis.apply(operator, closed, once, {}, quiet))
    ratio = round(what_if["cpu_seconds"] / prepared["cpu_seconds"], 3)
    _say(what="busiest street closed, without draws", of_the_whole=ratio, **_facts(then), **what_if)
    _say(what="settings", parameters=asdict(parameters))


def _facts(outcome: Outcome) -> dict[str, Any]:
    wanted = ("worst_relative_gap", "samples", "zones", "gateways", "links", "trips")
    return {name: outcome.facts[name] for name in wanted}


def _without_busiest(state: CityState, base: Outcome) -> CityState:
    """The city with its busiest street piece closed to cars."""
    layer = base.layers[0]
    row = layer.feature_ids[int(np.argmax(layer.columns["volume_veh_h"]))]
    street = state.tables["street"]
    car = street.columns["car"].copy()
    car[row] = False
    return state.with_table("street", street.with_columns(car=car), f"{state.digest}-closed")
