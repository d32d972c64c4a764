"""Part `assignment`: published networks, the demo city's, and any TNTP files at hand."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from twin.analyses.traffic import assign
from twin.bench.sioux_falls import BEST_OBJECTIVE, sioux_falls
from twin.bench.street.asking import Asked
from twin.bench.street.phase import timed

GAPS = (1e-4, 1e-6)
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
    for network_file in sorted(Path(asked.tntp).glob("*_net.tntp")) if asked.tntp else []:
        yield from _of_files(network_file)


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
