"""Part `chain`: every analysis from nothing, what its operator weighs, and applied again."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from twin.analyses.catalogue import ANALYSES
from twin.analyses.contract import Upstream
from twin.analyses.parallel import threads
from twin.bench.street.asking import Asked
from twin.bench.street.links import (
    STREET,
    apply_one,
    chain,
    nantes,
    operator_bytes,
    prepare_all,
    put_on_shelf,
)
from twin.bench.street.phase import peak_mb, quiet, timed
from twin.runs import pack

ROUNDS = 3
WHOLE_S = 90.0


def lines(asked: Asked) -> Iterator[dict[str, Any]]:
    """The whole chain once from nothing, then each `apply` again, then analyses beside it."""
    before = compiled()
    state, took = timed(lambda: nantes(asked.area))
    rows = {kind: len(table) for kind, table in state.tables.items()}
    yield {"what": "city loaded", **took, "rows": rows, "threads": threads(), "peak_mb": peak_mb()}
    kept = prepare_all(state)
    new = compiled() - before
    for name, analysis in chain():
        again = [
            timed(partial(apply_one, name, analysis, kept, state, kept.outcomes, kept.outcomes))[1]
            for _ in range(ROUNDS)
        ]
        stored = operator_bytes(kept.operators[name])
        outcome = kept.outcomes[name]
        yield {
            "what": name,
            "prepare": kept.seconds[f"prepare {name}"],
            "first_apply": kept.seconds[f"apply {name}"],
            "apply_seconds": min(one["seconds"] for one in again),
            "operator_mb": None if stored is None else round(len(stored) / 1e6, 1),
            "results_mb": round(sum(len(pack(layer)) for layer in outcome.layers) / 1e6, 2),
            "layers": {layer.name: len(layer.feature_ids) for layer in outcome.layers},
            "facts": {key: value for key, value in outcome.facts.items() if _plain(value)},
        }
    yield {
        "what": "whole chain from nothing",
        "seconds": round(kept.total, 2),
        "cpu_seconds": round(sum(one["cpu_seconds"] for one in kept.seconds.values()), 2),
        "target_chain_below_s": WHOLE_S,
        "target_chain_s": round(kept.total, 2),
        "compiled_before": not new,
        "peak_mb": peak_mb(),
    }
    put_on_shelf(kept)
    for name, analysis in ANALYSES.items():
        if name not in STREET:
            operator, took = timed(lambda a=analysis: a.prepare(state, a.parameters(), quiet))  # type: ignore[misc]
            _found, applied = timed(
                lambda a=analysis, o=operator: a.apply(o, state, a.parameters(), Upstream(), quiet)  # type: ignore[misc]
            )
            yield {"what": name, "prepare": took, "apply_seconds": applied["seconds"]}


def _plain(value: Any) -> bool:
    return isinstance(value, (int, float, str, bool))


def compiled() -> set[Path]:
    """Files of compiled loops; where a run adds some, its first figures hold the time for it."""
    from numba.core import config

    folder = str(getattr(config, "CACHE_DIR", ""))
    places = [Path(folder)] if folder else [Path(__file__).resolve().parents[2] / "analyses"]
    return {file for place in places for file in place.rglob("*.nbc")}
