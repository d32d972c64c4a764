"""The layer "buildings": what the residents of each building hear and breathe."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from twin.analyses.contract import Layer
from twin.analyses.exposure.facades import Facades
from twin.analyses.exposure.harm import highly_annoyed
from twin.analyses.sampling import band

Floats = NDArray[np.float64]

UNITS = {
    "residents": "people",
    "annoyed": "people",
    "lden": "dB",
    "lnight": "dB",
    "change_lden": "dB",
    "low_change_lden": "dB",
    "high_change_lden": "dB",
    "no2": "µg/m³",
    "change_no2": "µg/m³",
}
DECIMALS = 2


def layer_of(
    people: Floats,
    facades: Facades,
    lden: Floats,
    lnight: Floats,
    noise: Floats,
    air: tuple[NDArray[np.int64], Floats, Floats],
) -> Layer:
    """One row per building with residents and facades.

    people: per building row. lden, lnight: central, shape (places,). noise: change of Lden, shape
    (worlds, places). air: rows, NO2 and its change, shape (n,) each. Levels are means over the
    building's residents; where today has no such building the change is NaN.
    """
    rows, first = np.unique(facades.building, return_index=True)

    def mean(values: Floats) -> Floats:
        """Over each building's residents, along the last axis."""
        if not len(first):
            return np.empty((*values.shape[:-1], 0))
        return np.asarray(np.add.reduceat(values * facades.share, first, axis=-1))

    change = mean(noise)
    low, high = band(change[1:], change[0])
    columns = {
        "residents": people[rows],
        "annoyed": people[rows] * mean(highly_annoyed(lden)),
        "lden": mean(lden),
        "lnight": mean(lnight),
        "change_lden": change[0],
        "low_change_lden": low,
        "high_change_lden": high,
        "no2": _at(rows, air[0], air[1], len(people)),
        "change_no2": _at(rows, air[0], air[2], len(people)),
    }
    return Layer(
        name="buildings",
        kind="building",
        feature_ids=rows.astype(np.int32),
        columns={name: _short(values) for name, values in columns.items()},
        units=UNITS,
    )


def _at(rows: NDArray[np.int64], known: NDArray[np.int64], values: Floats, size: int) -> Floats:
    """Values of buildings at `rows`, NaN where there is none."""
    whole = np.full(size, np.nan)
    whole[known] = values
    return whole[rows]


def _short(values: Floats) -> NDArray[np.float32]:
    """Few digits, so that a layer packs well."""
    return (np.round(values, DECIMALS) + 0.0).astype(np.float32)
