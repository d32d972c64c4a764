"""Seeded draws of uncertain inputs, the same for every scenario (pure)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from twin.analyses.contract import Indicator

Range = tuple[float, float]


def latin_hypercube(ranges: Mapping[str, Range], samples: int, seed: int) -> list[dict[str, float]]:
    """`samples` draws of the named inputs, each uniform in its range.

    Latin hypercube: every input is drawn once from each of `samples` equal slices of its range
    (McKay, Beckman, Conover 1979, Technometrics 21(2)). Equal seeds give equal draws, so draw i
    is the same world in every scenario.
    """
    if samples < 1 or not ranges:
        return []
    from scipy.stats import qmc  # takes a second to load, and only runs draw

    unit = qmc.LatinHypercube(d=len(ranges), rng=np.random.default_rng(seed)).random(samples)
    return [
        {
            name: low + (high - low) * float(row[k])
            for k, (name, (low, high)) in enumerate(ranges.items())
        }
        for row in unit
    ]


def indicator(
    code: str,
    unit: str,
    central: float,
    samples: Sequence[float],
    *,
    area: str = "",
    group: str = "",
) -> Indicator:
    """An indicator whose bounds are the 5th and 95th percentile of its samples."""
    low, high = (central, central) if not samples else np.percentile(samples, [5, 95])
    return Indicator(
        code=code,
        unit=unit,
        low=float(min(low, central)),
        central=float(central),
        high=float(max(high, central)),
        samples=tuple(float(value) for value in samples),
        area=area,
        group=group,
    )


def band(
    draws: Sequence[NDArray[np.float64]], central: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """5th and 95th percentile per entity of the draws, never excluding the central value."""
    if not draws:
        return central, central
    low, high = np.percentile(np.stack(draws), [5, 95], axis=0)
    return np.minimum(low, central), np.maximum(high, central)
