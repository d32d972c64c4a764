"""The chain of analyses as the bench runs it: in this process, without the database."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import partial
from typing import Any

from twin.analyses.catalogue import ANALYSES
from twin.analyses.contract import Analysis, Outcome, Progress, Upstream
from twin.bench.street.phase import quiet, timed
from twin.bench.street.sizes import cut
from twin.citystate import CityState
from twin.demo.city import ensure_city
from twin.runs import pack
from twin.runs.operators import NotStorable, depends_on, operator_for, write_operator
from twin.state import load

STREET = ("traffic", "noise", "air", "exposure")
"""The chain in its order; those that the catalogue has."""
COARSE = {"spacing_m": 36.0, "step_m": 40.0, "grid_m": 40.0}
"""Settings that make cities of many sizes affordable to measure; the same for all of them."""


def chain() -> list[tuple[str, Analysis]]:
    """Names and models of the chain."""
    return [(name, ANALYSES[name]) for name in STREET if name in ANALYSES]


def nantes(area: float = 1.0) -> CityState:
    """The demo city, or a share of it."""
    whole = load(ensure_city(say=lambda text: None))
    return whole if area == 1.0 else cut(whole, area)


@dataclass
class Kept:
    """Operators and outcomes of one city, by analysis; seconds of each step."""

    state: CityState
    operators: dict[str, Any] = field(default_factory=dict)
    parameters: dict[str, Any] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    seconds: dict[str, dict[str, float]] = field(default_factory=dict)

    @property
    def total(self) -> float:
        """Wall seconds of all steps."""
        return sum(one["seconds"] for one in self.seconds.values())


def prepare_all(state: CityState, *, shelved: bool = False, coarse: bool = False) -> Kept:
    """Operators and outcomes of a city from nothing.

    shelved: operators from the disk where they are there, as a worker finds them. coarse: with a
    third of the receivers.
    """
    kept = Kept(state)
    for name, analysis in chain():
        parameters = analysis.parameters()
        if coarse:
            known = {one.name for one in fields(parameters)}
            given = {key: value for key, value in COARSE.items() if key in known}
            parameters = replace(parameters, **given)
        kept.parameters[name] = parameters
        make = operator_for if shelved else _prepare
        kept.operators[name], kept.seconds[f"prepare {name}"] = timed(
            partial(make, analysis, state, state, parameters, quiet)
        )
        kept.outcomes[name], kept.seconds[f"apply {name}"] = timed(
            lambda n=name, a=analysis: apply_one(n, a, kept, state, kept.outcomes, kept.outcomes)  # type: ignore[misc]
        )
    return kept


def _prepare(
    analysis: Analysis, base: CityState, state: CityState, parameters: Any, progress: Progress
) -> Any:
    return analysis.prepare(base, parameters, progress)


def put_on_shelf(kept: Kept) -> None:
    """Leave operators on the disk for the parts that follow."""
    for name, analysis in chain():
        operator = kept.operators[name]
        operator_for(
            analysis,
            kept.state,
            kept.state,
            analysis.parameters(),
            quiet,
            prepare=lambda told, made=operator: made,  # type: ignore[misc]
        )


def apply_one(
    name: str,
    analysis: Analysis,
    kept: Kept,
    state: CityState,
    found: Mapping[str, Outcome],
    today: Mapping[str, Outcome],
) -> Outcome:
    """One analysis on a city, with what it builds on of the plan and of today."""
    upstream = Upstream(
        {other: found[other] for other in analysis.upstream},
        {other: today[other] for other in analysis.upstream if other in today},
    )
    parameters = kept.parameters.get(name) or analysis.parameters()
    return analysis.apply(kept.operators[name], state, parameters, upstream, quiet)


def what_if(kept: Kept, plan: CityState) -> Kept:
    """A plan's outcomes, packed as they are stored, with today's operators where they serve."""
    then = Kept(plan)
    for name, analysis in chain():
        then.operators[name], then.seconds[f"operator {name}"] = timed(
            lambda n=name, a=analysis: follow(a, kept.operators[n], kept.state, plan)  # type: ignore[misc]
        )
        then.outcomes[name], then.seconds[f"apply {name}"] = timed(
            lambda n=name, a=analysis: apply_one(n, a, then, plan, then.outcomes, kept.outcomes)  # type: ignore[misc]
        )
        _bytes, then.seconds[f"pack {name}"] = timed(
            lambda n=name: sum(len(pack(layer)) for layer in then.outcomes[n].layers)  # type: ignore[misc]
        )
    return then


def follow(analysis: Analysis, operator: Any, base: CityState, plan: CityState) -> Any:
    """Today's operator, or what it becomes where the plan changed what it reads."""
    if not analysis.follows or depends_on(analysis, base) == depends_on(analysis, plan):
        return operator
    return analysis.update(operator, base, plan, analysis.parameters(), quiet)


def operator_bytes(operator: Any) -> bytes | None:
    """An operator as it would be stored; None for one that cannot be."""
    content = io.BytesIO()
    try:
        write_operator(operator, content)
    except NotStorable:
        return None
    return content.getvalue()
