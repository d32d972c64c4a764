"""Where trips go: a doubly constrained gravity model solved by Furness's method."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from portal.errors import BadInput
from portal.marking import gettext_noop as _

Floats = NDArray[np.float64]

NEGATIVE = _("A number of trips cannot be negative.")
UNEQUAL = _("As many trips must end as start.")
CLOSE_ENOUGH = 1e-9
MOST_ROUNDS = 1000


def furness(seed: Floats, rows: Floats, columns: Floats) -> Floats:
    """The matrix nearest to `seed` with the given row and column sums, shape (n, m).

    Iterative proportional fitting (Furness 1965, Traffic Engineering and Control 7(7)): rows and
    columns are scaled in turn until no cell changes by more than 1e-9 of the total. Where zero
    cells forbid a fit, the columns are kept and the rows come as near as they can. Raises
    BadInput when the sums differ or are negative.
    """
    rows, columns = np.asarray(rows, dtype=float), np.asarray(columns, dtype=float)
    total = rows.sum()
    if (rows < 0).any() or (columns < 0).any() or (np.asarray(seed) < 0).any():
        raise BadInput(NEGATIVE)
    if abs(total - columns.sum()) > 1e-6 * max(total, 1.0):
        raise BadInput(UNEQUAL)
    fit = np.asarray(seed, dtype=float)
    for _round in range(MOST_ROUNDS):
        before = fit
        fit = fit * _ratio(rows, fit.sum(axis=1))[:, None]
        fit = fit * _ratio(columns, fit.sum(axis=0))[None, :]
        if np.abs(fit - before).max(initial=0.0) <= CLOSE_ENOUGH * max(total, 1.0):
            break
    return fit


def gravity(
    origins: Floats, destinations: Floats, cost: Floats, deterrence: float, allowed: Floats
) -> Floats:
    """Trips between places: origins x destinations x exp(-deterrence x cost), both sums kept.

    cost: shape (n, m), infinite where there is no way. allowed: 1 where a pair may have trips,
    0 where not (for example within one place). Wilson, A. G. (1967), Transportation Research 1.
    """
    with np.errstate(over="ignore"):
        seed = np.exp(-deterrence * cost) * allowed
    seed = np.where(np.isfinite(cost), seed, 0.0)
    return furness(seed * np.outer(origins > 0, destinations > 0), origins, destinations)


def _ratio(wanted: Floats, found: Floats) -> Floats:
    return np.divide(wanted, found, out=np.zeros_like(wanted), where=found > 0)
