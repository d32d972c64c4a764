"""What a loaded network means: figures per street and for the whole city."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from twin.analyses.contract import Indicator, Layer
from twin.analyses.flows import Links, flows_layer
from twin.analyses.flows.periods import daily_factors
from twin.analyses.network import DriveNetwork
from twin.analyses.sampling import band, indicator
from twin.analyses.traffic.figures import INDICATORS
from twin.analyses.traffic.loading import Streets
from twin.analyses.traffic.settling import Loaded

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SLOWEST_KMH, FASTEST_KMH = 10.0, 130.0
FUEL_A, FUEL_B, FUEL_C, FUEL_D, FUEL_E = 174.0, 0.0685, 0.364, -0.000247, 0.00874
"""Fuel of a petrol car, 1.4 to 2.0 l, Euro 4: EMEP/EEA air pollutant emission inventory guidebook
2013 (update of September 2014), part 1.A.3.b, Tier 3, Table 3-41."""
CO2_PER_FUEL = 44.011 / (12.011 + 1.008 * 1.86)
"""g CO2 per g fuel: all carbon burnt, hydrogen to carbon ratio 1.86 (same guidebook)."""
LOCAL_FROM = 5
"""Importance 5 and 6: streets that serve those who live there."""
UNITS = {
    "volume_veh_h": "veh/h", "volume_forward": "veh/h", "volume_backward": "veh/h",
    "heavy_veh_h": "veh/h", "daily_veh": "veh/d",
    "speed_kmh": "km/h", "free_speed_kmh": "km/h", "vc": "1",
    "low_volume": "veh/h", "high_volume": "veh/h",
    "low_heavy_veh_h": "veh/h", "high_heavy_veh_h": "veh/h",
    "low_daily_veh": "veh/d", "high_daily_veh": "veh/d", "co2_g_km_h": "g/km/h",
}  # fmt: skip

Measured = dict[tuple[str, str], float]


def measure(
    streets: Streets,
    loaded: Loaded,
    importance: Ints,
    area: NDArray[np.str_],
    factors: Mapping[str, float],
) -> Measured:
    """(indicator code, area) -> value in one world. importance, area: per street row; "" is no
    area. CO2 is that of the light vehicles."""
    network, offer = streets.network, streets.offer.in_world(factors)
    km = loaded.volume * network.length_km
    light_km = km - loaded.heavy * network.length_km
    hours = loaded.volume * loaded.minutes / 60.0
    free_hours = km / offer.free_kmh
    speed = network.length_km / (loaded.minutes / 60.0)
    local = importance[network.street] >= LOCAL_FROM
    co2 = light_km * co2_g_km(speed) / 1000.0 * factors["fleet"]
    full = loaded.cars > offer.capacity
    total_hours = float(hours.sum())
    found: Measured = {
        ("vehicle_km", ""): float(km.sum()),
        ("local_vehicle_km", ""): float(km[local].sum()),
        ("heavy_vehicle_km", ""): float(loaded.heavy @ network.length_km),
        ("delay_h", ""): max(0.0, float((hours - free_hours).sum())),
        ("mean_speed_kmh", ""): float(km.sum()) / total_hours if total_hours > 0 else float("nan"),
        ("trip_minutes", ""): loaded.trip_minutes,
        ("over_capacity_km", ""): street_km(network, full),
        ("co2_kg_h", ""): float(co2.sum()),
    }
    where = area[network.street]
    for name in sorted(set(area.tolist()) - {""}):
        here = where == name
        found["vehicle_km", name] = float(km[here].sum())
        found["local_vehicle_km", name] = float(km[here & local].sum())
        found["co2_kg_h", name] = float(co2[here].sum())
    return found


def street_km(network: DriveNetwork, links: NDArray[np.bool_]) -> float:
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


def street_speed(network: DriveNetwork, volume: Floats, speed: Floats, streets: int) -> Floats:
    """Mean of both directions' speeds by volume, 0 where nobody may drive, shape (streets,)."""
    weight = np.maximum(volume, 1e-9)
    total = street_volume(network, weight, streets)
    summed = street_volume(network, weight * speed, streets)
    return np.divide(summed, total, out=np.zeros(streets), where=total > 0)


def street_volume(network: DriveNetwork, volume: Floats, streets: int) -> Floats:
    """Volume of both directions per street row, veh/h, shape (streets,)."""
    return np.bincount(network.street, volume, minlength=streets).astype(float)


