"""How long a traffic run takes, and how good it is: published networks, Nantes, and what-ifs."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from twin.analyses.catalogue import ANALYSES
from twin.analyses.contract import Outcome, Upstream
from twin.analyses.traffic import TrafficParameters, assign
from twin.analyses.traffic.equilibrium import Commodities, settle
from twin.analyses.traffic.tntp import read_network, read_trips, solve
from twin.bench import braess
from twin.bench.sioux_falls import BEST_OBJECTIVE, sioux_falls
from twin.citystate import CityState
from twin.demo.city import ensure_city
from twin.state import load

T = TypeVar("T")
ROUNDS = 3
GAPS = (1e-4, 1e-6, 1e-8, 1e-10)


def run(words: Sequence[str] = ()) -> None:
    """Print one JSON line per measurement; seconds are the best of three, wall and CPU.

    words: nothing, or --tntp NET TRIPS for one network of the field's alone.
    """
    parser = ArgumentParser(prog="bench traffic")
    parser.add_argument("--tntp", nargs=2, type=Path, metavar=("NET", "TRIPS"))
    asked = parser.parse_args(list(words))
    if asked.tntp:
        _tntp(asked.tntp[0].name, *(path.read_text(errors="replace") for path in asked.tntp))
        return
    _sioux_falls()
    _tntp("Braess", braess.NET, braess.TRIPS)
    _nantes(load(ensure_city(say=lambda text: None)))


def _tntp(name: str, network_text: str, trips_text: str) -> None:
    network = read_network(network_text, name)
    trips = read_trips(trips_text, network.zones, network.lowest, name)
    for gap in GAPS[:3]:
        found, took = _best(lambda gap=gap: solve(network, trips, gap=gap))  # type: ignore[misc]
        _say(
            what=name,
            asked_gap=gap,
            gap=found.relative_gap,
            objective=found.objective,
            total_travel_time=found.total_travel_time,
            rounds=found.iterations,
            links=len(network),
            **took,
        )


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
        ask = Commodities(*_sorted(demand.origin, demand.destination, demand.trips))
        ours, took = _best(lambda gap=gap, ask=ask: settle(network, ask, gap=gap, max_rounds=5000))  # type: ignore[misc]
        _say(what="Sioux Falls, our re-assignment from nothing", asked_gap=gap,
             gap=ours.relative_gap, rounds=ours.rounds, **took)  # fmt: skip


def _sorted(origin: Any, destination: Any, trips: Any) -> tuple[Any, Any, Any, Any]:
    order = np.argsort(origin, kind="stable")
    return origin[order], destination[order], trips[order], np.zeros(len(order), dtype=np.int64)


def _nantes(state: CityState) -> None:
    """The whole analysis, its two halves, and what-ifs, with and without draws."""
    analysis, parameters = ANALYSES["traffic"], TrafficParameters()

    def quiet(share: float, text: str) -> None:
        """Nobody listens."""

    for asked in (parameters, replace(parameters, samples=0)):
        operator, prepared = _best(lambda asked=asked: analysis.prepare(state, asked, quiet))  # type: ignore[misc]
        today = analysis.apply(operator, state, asked, Upstream(), quiet)
        _say(what="Nantes today, prepare", **_facts(today), **prepared)
        for name, plan in _plans(state, today).items():
            then, what_if = _best(
                lambda plan=plan, operator=operator, asked=asked: analysis.apply(  # type: ignore[misc]
                    operator, plan, asked, Upstream(), quiet
                )
            )
            ratio = round(what_if["cpu_seconds"] / prepared["cpu_seconds"], 3)
            _say(what=name, of_the_whole=ratio, **_facts(then), **what_if)
    _say(what="settings", parameters=asdict(parameters))


def _facts(outcome: Outcome) -> dict[str, Any]:
    wanted = ("worst_relative_gap", "samples", "zones", "gateways", "links", "trips")
    return {name: outcome.facts[name] for name in wanted}


def _plans(state: CityState, base: Outcome) -> dict[str, CityState]:
    """The busiest piece closed, 30 km/h on the 200 busiest, no lorries on the 50 busiest."""
    layer, street = base.layers[0], state.tables["street"]
    busy = layer.feature_ids[np.argsort(-layer.columns["volume_veh_h"], kind="stable")]

    def plan(name: str, column: str, rows: Any, value: Any) -> CityState:
        values = street.columns.get(column, np.zeros(len(street), dtype=bool)).copy()
        values[rows] = value
        changed = street.with_columns(**{column: values})
        return state.with_table("street", changed, f"{state.digest}-{name}")

    return {
        "busiest street closed": plan("closed", "car", busy[:1], False),
        "30 km/h on 200 links": plan("slow", "speed_kmh", busy[:200], 30.0),
        "no lorries on 50 links": plan("ban", "no_heavy", busy[:50], True),
    }
