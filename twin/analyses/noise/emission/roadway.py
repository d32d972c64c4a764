"""What of a street's emission traffic does not change: factors per street (2.2.4, 2.2.5).

Both parts of a vehicle's noise are exponentials of its speed v: rolling is proportional to
(v / 70)^b, propulsion to e^(c v), for each street, category and band.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from twin.analyses.noise.emission.surfaces import NAMES, REFERENCE, SURFACES
from twin.analyses.noise.emission.vehicles import (
    CATEGORIES,
    JUNCTION_PROPULSION,
    JUNCTION_ROLLING,
    TEMPERATURE,
    VEHICLES,
)

Floats = NDArray[np.float64]
BEL = log(10.0) / 10.0
"""Turns dB of a power into its natural logarithm."""
REFERENCE_C, REFERENCE_KMH = 20.0, 70.0
JUNCTION_REACH_M = 100.0
NO_JUNCTION, LIGHTS, ROUNDABOUT = 0, 1, 2
STEEPEST_PERCENT = 12.0
DOWNHILL = {"1": (6.0, 1.0), "2": (4.0, 0.7), "3": (4.0, 0.5)}
"""Category -> slope in percent beyond which driving down is louder, divisor (2.2.13 to 2.2.15)."""
DOWNHILL_KMH = {"2": 20.0, "3": 10.0}
UPHILL = {"1": (2.0, 1.5), "2": (0.0, 1.0), "3": (0.0, 0.8)}


class Roadway(NamedTuple):
    """Factors of m streets (or directions of streets), each of shape (m, 5 categories, 8 bands)."""

    rolling: Floats
    """Power of rolling noise at 70 km/h, pW; 0 for two-wheelers, which have none."""
    rolling_slope: Floats
    """Exponent b of (v / 70)."""
    propulsion: Floats
    """Power of propulsion noise where its exponential meets 0 km/h, pW."""
    propulsion_slope: Floats
    """Factor c of v, per km/h."""


def roadway(
    gradient_percent: ArrayLike,
    *,
    surface: Sequence[str] | str = REFERENCE,
    junction: ArrayLike = NO_JUNCTION,
    junction_m: ArrayLike = np.inf,
    temperature_c: float = REFERENCE_C,
    edition: int = 2020,
) -> Roadway:
    """The streets as emission needs them.

    `gradient_percent` (m,) is positive uphill in the direction of travel: the two directions of a
    street are two rows. `surface` is a key of `surfaces.NAMES`, one for all or one a row;
    `junction` 0 none, 1 crossing with lights, 2 roundabout, with its distance `junction_m`;
    `edition` of the coefficients 2020 (amended by 2021/1226) or 2015. Raises ValueError for an
    unknown surface, kind of junction or edition, and where a number is missing.
    """
    gradient = np.atleast_1d(np.asarray(gradient_percent, dtype=np.float64))
    m = gradient.size
    names, paved = np.unique(np.atleast_1d(np.asarray(surface, dtype=str)), return_inverse=True)
    kind = np.broadcast_to(np.asarray(junction, dtype=np.int64), (m,))
    fade = _fade(np.broadcast_to(np.asarray(junction_m, dtype=np.float64), (m,)))
    _check(gradient, names, paved, kind, temperature_c, edition)
    steep = np.clip(gradient, -STEEPEST_PERCENT, STEEPEST_PERCENT)
    parts = [
        _category(category, names.tolist(), paved, steep, kind, fade, temperature_c, edition)
        for category in CATEGORIES
    ]
    road = Roadway(*(np.empty((m, len(CATEGORIES), 8)) for _ in Roadway._fields))
    for place, part in enumerate(parts):
        for whole, rows in zip(road, part, strict=True):
            whole[:, place] = rows
    return road


def _category(
    category: str,
    names: list[str],
    paved: NDArray[np.int64],
    gradient: Floats,
    kind: NDArray[np.int64],
    fade: Floats,
    temperature_c: float,
    edition: int,
) -> tuple[Floats, Floats, Floats, Floats]:
    """The four factors of one category, each (m, 8) or (1, 8) where all streets have the same."""
    vehicle, known = VEHICLES[edition], SURFACES[edition]
    plain = (0.0, np.zeros(8))
    slope = np.array([known.get((name, category), plain)[0] for name in names])
    alpha = np.stack([known.get((name, category), plain)[1] for name in names])
    hill, hill_per_kmh = _gradient(category, gradient)
    ap, bp = vehicle[category, "ap"], vehicle[category, "bp"]
    gain = _power(hill + _junction(JUNCTION_PROPULSION, category, kind) * fade)[:, None]
    propulsion = _power(ap - bp + np.minimum(alpha, 0.0))[paved] * gain
    propulsion_slope = BEL * (bp / REFERENCE_KMH + hill_per_kmh[:, None])
    if (category, "ar") not in vehicle:
        return np.zeros((1, 8)), np.zeros((1, 8)), propulsion, propulsion_slope
    warmth = TEMPERATURE[category] * (REFERENCE_C - temperature_c)
    gain = _power(warmth + _junction(JUNCTION_ROLLING, category, kind) * fade)[:, None]
    rolling = _power(vehicle[category, "ar"] + alpha)[paved] * gain
    rolling_slope = ((vehicle[category, "br"] + slope[:, None]) / 10.0)[paved]
    return rolling, rolling_slope, propulsion, propulsion_slope


def _power(level_db: Floats) -> Floats:
    power: Floats = 10.0 ** (level_db / 10.0)
    return power


def _junction(
    table: Mapping[str, tuple[float, float]], category: str, kind: NDArray[np.int64]
) -> Floats:
    gains: Floats = np.array([0.0, *table.get(category, (0.0, 0.0))])[kind]
    return gains


def _gradient(category: str, gradient: Floats) -> tuple[Floats, Floats]:
    """Propulsion gain on a slope: a constant in dB and dB per km/h (2.2.13 to 2.2.15)."""
    constant, per_kmh = np.zeros(gradient.size), np.zeros(gradient.size)
    if category not in UPHILL:
        return constant, per_kmh
    free, divisor = DOWNHILL[category]
    steepness = np.maximum(-gradient - free, 0.0) / divisor
    if category in DOWNHILL_KMH:
        per_kmh += steepness / 100.0
        constant -= steepness * DOWNHILL_KMH[category] / 100.0
    else:
        constant += steepness
    free, divisor = UPHILL[category]
    per_kmh += np.maximum(gradient - free, 0.0) / divisor / 100.0
    return constant, per_kmh


def _fade(distance_m: Floats) -> Floats:
    """Share of a junction's effect left at a distance; none where the distance is unknown."""
    fade: Floats = np.fmax(1.0 - np.abs(distance_m) / JUNCTION_REACH_M, 0.0)
    return fade


def _check(
    gradient: Floats,
    names: NDArray[np.str_],
    paved: NDArray[np.int64],
    kind: NDArray[np.int64],
    temperature_c: float,
    edition: int,
) -> None:
    unknown = sorted(set(names.tolist()) - set(NAMES))
    if edition not in VEHICLES:
        raise ValueError(f"There are no emission coefficients of {edition}.")
    if unknown or paved.size not in (1, gradient.size):
        raise ValueError(f"Unknown road surface: {', '.join(unknown) or 'one a street, please'}.")
    if not np.isin(kind, (NO_JUNCTION, LIGHTS, ROUNDABOUT)).all():
        raise ValueError("A junction is 0 none, 1 crossing with lights or 2 roundabout.")
    if not (np.isfinite(gradient).all() and np.isfinite(temperature_c)):
        raise ValueError("A gradient or the temperature is missing.")