def layer_of(streets: Streets, runs: Sequence[Loaded], rows: Ints, importance: Ints) -> Layer:
    """The layer "streets" for the given street rows; a street closed to cars has volume 0.

    runs: central first, then the draws. importance: per street row.
    """
    network, supply, loaded = streets.network, streets.offer, runs[0]
    count, v = len(importance), loaded.volume
    both = street_volume(network, v, count)
    ahead = street_volume(network, np.where(network.forward, v, 0.0), count)
    heavy = street_volume(network, loaded.heavy, count)
    speed = network.length_km / (loaded.minutes / 60.0)
    vc = np.zeros(count)
    np.maximum.at(vc, network.street, loaded.cars / supply.capacity)
    daily = _daily(network, loaded, importance)
    draws = runs[1:]
    low, high = band([street_volume(network, one.volume, count) for one in draws], both)
    low_heavy, high_heavy = band([street_volume(network, one.heavy, count) for one in draws], heavy)
    low_daily, high_daily = band([_daily(network, one, importance) for one in draws], daily)
    columns: Mapping[str, Floats] = {
        "volume_veh_h": both,
        "volume_forward": ahead,
        "volume_backward": both - ahead,
        "heavy_veh_h": heavy,
        "daily_veh": daily,
        "speed_kmh": street_speed(network, v, speed, count),
        "free_speed_kmh": street_speed(network, v, supply.free_kmh, count),
        "vc": vc,
        "low_volume": low,
        "high_volume": high,
        "low_heavy_veh_h": low_heavy,
        "high_heavy_veh_h": high_heavy,
        "low_daily_veh": low_daily,
        "high_daily_veh": high_daily,
        "co2_g_km_h": street_volume(network, (v - loaded.heavy) * co2_g_km(speed), count),
    }
    return Layer(
        name="streets",
        kind="street",
        feature_ids=rows.astype(np.int32),
        columns={name: values[rows].astype(np.float32) for name, values in columns.items()},
        units=UNITS,
    )


def _daily(network: DriveNetwork, loaded: Loaded, importance: Ints) -> Floats:
    """Vehicles of an average day in both directions, shape (streets,)."""
    light_day, heavy_day = daily_factors(importance)
    heavy = street_volume(network, loaded.heavy, len(importance))
    light = street_volume(network, loaded.volume, len(importance)) - heavy
    return light * light_day + heavy * heavy_day


def draws_of(streets: Streets, draws: Sequence[Loaded], rows: Ints, importance: Ints) -> Layer:
    """The layer "streets_draws": traffic and speed of every draw on the given street rows."""
    network, count = streets.network, len(importance)
    columns, units = {}, {}
    for i, one in enumerate(draws):
        speed = network.length_km / (one.minutes / 60.0)
        for name, unit, values in (
            (f"volume_veh_h_{i}", "veh/h", street_volume(network, one.volume, count)),
            (f"heavy_veh_h_{i}", "veh/h", street_volume(network, one.heavy, count)),
            (f"daily_veh_{i}", "veh/d", _daily(network, one, importance)),
            (f"speed_kmh_{i}", "km/h", street_speed(network, one.volume, speed, count)),
        ):
            columns[name] = np.round(values[rows], 0 if unit == "veh/d" else 2).astype(np.float32)
            units[name] = unit
    return Layer("streets_draws", "street", rows.astype(np.int32), columns, units)


def directed_flows(streets: Streets, runs: Sequence[Loaded], rows: Ints) -> Layer:
    """The layer "flows", which noise and air expand to the whole day."""
    network, offer = streets.network, streets.offer
    links = Links(
        street=network.street,
        direction=np.where(network.forward, 0, 1),
        free_kmh=offer.free_kmh,
        capacity=offer.capacity,
        b=offer.b,
        power=offer.power,
    )
    light = [one.volume - one.heavy for one in runs]
    return flows_layer(links, light, [one.heavy for one in runs], rows)


def fuel_g_km(speed_kmh: Floats) -> Floats:
    """Fuel, g/km: (a + c v + e v^2) / (1 + b v + d v^2), v held within 10 to 130 km/h."""
    v = np.clip(speed_kmh, SLOWEST_KMH, FASTEST_KMH)
    return np.asarray((FUEL_A + FUEL_C * v + FUEL_E * v**2) / (1 + FUEL_B * v + FUEL_D * v**2))


def co2_g_km(speed_kmh: Floats) -> Floats:
    """CO2 of the reference car at a mean speed, g/km."""
    return fuel_g_km(speed_kmh) * CO2_PER_FUEL
