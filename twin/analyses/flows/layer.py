"""The layer "flows": peak-hour traffic by direction, class and world, and the streets' delays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twin.analyses.contract import Layer

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LAYER = "flows"
SUPPLY = ("free_kmh", "capacity", "b", "power")
UNITS = {"free_kmh": "km/h", "capacity": "veh/h", "b": "1", "power": "1"}


@dataclass(frozen=True)
class Links:
    """Directed links of streets: row, direction 0 along the vertices or 1 against them, and the
    central free speed, capacity and delay figures; arrays of shape (links,)."""

    street: Ints
    direction: Ints
    free_kmh: Floats
    capacity: Floats
    b: Floats
    power: Floats


def flows_layer(
    links: Links, light: Sequence[Floats], heavy: Sequence[Floats], rows: Ints
) -> Layer:
    """Peak-hour vehicles of every world on the streets `rows`; light, heavy: per world and link.

    Columns: free_kmh_d, capacity_d, b_d, power_d; light_d_w, heavy_d_w for direction d and world
    w. A direction that nobody may drive has capacity 0.
    """
    place = np.full(int(rows.max(initial=0)) + 1, -1, dtype=np.int64)
    place[rows] = np.arange(len(rows))
    columns: dict[str, NDArray[np.float32]] = {}
    units: dict[str, str] = {}

    def put(name: str, values: Floats, unit: str) -> None:
        for d in (0, 1):
            here = links.direction == d
            column = np.zeros(len(rows), dtype=np.float32)
            column[place[links.street[here]]] = values[here]
            columns[name.format(d=d)] = column
            units[name.format(d=d)] = unit

    for name in SUPPLY:
        put(f"{name}_{{d}}", getattr(links, name), UNITS[name])
    for w, (few, many) in enumerate(zip(light, heavy, strict=True)):
        put(f"light_{{d}}_{w}", np.round(few, 3), "veh/h")
        put(f"heavy_{{d}}_{w}", np.round(many, 4), "veh/h")
    return Layer(LAYER, "street", rows.astype(np.int32), columns, units)
