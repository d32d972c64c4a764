"""The published forms of emission functions, and reading a table of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FORMS: dict[str, Callable[..., Floats]] = {
    "R25": lambda v, a, b, c, d, e: (a + c * v + e * v**2) / (1 + b * v + d * v**2),
    "R27": lambda v, a, b, c, d, e, f: (a + c * v + e * v**2 + f / v) / (1 + b * v + d * v**2),
    "R30": lambda v, a, b, c, d, e, f: (a + c * v + e * v**2) / (1 + b * v + d * v**2) + f / v,
    "R19": lambda v, a, b, c, d, e, f, g: (a * v**2 + b * v + c + d / v) / (e * v**2 + f * v + g),
    "QUAD": lambda v, a, b, c: a * v**2 + b * v + c,
    "CUB": lambda v, a, b, c, d: a * v**3 + b * v**2 + c * v + d,
    "POLY5": lambda v, a, b, c, d, e, f: a * v**5 + b * v**4 + c * v**3 + d * v**2 + e * v + f,
    "POW2": lambda v, a, b, c, d: a * v**b + c * v**d,
    "EXPOW": lambda v, a, b, c: a * b**v * v**c,
    "SIG": lambda v, a, b, c, d, e: a + b / (1 + np.exp(-c + d * np.log(v) + e * v)),
    "INVQ": lambda v, a, b, c: 1 / (c * v**2 + b * v + a),
    "INVPOW": lambda v, a, b, c: 1 / (a + b * v**c),
    "HYP": lambda v, a, b, c: (a + b * v) ** (-1 / c),
    "CONST": lambda v, a: np.full_like(v, a),
}
"""Form -> value at v km/h. The letters mean different things in different forms: R27 is equation 1
of the guidebook's annex of 2013, R19 the form of 2016 and 2019."""


@dataclass(frozen=True)
class Curve:
    """One published function: valid from slowest_kmh to fastest_kmh, times (1 - reduction)."""

    form: str
    coefficients: tuple[float, ...]
    reduction: float
    slowest_kmh: float
    fastest_kmh: float

    def at(self, speed_kmh: Floats) -> Floats:
        """Value per vehicle and km; the speed is held within the valid range, never negative."""
        v = np.clip(speed_kmh, max(self.slowest_kmh, 1.0), self.fastest_kmh)
        value = FORMS[self.form](v, *self.coefficients) * (1 - self.reduction)
        return np.asarray(np.maximum(value, 0.0))


Key = tuple[str, str, str]
Table = dict[Key, tuple[Curve, ...]]


def read(text: str) -> Table:
    """(vehicle, Euro class, pollutant) -> curves in order of speed; several where a table gives
    a constant for each range of speed."""
    rows: list[list[str]] = []
    for line in text.strip().splitlines():
        if line.startswith(" "):
            rows[-1] += line.split()
        else:
            rows.append(line.split())
    found: Table = {}
    for vehicle, euro, pollutant, form, reduction, low, high, *rest in rows:
        curve = Curve(form, tuple(map(float, rest)), float(reduction), float(low), float(high))
        key = (vehicle, euro, pollutant)
        found[key] = (*found.get(key, ()), curve)
    return found


def evaluate(curves: tuple[Curve, ...], speed_kmh: Floats) -> Floats:
    """Value of the curve that holds at each speed, shape of `speed_kmh`."""
    value = curves[0].at(speed_kmh)
    for curve in curves[1:]:
        value = np.where(speed_kmh > curve.slowest_kmh, curve.at(speed_kmh), value)
    return value
