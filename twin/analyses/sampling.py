"""Seeded draws of uncertain inputs, the same for every scenario (pure)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

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
(added to the ground factor G). WHY says where each range comes from."""
WHY: dict[str, str] = {
    "demand": "A link that fits counts within GEH 5, the usual test (TAG unit M3.1), may be off by "
    "15 % at 1,100 veh/h; synthetic demand is no better than that.",
    "capacity": "Judgement, in the order of the day-to-day spread of capacities that Brilon, "
    "Geistefeldt & Regler (2005) found on one road.",
    "speed": "Judgement: free speeds come from class and assumed limit, not from measurement.",
    "deterrence": "Judgement: how strongly minutes deter trips is not known for this city.",
    "through": "Judgement: traffic that only passes is told by class of street, not counted.",
    "heavy": "Judgement: shares of lorries are defaults by class of street, not counted.",
    "fleet": "Judgement: the age and fuel of cars here are those of the country; real emissions of "
    "like cars differ more upward than downward from average-speed functions.",
    "surface_db": "Like asphalts differ by age and make (Sandberg & Ejsmont 2002, Tyre/Road Noise "
    "Reference Book); the width is judgement.",
    "ground": "Half the step between classes of G, CNOSSOS-EU table 2.5.a (0, 0.3, 0.7, 1).",
    "dispersion": "Judgement: narrower than the factor of two within which a good model meets half "
    "of all observations (Hanna & Chang 2012), as yearly means even out.",
    "background": "Uncertainty allowed to a measuring station for NO2: 15 %, Directive 2008/50/EC, "
    "Annex I.",
}
"""Why each range is as wide as it is: the source, or that it is our judgement."""
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
    # As scipy.stats.qmc.LatinHypercube draws, number for number; loading that takes seconds.
    rng = np.random.default_rng(seed).spawn(1)[0]
    within = rng.uniform(size=(samples, len(ranges)))
    drawn = []
    for k, (low, high) in enumerate(ranges.values()):
        slices = np.arange(1, samples + 1)
        rng.shuffle(slices)
        drawn.append(low + (high - low) * ((slices - within[:, k]) / samples))
    return [
        {name: float(column[i]) for name, column in zip(ranges, drawn, strict=True)}
        for i in range(samples)
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
    draws: Sequence[NDArray[np.float64]] | NDArray[np.float64], central: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """5th and 95th percentile per entity of the draws, never excluding the central value."""
    if not len(draws):
        return central, central
    low, high = percentiles(np.asarray(draws))
    return np.minimum(low, central), np.maximum(high, central)


def percentiles(draws: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """5th and 95th percentile over the first axis, linear between draws; NaN where one is NaN.

    draws: shape (draws, n), at least one draw. Equals numpy.percentile, three times as fast.
    """
    ordered = np.sort(draws, axis=0)
    last = len(ordered) - 1

    def at(share: float) -> NDArray[Any]:
        below = int(share * last)
        rest = share * last - below
        above = ordered[min(below + 1, last)]
        return np.asarray(ordered[below] + rest * (above - ordered[below]))

    # Sorting puts NaN last; adding 0 times it leaves numbers alone and spreads NaN to both ends.
    spoilt = np.where(np.isnan(ordered[last]), ordered[last], 0.0).astype(draws.dtype)
    return at(0.05) + spoilt, at(0.95) + spoilt
