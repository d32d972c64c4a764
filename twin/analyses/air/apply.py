"""Operator times emissions: what streets add at each receptor."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from twin.analyses.air.operator import THREADS, AirOperator, in_chunks

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Ints = NDArray[np.int64]


def added(operator: AirOperator, strength: Floats, *, threads: int = THREADS) -> Singles:
    """Annual mean that the streets add, µg/m³, shape (rows, k).

    strength: g/(m s) of each street, mean of the year, shape (streets, k). Equal bytes for any
    number of threads: each row is summed by one of them, in one order.
    """
    source = np.ascontiguousarray(strength, dtype=np.float32)
    corners = operator.far.corners(strength).astype(np.float32)
    found = np.zeros((len(operator.targets.x), strength.shape[1]), dtype=np.float32)
    layout = operator.layout

    def some(rows: Ints) -> None:
        _rows(
            rows, operator.targets.cell, layout.row_first, layout.cell_first, layout.cell_street,
            operator.values[:, 0], source, operator.corner, corners, found,
        )  # fmt: skip

    in_chunks(some, np.arange(len(found)), threads)
    return found


def worst_hour(operator: AirOperator, strength: Floats) -> Singles:
    """What the streets within 60 m add in the slow wind of the worst direction, µg/m³, shape
    (facades,). strength: g/(m s) in the busiest hour, shape (streets,)."""
    layout = operator.layout
    found = np.zeros(len(operator.facades), dtype=np.float32)
    _hours(
        layout.hour_first, layout.hour_street, operator.hourly, strength.astype(np.float32), found
    )
    return found


@njit(cache=True, nogil=True, error_model="numpy")
def _rows(
    rows: Ints,
    cell: Ints,
    row_first: Ints,
    cell_first: Ints,
    cell_street: Ints,
    values: Singles,
    source: Singles,
    corner: Singles,
    corners: Singles,
    found: Singles,
) -> None:
    for r in rows:
        out = found[r]
        begin = cell_first[cell[r]]
        for n in range(row_first[r], row_first[r + 1]):
            value = values[n]
            strength = source[cell_street[begin + n - row_first[r]]]
            for k in range(len(out)):
                out[k] += value * strength[k]
        for c in range(4):
            weight = corner[r, c]
            field = corners[cell[r], c]
            for k in range(len(out)):
                out[k] += weight * field[k]


@njit(cache=True, nogil=True, error_model="numpy")
def _hours(first: Ints, street: Ints, hourly: Singles, strength: Singles, found: Singles) -> None:
    for r in range(len(found)):
        for d in range(hourly.shape[1]):
            total = np.float32(0.0)
            for n in range(first[r], first[r + 1]):
                total += hourly[n, d] * strength[street[n]]
            found[r] = max(found[r], total)
