"""What walking times mean: minutes per building and figures for the whole city."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from twin.analyses.access.figures import INDICATORS
from twin.analyses.access.parameters import OLDER_M_S, WALKING_M_S, AccessParameters
from twin.analyses.contract import Indicator, Layer
from twin.analyses.sampling import indicator

Floats = NDArray[np.float64]


def minutes(effort_m: Floats, walking_m_s: float, way: float = 1.0) -> Floats:
    """Walking minutes; NaN where there is no way."""
    return np.where(np.isfinite(effort_m), effort_m / walking_m_s / 60.0 * way, np.nan)


def daily(effort_m: Mapping[str, Floats], categories: Sequence[str]) -> Floats:
    """Mean effort to the nearest of each category; inf where one of them cannot be reached."""
    return np.asarray(np.mean([effort_m[name] for name in categories], axis=0))


def layer_of(effort_m: Mapping[str, Floats], parameters: AccessParameters) -> Layer:
    """The layer "buildings": minutes per category for every building, NaN where unreachable."""
    count = len(next(iter(effort_m.values())))
    columns = {
        f"minutes_{name}": minutes(effort, parameters.walking_m_s).astype(np.float32)
        for name, effort in effort_m.items()
    }
    return Layer(
        name="buildings",
        kind="building",
        feature_ids=np.arange(count, dtype=np.int32),
        columns=columns,
        units=dict.fromkeys(columns, "min"),
    )


def indicators_of(
    effort_m: Mapping[str, Floats],
    weight: Floats,
    parameters: AccessParameters,
    draws: Sequence[Mapping[str, float]],
) -> list[Indicator]:
    """Mean minutes and shares of homes within 5 and 10 minutes, per category, by dwellings."""
    found = []
    for name, effort in effort_m.items():
        found += _of_category(name, effort, weight, parameters, draws)
    if "daily" in effort_m:
        found += _minutes("minutes_daily", effort_m["daily"], weight, OLDER_M_S, draws, "over_70")
    return found


def _of_category(
    name: str,
    effort: Floats,
    weight: Floats,
    parameters: AccessParameters,
    draws: Sequence[Mapping[str, float]],
) -> list[Indicator]:
    found = _minutes(f"minutes_{name}", effort, weight, parameters.walking_m_s, draws, "")
    if name == "daily":
        return found
    for word, limit in (("near", parameters.near_min), ("far", parameters.far_min)):
        code = f"within_{word}_{name}"
        if code not in INDICATORS:
            continue
        central = _share(minutes(effort, parameters.walking_m_s), weight, limit)
        samples = [
            _share(minutes(effort, one["speed"], one["way"]), weight, limit) for one in draws
        ]
        found.append(indicator(code, INDICATORS[code].unit, central, samples))
    return found


def _minutes(
    code: str,
    effort: Floats,
    weight: Floats,
    walking_m_s: float,
    draws: Sequence[Mapping[str, float]],
    group: str,
) -> list[Indicator]:
    """The dwelling-weighted mean; nothing where no home reaches such a place."""
    reached = np.isfinite(effort) & (weight > 0)
    if code not in INDICATORS or not reached.any():
        return []
    metres = float(np.average(effort[reached], weights=weight[reached]))
    # A group's own speed moves with the draw as everybody's does: slow and fast walkers alike.
    samples = [
        metres / (one["speed"] * (walking_m_s / WALKING_M_S)) / 60.0 * one["way"] for one in draws
    ]
    unit = INDICATORS[code].unit
    return [indicator(code, unit, metres / walking_m_s / 60.0, samples, group=group)]


def _share(found: Floats, weight: Floats, limit: float) -> float:
    """Share of all homes, in percent, with a walk of at most `limit` minutes."""
    total = weight.sum()
    with np.errstate(invalid="ignore"):
        near = np.where(found <= limit, weight, 0.0)
    return float(100.0 * near.sum() / total) if total > 0 else 0.0
