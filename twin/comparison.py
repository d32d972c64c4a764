"""What differs between a scenario and today, and whether the difference is clear."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext_lazy as _
from numpy.typing import NDArray

from portal.errors import BadInput
from twin.analyses.sampling import percentiles
from twin.models import AnalysisRun

LOW, HIGH = 5.0, 95.0
"""Bounds of an interval, percentiles of the samples."""
LEAST = {
    "veh/h": 10.0,
    "veh/d": 100.0,
    "km/h": 1.0,
    "min": 0.5,
    "1": 0.02,
    "dB": 1.0,
    "µg/m³": 0.5,
    "people": 1.0,
}
"""Differences up to this are too small to notice in the street, by unit. dB: about the least that
two sounds heard one after the other must differ by to be told apart (Zwicker & Fastl 1990,
Psychoacoustics, ch. 7); 3 dB is noticed by nearly everyone. µg/m³: a twentieth of what the WHO
recommends for NO2 over a year, and less than yearly means vary with the weather."""


@dataclass(frozen=True)
class Interval:
    """A figure with its uncertainty; low <= central <= high."""

    low: float
    central: float
    high: float


@dataclass(frozen=True)
class Figure:
    """One indicator of one run, as stored. samples: paired draws, may be empty."""

    code: str
    unit: str
    area: str
    group: str
    value: Interval
    samples: Sequence[float] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is a figure of."""
        return (self.code, self.area, self.group)


@dataclass(frozen=True)
class Delta:
    """One indicator today, in the scenario, and the difference; clear: it excludes zero."""

    code: str
    unit: str
    area: str
    group: str
    today: Interval
    scenario: Interval
    delta: Interval
    clear: bool


def difference(scenario: Figure, today: Figure) -> tuple[Interval, bool]:
    """Scenario minus today, and whether the interval excludes zero.

    Draw i of both runs used the same uncertain inputs, so the draws are subtracted pairwise. Where
    samples are missing the bounds are those of independent figures, which is wider.
    """
    central = scenario.value.central - today.value.central
    if scenario.samples and len(scenario.samples) == len(today.samples):
        draws = np.asarray(scenario.samples, float) - np.asarray(today.samples, float)
        low, high = (float(value) for value in np.percentile(draws, [LOW, HIGH]))
    else:
        low = scenario.value.low - today.value.high
        high = scenario.value.high - today.value.low
    low, high = min(low, central), max(high, central)
    return Interval(low, central, high), low > 0 or high < 0


def compare_figures(scenario: Iterable[Figure], today: Iterable[Figure]) -> list[Delta]:
    """Deltas of all figures that both have, in the scenario's order."""
    before = {figure.key: figure for figure in today}
    rows = []
    for figure in scenario:
        old = before.get(figure.key)
        if old is None or old.unit != figure.unit:
            continue
        delta, clear = difference(figure, old)
        rows.append(
            Delta(
                figure.code,
                figure.unit,
                figure.area,
                figure.group,
                old.value,
                figure.value,
                delta,
                clear,
            )
        )
    return rows


def figures_of(run: AnalysisRun) -> list[Figure]:
    """The stored indicators of a run."""
    return [
        Figure(row.code, row.unit, row.area, row.group, Interval(row.low, row.central, row.high),
               tuple(row.samples))
        for row in run.indicators.order_by("pk")
    ]  # fmt: skip


def compare(*, run: AnalysisRun, baseline_run: AnalysisRun) -> list[Delta]:
    """Deltas of a run to a baseline run.

    Raises BadInput unless both are done and share model, model version, parameters and base.
    """
    refuse_unlike(run, baseline_run)
    return compare_figures(figures_of(run), figures_of(baseline_run))


def refuse_unlike(run: AnalysisRun, other: AnalysisRun) -> None:
    """Raise BadInput unless two runs answer the same question about the same city."""
    if (run.analysis, run.model_version) != (other.analysis, other.model_version):
        raise BadInput(_("These two results come from different models and cannot be compared."))
    if run.parameters != other.parameters:
        raise BadInput(_("These two results rest on different settings and cannot be compared."))
    if run.scenario.base_id != other.scenario.base_id:
        raise BadInput(_("These two results start from different states of the city."))
    if {run.status, other.status} != {AnalysisRun.Status.DONE}:
        raise BadInput(_("One of these results is not there yet."))


Columns = Mapping[str, NDArray[Any]]


def layer_difference(
    scenario: Columns,
    today: Columns,
    units: Mapping[str, str],
    draws: Mapping[str, tuple[NDArray[Any], NDArray[Any]]] | None = None,
) -> tuple[dict[str, NDArray[Any]], dict[str, NDArray[np.bool_]]]:
    """Per entity: scenario minus today, and where the change is not clear.

    scenario, today: `fid` (int32, ascending) and float columns, as a layer stores them; entities
    in only one of the two are left out. draws: column -> its seeded draws in the scenario and
    today, shape (rows of that side, draws), draw i the same world in both. Returns columns by name
    ("fid" among them) and masks by name (True: no clear change). A column with draws is clear when
    the 5th to 95th percentile of its paired differences excludes 0; `low_x` and `high_x` then are
    these bounds. Without draws it is clear when low, central and high all moved the same way.
    Any difference up to LEAST of its unit is not clear.
    """
    fid, mine, theirs = _matched(scenario["fid"], today["fid"])
    deltas: dict[str, NDArray[Any]] = {"fid": fid.astype(np.int32)}
    for name in scenario:
        if name != "fid" and name in today:
            deltas[name] = scenario[name][mine] - today[name][theirs]
    for name, (then, before) in (draws or {}).items():
        if name in deltas and then.shape[1:] == before.shape[1:]:
            bounds = _paired(then[mine], before[theirs], deltas[name])
            deltas[f"low_{_stem(name)}"], deltas[f"high_{_stem(name)}"] = bounds
    unclear = {}
    for name, delta in deltas.items():
        if name == "fid" or name.startswith(("low_", "high_")):
            continue
        small = ~(np.abs(delta) > LEAST.get(units.get(name, ""), 0.0))
        low, high = deltas.get(f"low_{_stem(name)}"), deltas.get(f"high_{_stem(name)}")
        if low is not None and high is not None:
            small |= (np.sign(low) != np.sign(delta)) | (np.sign(high) != np.sign(delta))
        unclear[name] = small
    return deltas, unclear


def _matched(
    mine: NDArray[Any], theirs: NDArray[Any]
) -> tuple[NDArray[Any], NDArray[Any] | slice, NDArray[Any] | slice]:
    """Ids that both have and where each side holds them; equal ids need no search."""
    if np.array_equal(mine, theirs):
        return mine, slice(None), slice(None)
    return np.intersect1d(mine, theirs, assume_unique=True, return_indices=True)


def _paired(
    then: NDArray[Any], before: NDArray[Any], central: NDArray[Any]
) -> tuple[NDArray[Any], NDArray[Any]]:
    """5th and 95th percentile of paired differences, (n, draws) each, around the central one."""
    low, high = percentiles(np.ascontiguousarray((then - before).T))
    return np.minimum(low, central), np.maximum(high, central)


def _stem(name: str) -> str:
    """`volume_veh_h` has its bounds in `low_volume` and `high_volume`."""
    return name.removesuffix("_veh_h").removesuffix("_kmh")
