"""Adjust trips so that modelled volumes meet counted ones: one factor for all, then by gradient."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Floats = NDArray[np.float64]

GOOD_GEH = 5.0
"""A count is met where GEH is below 5; a good model meets 85 percent of its counts: UK Department
for Transport, TAG unit M3.1, Highway assignment modelling, Table 2."""
STRONGEST = 4.0
"""No pair of places ends with more than four times, or less than a quarter of, its first trips."""
ROUNDS = 60


def geh(modelled: Floats, counted: Floats) -> Floats:
    """GEH statistic of hourly volumes, sqrt(2 (m - c)^2 / (m + c)); 0 where both are 0.

    Design manual for roads and bridges, volume 12, section 2 (1996).
    """
    total = modelled + counted
    square = np.divide(
        2 * (modelled - counted) ** 2, total, out=np.zeros_like(total), where=total > 0
    )
    return np.sqrt(square)


def share_within(modelled: Floats, counted: Floats, bound: float = GOOD_GEH) -> float:
    """Share of the counts with a GEH below the bound; 1 without counts."""
    return float((geh(modelled, counted) < bound).mean()) if len(counted) else 1.0


def adjust(trips: Floats, share: csr_array, counted: Floats) -> Floats:
    """Factor on the trips of every pair, shape (pairs,).

    trips: per pair. share: how much of a pair's trips passes each counted place, shape (counts,
    pairs). counted: vehicles per hour, shape (counts,). First all pairs that pass a count are
    scaled alike; then each follows the gradient of the squared error, with the optimal step of
    Spiess, H. (1990), A gradient approach for the O-D matrix adjustment problem, Centre de
    recherche sur les transports 693. Pairs that pass no count take the common factor only.
    """
    before = np.asarray(share @ trips)
    if not len(counted) or before.sum() <= 0:
        return np.ones(len(trips))
    common = float(np.clip(before @ counted / (before @ before), 1 / STRONGEST, STRONGEST))
    factor = np.full(len(trips), common)
    for _ in range(ROUNDS):
        now = trips * factor
        wrong = share @ now - counted
        gradient = np.asarray(share.T @ wrong)
        change = -np.asarray(share @ (now * gradient))
        length = float(change @ change)
        if length <= 0:
            break
        step = -float(change @ wrong) / length
        steepest = float(np.abs(gradient).max())
        step = min(step, 0.5 / steepest)
        factor = np.clip(factor * (1.0 - step * gradient), 1 / STRONGEST, STRONGEST)
    return factor
