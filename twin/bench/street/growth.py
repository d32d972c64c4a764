"""Part `growth`: the chain on cities of a quarter to four times the size."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from twin.bench.street.asking import Asked
from twin.bench.street.links import nantes, operator_bytes, prepare_all
from twin.bench.street.phase import in_a_process, peak_mb
from twin.bench.street.sizes import cut, sized


def lines(asked: Asked) -> Iterator[dict[str, Any]]:
    """One line a size, then how time and memory grow: cost ~ size ** exponent."""
    found = []
    for size in asked.sizes:
        for line in in_a_process("growth", "growth.one_size", asked, size):
            if line["what"] == "failed":
                yield {"size": size, **line}
            if line["what"] == "size":
                found.append(line)
                yield line
    if len(found) > 1:
        yield {"what": "exponents", **exponents(found)}


def exponents(found: list[dict[str, Any]]) -> dict[str, Any]:
    """Slopes of log cost against log of the number of buildings, over all sizes."""
    size = np.log([line["buildings"] for line in found])

    def slope(costs: list[float]) -> float:
        return round(float(np.polyfit(size, np.log(np.maximum(costs, 1e-3)), 1)[0]), 2)

    steps = {name for line in found for name in line["cpu_seconds"]}
    return {
        "time": {
            name: slope([line["cpu_seconds"].get(name, 1e-3) for line in found])
            for name in sorted(steps)
        },
        "time_of_all": slope([sum(line["cpu_seconds"].values()) for line in found]),
        "operators": slope([line["operators_mb"] for line in found]),
        "memory_above_base": slope([line["peak_mb"] - line["base_mb"] for line in found]),
    }


def one_size(asked: Asked, size: float) -> Iterator[dict[str, Any]]:
    """Seconds and memory of the chain from nothing; loops are compiled or loaded before."""
    whole = nantes(asked.area)
    prepare_all(cut(whole, 0.02), coarse=True)
    state = sized(whole, size)
    base = peak_mb()
    kept = prepare_all(state, coarse=True)
    peak = peak_mb()
    stored = [operator_bytes(one) or b"" for one in kept.operators.values()]
    yield {
        "what": "size",
        "size": size,
        "buildings": len(state.tables["building"]),
        "streets": len(state.tables["street"]),
        "residents": round(float(state.tables["building"].columns["residents"].sum())),
        "seconds": round(kept.total, 2),
        "cpu_seconds": {name: one["cpu_seconds"] for name, one in kept.seconds.items()},
        "operators_mb": round(sum(map(len, stored)) / 1e6, 1),
        "base_mb": base,
        "peak_mb": peak,
    }
