"""Who gains and who loses against today, where that is larger than what we are unsure of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twin.analyses.sampling import percentiles

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_HAIR = 1e-6
"""A step of exactly the least size counts, whatever rounding does to it."""


@dataclass(frozen=True)
class Changes:
    """Scenario minus today at each place where people are.

    delta: shape (worlds, places), NaN where today has no such place. low, high: 5th and 95th
    percentile of the paired draws, around the central delta. gains, loses: shape (worlds, places).
    """

    delta: Floats
    low: Floats
    high: Floats
    gains: Bools
    loses: Bools


def changes(now: Floats, before: Floats, place: NDArray[np.int64], least: float) -> Changes:
    """Changes from `before` to `now`, shape (worlds, places) each.

    place: for each column of `now` its column in `before`, -1 for none. A place gains when its
    value falls by `least` or more in that world, and the interval of all paired draws excludes
    zero; it loses when the value rises so.
    """
    worlds = min(len(now), len(before))
    delta = np.full((worlds, now.shape[1]), np.nan)
    known = place >= 0
    delta[:, known] = now[:worlds, known] - before[:worlds, place[known]]
    low, high = delta[0], delta[0]
    if worlds > 1:
        bounds = percentiles(delta[1:])
        low, high = np.minimum(bounds[0], delta[0]), np.maximum(bounds[1], delta[0])
    gains = (delta <= -(least - _HAIR)) & (high < 0)
    loses = (delta >= least - _HAIR) & (low > 0)
    return Changes(delta, low, high, gains, loses)


def no_changes(now: Floats) -> Changes:
    """Today against itself."""
    zeros, none = np.zeros(now.shape), np.zeros(now.shape, dtype=bool)
    return Changes(zeros, zeros[0], zeros[0], none, none)
