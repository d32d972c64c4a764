"""Part `assignment`: published networks, the demo city's, and any TNTP files at hand."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from twin.analyses.catalogue import ANALYSES
from twin.analyses.contract import Outcome, Upstream
from twin.analyses.traffic import assign
from twin.analyses.traffic.parameters import HEAVY_PCE
from twin.analyses.traffic.tntp import read_network, read_trips, solve, warm_up
from twin.bench import braess
from twin.bench.sioux_falls import BEST_OBJECTIVE, sioux_falls
from twin.bench.street.asking import Asked
from twin.bench.street.links import nantes
from twin.bench.street.phase import quiet, timed
from twin.citystate import CityState

GAPS = (1e-4, 1e-6)
SUPPLY = ("free_kmh", "capacity", "b", "power")
PATIENCE_S = 300.0


def lines(asked: Asked) -> Iterator[dict[str, Any]]:
    """Seconds, relative gap and objective of each network at each gap asked for."""
    network, demand = sioux_falls()
    assign(network, demand, gap=1e-2)
    for gap in GAPS:
        found, took = timed(lambda g=gap: assign(network, demand, gap=g, max_iterations=5000))  # type: ignore[misc]
        yield {
            "what": "Sioux Falls",
            "asked_gap": gap,
            "relative_gap": found.relative_gap,
            "objective": round(found.objective, 6),
            "off_best": found.objective / BEST_OBJECTIVE - 1,
            **took,
        }
    warm_up()
    yield from _braess()
    yield _nantes(asked)
    for network_file in sorted(Path(asked.tntp).glob("*_net.tntp")) if asked.tntp else []:
        yield from _of_files(network_file)


def _braess() -> Iterator[dict[str, Any]]:
    network = read_network(braess.NET, "Braess")
    trips = read_trips(braess.TRIPS, network.zones, network.lowest, "Braess")
    for gap in GAPS:
        found, took = timed(lambda g=gap: solve(network, trips, gap=g))  # type: ignore[misc]
        yield {
            "what": "Braess",
            "asked_gap": gap,
            "relative_gap": found.relative_gap,
            "objective": found.objective,
            "total_travel_time": found.total_travel_time,
            **took,
        }


def _nantes(asked: Asked) -> dict[str, Any]:
    """Today's peak hour of the demo city, two classes, the central world, from nothing."""
    state, analysis = nantes(asked.area), ANALYSES["traffic"]
    parameters = replace(analysis.parameters(), samples=0)
    operator, took = timed(lambda: analysis.prepare(state, parameters, quiet))
    outcome = analysis.apply(operator, state, parameters, Upstream(), quiet)
    return {
        "what": "Nantes",
        "asked_gap": parameters.gap,
        "relative_gap": outcome.facts["relative_gap"],
        "objective": round(_objective(outcome, state), 3),
        "links": outcome.facts["links"],
        "trips": outcome.facts["trips"],
        **took,
    }


def _objective(outcome: Outcome, state: CityState) -> float:
    """Beckmann's objective in passenger-car hours an hour, from the stored flows."""
    layer = next(one for one in outcome.layers if one.name == "flows")
    length_km = state.tables["street"].columns["length_m"][layer.feature_ids] / 1000.0
    total = 0.0
    for way in (0, 1):
        column = {name: layer.columns[f"{name}_{way}"].astype(float) for name in SUPPLY}
        volume = layer.columns[f"light_{way}_0"] + HEAVY_PCE * layer.columns[f"heavy_{way}_0"]
        used = np.flatnonzero(volume > 0)
        free = length_km[used] / column["free_kmh"][used]
        capacity, b = column["capacity"][used], column["b"][used]
        power, v = column["power"][used], volume[used].astype(float)
        rise = b * capacity / (power + 1.0) * (v / capacity) ** (power + 1.0)
        total += float((free * (v + rise)).sum())
    return total


def _of_files(network: Path) -> Iterator[dict[str, Any]]:
    """`manage.py assign` on one network, as anybody would run it."""
    name = network.name.removesuffix("_net.tntp")
    trips = network.with_name(f"{name}_trips.tntp")
    for gap in GAPS:
        words = ["assign", "--network", str(network), "--trips", str(trips), "--gap", str(gap)]
        done = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "manage.py", *words],
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
        if done.returncode:
            yield {"what": name, "asked_gap": gap, "failed": done.stderr.strip()[-200:]}
        else:
            yield {"what": name, "asked_gap": gap, **json.loads(done.stdout)}
