"""Seeded draws of uncertain inputs, the same for every scenario (pure)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from twin.analyses.contract import Indicator

Range = tuple[float, float]

WORLDS: dict[str, Range] = {
    "demand": (0.85, 1.15),
    "capacity": (0.88, 1.12),
    "speed": (0.92, 1.08),
    "deterrence": (0.7, 1.3),
    "through": (0.75, 1.25),
    "heavy": (0.6, 1.4),
    "fleet": (0.75, 1.3),
    "surface_db": (-1.5, 1.5),
    "ground": (-0.2, 0.2),
    "dispersion": (0.7, 1.4),
    "background": (0.85, 1.15),
}
"""What is uncertain along the whole street chain, drawn together so that draw i is one world in
every analysis. Factors on the central input, but surface_db (dB added to rolling noise) and ground
(added to the ground factor G). Each analysis documents the ranges of the inputs it uses."""
WORLD_SEED, WORLD_SAMPLES = 44109, 9
CENTRAL_WORLD: dict[str, float] = {
    name: 0.0 if low < 0 else 1.0 for name, (low, high) in WORLDS.items()
}


def worlds(samples: int = WORLD_SAMPLES, seed: int = WORLD_SEED) -> list[dict[str, float]]:
    """The central world and `samples` drawn ones, in this order."""
    return [CENTRAL_WORLD, *latin_hypercube(WORLDS, samples, seed)]


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
