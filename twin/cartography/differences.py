"""What changes between two results, entity by entity, and whether the change is clear."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twin.cartography.layers import MapLayer
from twin.cartography.values import Values
from twin.comparison import layer_difference

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Differences:
    """Scenario minus today for every entity that both have; all arrays shape (n,).

    low, central, high: bounds of the difference, ascending. strength: -2 to 2 with the sign of the
    difference; 0 is no clear change. today, then: the central values.
    """

    fids: NDArray[np.int32]
    today: Floats
    then: Floats
    low: Floats
    central: Floats
    high: Floats
    strength: NDArray[np.int8]


def differences(layer: MapLayer, today: Values, then: Values) -> Differences:
    """Differences of one layer, clear by the rule of `twin.comparison.layer_difference` and at
    least `layer.small`; from `layer.large` on they are strong. Bounds are those of paired draws
    where both results kept them. What lies below `layer.floor` counts as being there."""
    names = [name for name in (layer.column, layer.low, layer.high) if name]
    drawn, before = then.draws(layer.column), today.draws(layer.column)
    paired = None
    if drawn is not None and before is not None:
        paired = {layer.column: (np.maximum(drawn, layer.floor), np.maximum(before, layer.floor))}
    deltas, unclear = layer_difference(
        _chosen(then, [layer.column] if paired else names, layer.floor),
        _chosen(today, [layer.column] if paired else names, layer.floor),
        {layer.column: then.units.get(layer.column, "")},
        paired,
    )
    fids, central = deltas["fid"], deltas[layer.column]
    ends = [values for name, values in deltas.items() if name not in ("fid", layer.column)]
    bounds = np.stack([central, *ends])
    size = np.abs(np.nan_to_num(central))
    clear = ~unclear[layer.column] & (size >= layer.small)
    strength = np.where(clear, np.sign(central), 0) * np.where(size >= layer.large, 2, 1)
    return Differences(
        fids=fids,
        today=today.over(fids, layer.column),
        then=then.over(fids, layer.column),
        low=bounds.min(axis=0),
        central=central,
        high=bounds.max(axis=0),
        strength=np.nan_to_num(strength).astype(np.int8),
    )


def _chosen(values: Values, names: list[str], floor: float) -> dict[str, NDArray[Any]]:
    there = [name for name in names if name in values.columns]
    columns: dict[str, NDArray[Any]] = {
        name: np.maximum(values.columns[name], np.float32(floor)) for name in there
    }
    return {"fid": values.fids, **columns}
