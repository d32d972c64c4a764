"""What a loaded network means: figures per street and for the whole city."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from twin.analyses.contract import Indicator, Layer
from twin.analyses.indicators import INDICATORS
from twin.analyses.network import DriveNetwork
from twin.analyses.sampling import band, indicator
from twin.analyses.traffic.emissions import co2_g_km
from twin.analyses.traffic.loading import Loaded
from twin.analyses.traffic.supply import Supply

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

BY_AREA = ("vehicle_km", "local_vehicle_km", "co2_kg_h")
LOCAL_FROM = 5
"""Importance 5 and 6: streets that serve those who live there."""
UNITS = {
    "volume_veh_h": "veh/h", "volume_forward": "veh/h", "volume_backward": "veh/h",
    "speed_kmh": "km/h", "free_speed_kmh": "km/h", "vc": "1",
    "low_volume": "veh/h", "high_volume": "veh/h", "co2_g_km_h": "g/km/h",
}  # fmt: skip

Measured = dict[tuple[str, str], float]


def measure(
    network: DriveNetwork,
    supply: Supply,
    loaded: Loaded,
    importance: Ints,
    area: NDArray[np.str_],
    co2_factor: float,
) -> Measured:
    """(indicator code, area) -> value. importance, area: per street row; "" is no area."""
    km = loaded.volume * network.length_km
    hours = loaded.volume * loaded.minutes / 60.0
    free_hours = km / supply.free_kmh
    speed = network.length_km / (loaded.minutes / 60.0)
    local = importance[network.street] >= LOCAL_FROM
    co2 = km * co2_g_km(speed) / 1000.0 * co2_factor
    full = loaded.volume > supply.capacity
    total_hours = float(hours.sum())
    found: Measured = {
        ("vehicle_km", ""): float(km.sum()),
        ("local_vehicle_km", ""): float(km[local].sum()),
        ("delay_h", ""): max(0.0, float((hours - free_hours).sum())),
        ("mean_speed_kmh", ""): float(km.sum()) / total_hours if total_hours > 0 else float("nan"),
        ("trip_minutes", ""): loaded.trip_minutes,
        ("over_capacity_km", ""): _street_km(network, full),
        ("co2_kg_h", ""): float(co2.sum()),
    }
    where = area[network.street]
    for name in sorted(set(area.tolist()) - {""}):
        here = where == name
        found["vehicle_km", name] = float(km[here].sum())
        found["local_vehicle_km", name] = float(km[here & local].sum())
        found["co2_kg_h", name] = float(co2[here].sum())
    return found


def _street_km(network: DriveNetwork, links: NDArray[np.bool_]) -> float:
    """Length of the streets with such a link, km; a two-way street counts once."""
    _, first = np.unique(network.street[links], return_index=True)
    return float(network.length_km[links][first].sum())


def indicators_of(central: Measured, draws: Sequence[Measured]) -> list[Indicator]:
    """One indicator per measured figure, with the draws as its samples (all or none)."""
    found = []
    for (code, area), value in central.items():
        samples = [one[code, area] for one in draws]
        if np.isfinite(value):
            samples = samples if np.isfinite(samples).all() else []
            found.append(indicator(code, INDICATORS[code].unit, value, samples, area=area))
    return found


def street_volume(network: DriveNetwork, volume: Floats, streets: int) -> Floats:
    """Volume of both directions per street row, veh/h, shape (streets,)."""
    return np.bincount(network.street, volume, minlength=streets).astype(float)


def layer_of(
    network: DriveNetwork,
    supply: Supply,
    loaded: Loaded,
    rows: Ints,
    streets: int,
    draws: Sequence[Floats],
) -> Layer:
    """The layer "streets" for the given street rows; a street closed to cars has volume 0."""
    s, v = network.street, loaded.volume
    both = street_volume(network, v, streets)
    ahead = street_volume(network, np.where(network.forward, v, 0.0), streets)
    speed = network.length_km / (loaded.minutes / 60.0)
    weight = street_volume(network, np.maximum(v, 1e-9), streets)
    vc = np.zeros(streets)
    np.maximum.at(vc, s, v / supply.capacity)
    low, high = band(draws, both)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = street_volume(network, np.maximum(v, 1e-9) * speed, streets) / weight
        free = street_volume(network, np.maximum(v, 1e-9) * supply.free_kmh, streets) / weight
    columns: Mapping[str, Floats] = {
        "volume_veh_h": both,
        "volume_forward": ahead,
        "volume_backward": both - ahead,
        "speed_kmh": mean,
        "free_speed_kmh": free,
        "vc": vc,
        "low_volume": low,
        "high_volume": high,
        "co2_g_km_h": street_volume(network, v * co2_g_km(speed), streets),
    }
    return Layer(
        name="streets",
        kind="street",
        feature_ids=rows.astype(np.int32),
        columns={name: values[rows].astype(np.float32) for name, values in columns.items()},
        units=UNITS,
    )
