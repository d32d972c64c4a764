"""Flows and speeds of every street, read from what the traffic analysis found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twin.analyses.contract import Layer, Outcome
from twin.analyses.flows.layer import LAYER
from twin.analyses.flows.periods import heavy_factors, light_factors
from twin.analyses.network import assumed_limit_kmh
from twin.analyses.sampling import worlds
from twin.citystate import CityState, Table

Floats = NDArray[np.float64]

PERIODS = ("day", "evening", "night")
HEAVY_KMH = 80.0
"""Fastest a heavy vehicle may drive in France outside motorways (Code de la route R413-8)."""
SLOWEST_KMH = 5.0
"""A volume above capacity would give a speed of no meaning; queues are taken to move at walking
pace."""
HEAVY_PCE = 2.0
"""As in the traffic model: a heavy vehicle takes the room of two cars."""


@dataclass(frozen=True)
class Flows:
    """Traffic of an average day, arrays of shape (worlds, 3 periods, 2 directions, streets).

    World 0 is the central one, the others are the draws of `sampling.worlds`. Direction 0 runs
    with the street's vertices, 1 against them. light, heavy: vehicles per hour, 0 where none may
    drive. light_kmh, heavy_kmh: speed driven, finite everywhere. peak_light, peak_heavy: the
    busiest hour, shape (worlds, 2, streets); peak_kmh: its speed.
    """

    light: Floats
    heavy: Floats
    light_kmh: Floats
    heavy_kmh: Floats
    peak_light: Floats
    peak_heavy: Floats
    peak_kmh: Floats


def flows_of(traffic: Outcome, state: CityState) -> Flows:
    """The flows behind a traffic outcome on the streets of `state`.

    Volumes of the peak hour spread over the day by `periods`; speeds follow from the delay curve
    at the mean volume of each period, on streets without traffic from the limit in force. Raises
    KeyError when the outcome has no layer "flows".
    """
    layer = next((one for one in traffic.layers if one.name == LAYER), None)
    if layer is None:
        raise KeyError(LAYER)
    street = state.tables["street"]
    factors = worlds(int(traffic.facts["samples"]), int(traffic.facts["seed"]))
    peak_light, peak_heavy = (_spread(layer, name, len(factors), street) for name in CLASSES)
    importance = street.columns["importance"].astype(np.int64)
    light = peak_light[:, None] * light_factors()[None, :, None, None]
    heavy = peak_heavy[:, None] * heavy_factors(importance)[None, :, None, :]
    free, capacity, b, power = (_supply(layer, name, street) for name in SUPPLY)
    speed = np.array([one["speed"] for one in factors])
    room = np.array([one["capacity"] for one in factors])
    known = capacity > 0

    def driven(cars: Floats) -> Floats:
        """Speed at a volume in passenger cars, worlds first."""
        shape = (-1,) + (1,) * (cars.ndim - 1)
        load = cars / (np.where(known, capacity, 1.0) * room.reshape(shape))
        moving = free * speed.reshape(shape) / (1.0 + b * load**power)
        return np.asarray(np.where(known, np.maximum(moving, SLOWEST_KMH), _limit(street)))

    light_kmh = driven(light + HEAVY_PCE * heavy)
    return Flows(
        light=light,
        heavy=heavy,
        light_kmh=light_kmh,
        heavy_kmh=np.minimum(light_kmh, HEAVY_KMH),
        peak_light=peak_light,
        peak_heavy=peak_heavy,
        peak_kmh=driven(peak_light + HEAVY_PCE * peak_heavy),
    )


CLASSES = ("light", "heavy")
SUPPLY = ("free_kmh", "capacity", "b", "power")


def _spread(layer: Layer, name: str, count: int, street: Table) -> Floats:
    """A class's peak volumes on all streets, shape (worlds, 2, streets)."""
    found = np.zeros((count, 2, len(street)))
    for world in range(count):
        for d in (0, 1):
            found[world, d, layer.feature_ids] = layer.columns[f"{name}_{d}_{world}"]
    return found


def _supply(layer: Layer, name: str, street: Table) -> Floats:
    """A figure of the delay curve on all streets, 0 where unknown, shape (2, streets)."""
    found = np.zeros((2, len(street)))
    for d in (0, 1):
        found[d, layer.feature_ids] = layer.columns[f"{name}_{d}"]
    return found


def _limit(street: Table) -> Floats:
    """The limit in force on every street, km/h, the assumed one where it makes no sense."""
    c = street.columns
    limit = c["speed_kmh"].astype(float)
    assumed = assumed_limit_kmh(c["importance"], c["road_class"], c["restricted"].astype(bool))
    return np.asarray(np.where(np.isfinite(limit) & (limit > 0), limit, assumed))
