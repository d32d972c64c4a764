"""Part `noise`: the ISO/TR 17534-4 cases, and how many paths a core follows in a second."""

from __future__ import annotations

import time
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

from twin.analyses.catalogue import ANALYSES
from twin.analyses.noise.propagation.pace import microseconds_a_path
from twin.analyses.parallel import set_threads
from twin.bench.street.asking import Asked
from twin.bench.street.links import nantes
from twin.bench.street.phase import quiet
from twin.bench.street.sizes import cut

WITHIN_DB = 0.1


def lines(asked: Asked) -> Iterator[dict[str, Any]]:
    """The cases where the tests are at hand; paths worked out; paths followed in the city."""
    # The published figures are the tests' own; an installation may come without them.
    if find_spec("tests") is not None:
        from tests.twin.analyses.noise.iso_cases import deviations

        worst = deviations()
        yield {
            "what": "ISO/TR 17534-4 cases, from scene to level",
            "cases": len(worst),
            "within_0.1_db": sum(value <= WITHIN_DB for value in worst.values()),
            "worst_db": round(max(worst.values()), 4),
            "by_case_db": {case: round(value, 4) for case, value in worst.items()},
            "target_cases_within": sum(value <= WITHIN_DB for value in worst.values()),
        }
    took = microseconds_a_path()
    yield {
        "what": "one path worked out, both conditions, eight bands",
        "microseconds_by_houses_in_the_way": {n: round(us, 2) for n, us in took.items()},
        "million_paths_a_second_a_core": {n: round(1 / us, 2) for n, us in took.items()},
    }
    if "noise" in ANALYSES:
        yield _followed(asked)


def _followed(asked: Asked) -> dict[str, Any]:
    """Paths cut from a quarter of the city and worked out, on one core."""
    analysis, state = ANALYSES["noise"], cut(nantes(asked.area), 0.25)
    parameters = analysis.parameters()
    set_threads(1)
    used = time.process_time()
    operator = analysis.prepare(state, parameters, quiet)
    used = time.process_time() - used
    paths = int(operator.facades.paths.sum() + operator.grid.paths.sum())
    return {
        "what": "paths cut from the city and worked out, one core",
        "paths": paths,
        "cpu_seconds": round(used, 2),
        "million_paths_a_second_a_core": round(paths / used / 1e6, 3),
        "compiled_too": False,
    }
