"""The sound power of every street in every world and period, A-weighted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from twin.analyses.flows import Flows
from twin.analyses.noise.emission import add_power, roadway
from twin.analyses.noise.parameters import STEEPEST_PERCENT, NoiseParameters
from twin.analyses.noise.propagation import A_WEIGHTING_DB
from twin.analyses.parallel import in_threads
from twin.citystate import Table

Floats = NDArray[np.float64]
LIGHT, TWO_AXLES, HEAVY = 0, 1, 2
"""Places of categories 1, 2 and 3 in `emission.CATEGORIES`."""


class Powers(NamedTuple):
    """Power of the streets with traffic, pW per metre of street, A-weighted.

    place: (streets,), position in `power`, -1 where nothing drives. power: (loud streets, 3
    periods, 8 bands, worlds).
    """

    place: NDArray[np.int32]
    power: NDArray[np.float32]


def powers_of(
    flows: Flows,
    street: Table,
    parameters: NoiseParameters,
    worlds: Sequence[Mapping[str, float]],
) -> Powers:
    """What the traffic of each world gives off on the reference surface, both directions summed.

    Heavy vehicles are split into two-axled and larger ones; `surface_db` of a world is added to
    rolling noise. Gradients come from the heights of the street's ends.
    """
    driven = np.flatnonzero((flows.light + flows.heavy).max(axis=(0, 1, 2)) > 0)
    place = np.full(len(street), -1, dtype=np.int32)
    place[driven] = np.arange(len(driven))
    slope = gradient_percent(street)[driven]
    weight = 10.0 ** (0.1 * np.asarray(A_WEIGHTING_DB))
    roads = [roadway(way * slope, temperature_c=parameters.temperature_c) for way in (1.0, -1.0)]

    def of_world(world: int) -> NDArray[np.float32]:
        out = np.zeros((3, len(driven), 8))
        rolling = np.full(3, 10.0 ** (0.1 * worlds[world]["surface_db"]))
        for way, road in enumerate(roads):
            light, heavy, light_kmh, heavy_kmh = (
                np.ascontiguousarray(values[world, :, way, driven].T)
                for values in (flows.light, flows.heavy, flows.light_kmh, flows.heavy_kmh)
            )
            two_axles = parameters.heavy_two_axles
            add_power(road, LIGHT, light, light_kmh, rolling, 0.0, out)
            add_power(road, TWO_AXLES, heavy * two_axles, heavy_kmh, rolling, 0.0, out)
            add_power(road, HEAVY, heavy * (1.0 - two_axles), heavy_kmh, rolling, 0.0, out)
        return np.ascontiguousarray((out * weight).transpose(1, 0, 2), dtype=np.float32)

    found = in_threads(of_world, range(len(worlds)))
    return Powers(place, np.ascontiguousarray(np.stack(found, axis=-1)))


def gradient_percent(street: Table) -> Floats:
    """Rise of each street along its vertices, percent; 0 where no height can be believed."""
    first, last, length = (
        np.asarray(street.columns[name], dtype=float)
        for name in ("z_start_m", "z_end_m", "length_m")
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        rise = 100.0 * (last - first) / length
    believed = np.isfinite(rise) & (np.abs(rise) <= 2.0 * STEEPEST_PERCENT)
    return np.where(believed, np.clip(rise, -STEEPEST_PERCENT, STEEPEST_PERCENT), 0.0)
