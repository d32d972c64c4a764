"""What noise and air found, as arrays of worlds: the central one first, then the draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from portal.errors import BadInput
from portal.marking import gettext_noop as _
from twin.analyses.contract import Layer, Outcome

Floats = NDArray[np.float64]

MISSING = _("The noise or air that this builds on has no result to read.")
AIR = ("no2", "pm25", "pm10")


@dataclass(frozen=True)
class Heard:
    """Levels at facades. building: row per receiver, shape (receivers,). lden, lnight: dB, shape
    (worlds, receivers)."""

    building: NDArray[np.int64]
    lden: NDArray[Any]
    lnight: NDArray[Any]


@dataclass(frozen=True)
class Breathed:
    """Yearly means at buildings, µg/m³. building: rows, shape (n,). values: pollutant ->
    shape (worlds, n)."""

    building: NDArray[np.int64]
    values: dict[str, NDArray[Any]]


def heard(noise: Outcome, lived_in: NDArray[np.bool_]) -> Heard:
    """Levels in front of buildings that people live in; raises BadInput when there are none.

    lived_in: per building row; a facade of a building beyond it is left out.
    """
    layer, draws = _layer(noise, "facades"), _drawn(noise, "facades")
    building = np.asarray(layer.columns["building"]).astype(np.int64)
    kept = (building >= 0) & (building < len(lived_in))
    kept[kept] = lived_in[building[kept]]
    lden, lnight = (_worlds(layer, draws, name)[:, kept] for name in ("lden", "lnight"))
    return Heard(building[kept], lden, lnight)


def breathed(air: Outcome) -> Breathed:
    """Air at the worst place around each building; raises BadInput when there is none."""
    layer, draws = _layer(air, "buildings"), _drawn(air, "buildings")
    values = {name: _worlds(layer, draws, name) for name in AIR}
    return Breathed(layer.feature_ids.astype(np.int64), values)


def _layer(outcome: Outcome, name: str) -> Layer:
    for layer in outcome.layers:
        if layer.name == name:
            return layer
    raise BadInput(MISSING)


def _drawn(outcome: Outcome, name: str) -> Layer | None:
    return next((layer for layer in outcome.layers if layer.name == f"{name}_draws"), None)


def _worlds(layer: Layer, draws: Layer | None, column: str) -> NDArray[Any]:
    """The central column and its draws, shape (worlds, n)."""
    found = [layer.columns[column]]
    if draws is not None:
        while f"{column}_{len(found) - 1}" in draws.columns:
            found.append(draws.columns[f"{column}_{len(found) - 1}"])
    return np.stack(found)
