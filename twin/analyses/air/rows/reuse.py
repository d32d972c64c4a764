"""Rows of an operator that a changed city leaves as they are."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from twin.analyses.air.dispersion.near import Targets
from twin.analyses.receivers import Receivers

Ints = NDArray[np.int64]


def same_rows(
    facades: Receivers, grid: Receivers, old_facades: Receivers, old_grid: Receivers
) -> Ints:
    """Row of the old operator with the same receptor, -1 where there is none, shape (rows,)."""
    at_facade = _found(facades.number, old_facades.number)
    on_grid = _found(grid.number, old_grid.number)
    return np.concatenate([at_facade, np.where(on_grid >= 0, on_grid + len(old_facades), -1)])


def _found(wanted: Ints, known: Ints) -> Ints:
    if not len(known):
        return np.full(len(wanted), -1, dtype=np.int64)
    place = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    return np.where(known[place] == wanted, place, -1)


def unchanged(targets: Targets, old: Targets, row: Ints) -> NDArray[np.bool_]:
    """Which receptors stand where they stood, in the same canyon. row: from same_rows."""
    same = row >= 0
    at = np.maximum(row, 0)
    for name in ("x", "y", "height", "level", "cell", "canyon", "year", "width"):
        if len(old.x):
            same &= getattr(targets, name) == getattr(old, name)[at]
    if len(old.x):
        same &= (targets.hour == old.hour[at]).all(axis=1)
    return np.asarray(same)


@njit(cache=True, nogil=True, error_model="numpy")
def copy_rows(
    first: Ints,
    old_first: Ints,
    row: Ints,
    rows: Ints,
    values: NDArray[np.float32],
    old: NDArray[np.float32],
) -> None:
    """Copies the values of `rows` from `old`, shape (n, k) both; `row` says where each was."""
    for r in rows:
        begin = old_first[row[r]]
        for n in range(first[r], first[r + 1]):
            for k in range(values.shape[1]):
                values[n, k] = old[begin + n - first[r], k]
