"""What is in the air: layers per building and grid cell, figures for the city and its districts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twin.analyses.air.apply import added, worst_hour
from twin.analyses.air.chemistry import hourly_no2, yearly_no2
from twin.analyses.air.emissions.factors import CO2, NOX, PM, WEAR10, WEAR25
from twin.analyses.air.emissions.streets import StreetEmissions
from twin.analyses.air.figures import INDICATORS, LIMITS_UG
from twin.analyses.air.operator import AirOperator
from twin.analyses.air.parameters import AirParameters
from twin.analyses.contract import Frame, Indicator, Layer
from twin.analyses.sampling import indicator, percentiles

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
World = Mapping[str, float]

G_PER_M_S = 1.0 / (1000.0 * 86_400.0)
"""From grams per km and day to grams per metre and second."""
CO2_FLEET = 0.3
"""Fuel per kilometre is known about three times as well as NOx and dust: of the world's deviation
of the fleet, CO2 takes this share."""
HEIGHT_ASSUMED = 2
"""Quality bit: the building's height is assumed (bit 1: see receivers.MOVED)."""
STAY_S = 60.0
"""How long air stays in a street in the worst hour: 15 m high, 0.25 m/s of exchange (OSPM)."""


@dataclass(frozen=True)
class Concentrations:
    """µg/m³, shape (worlds, rows): facades first, then the grid. nox counts as NO2. no2_hour:
    shape (facades,), the central world."""

    no2: Singles
    nox: Singles
    pm10: Singles
    pm25: Singles
    no2_hour: Singles


def emitted(emissions: Floats, worlds: Sequence[World]) -> dict[str, Floats]:
    """Grams per km by pollutant, shape (worlds, streets), the fleet as in each world.

    emissions: shape (worlds, 5 species, streets). Exhaust follows the fleet, wear does not.
    """
    fleet = np.array([one["fleet"] for one in worlds])[:, None]
    exhaust = emissions[:, PM] * fleet
    return {
        "nox": emissions[:, NOX] * fleet,
        "pm10": exhaust + emissions[:, WEAR10],
        "pm25": exhaust + emissions[:, WEAR25],
        "co2": emissions[:, CO2] * (1.0 + CO2_FLEET * (fleet - 1.0)),
    }


def concentrations(
    operator: AirOperator,
    emissions: StreetEmissions,
    worlds: Sequence[World],
    parameters: AirParameters,
    *,
    threads: int,
) -> Concentrations:
    """Background and what the streets add, in every world."""
    day = emitted(emissions.day, worlds)
    names, count = ("nox", "pm10", "pm25"), len(worlds)
    strength = np.concatenate([day[name] for name in names]).T * G_PER_M_S
    road = added(operator, strength, threads=threads).T.reshape(len(names), count, -1)
    road = road * np.array([one["dispersion"] for one in worlds], dtype=np.float32)[:, None]
    behind = np.array([one["background"] for one in worlds], dtype=np.float32)[:, None]
    nitrogen = yearly_no2(road[0], parameters.background_o3, parameters.primary_no2)
    peak = emissions.peak[0, NOX] * worlds[0]["fleet"] / (1000.0 * 3600.0)
    hour = hourly_no2(
        worst_hour(operator, peak).astype(float) + parameters.background_nox,
        parameters.background_nox, parameters.background_no2, parameters.background_o3,
        parameters.primary_no2, parameters.radiation_w_m2, parameters.air_c, STAY_S,
    )  # fmt: skip
    return Concentrations(
        no2=_single(parameters.background_no2 * behind + nitrogen),
        nox=_single(parameters.background_nox * behind + road[0]),
        pm10=_single(parameters.background_pm10 * behind + road[1]),
        pm25=_single(parameters.background_pm25 * behind + road[2]),
        no2_hour=_single(hour),
    )


def _single(values: NDArray[np.floating]) -> Singles:
    """To the hundredth of a µg/m³."""
    return np.asarray(np.round(values.astype(np.float32), 2))


def at_buildings(operator: AirOperator, values: Singles) -> tuple[NDArray[np.int64], Singles]:
    """Buildings and the highest value at any of their receptors, shapes (b,) and (worlds, b)."""
    owner = operator.facades.building
    building, first = np.unique(owner, return_index=True)
    if not len(building):
        return building, np.empty((len(values), 0), dtype=np.float32)
    return building, np.maximum.reduceat(values[:, : len(owner)], first, axis=1)


def layers_of(operator: AirOperator, found: Concentrations) -> list[Layer]:
    """The layers "buildings" and "grid" with their draws."""
    names = ("no2", "pm10", "pm25", "nox")
    building = np.unique(operator.facades.building)
    house = {name: at_buildings(operator, getattr(found, name))[1] for name in names}
    columns = {name: house[name][0] for name in names}
    columns["no2_hour"] = at_buildings(operator, found.no2_hour[None, :])[1][0]
    columns |= {**_bounds("no2", house["no2"]), **_bounds("pm25", house["pm25"])}
    flags = operator.facades.quality
    flags = flags | np.where(operator.assumed[operator.facades.building], HEIGHT_ASSUMED, 0)
    columns["quality"] = at_buildings(operator, flags.astype(np.float32)[None, :])[1][0]
    start = len(operator.facades)
    ground = {name: getattr(found, name)[:, start:] for name in ("no2", "pm10", "pm25")}
    cells = {name: values[0] for name, values in ground.items()}
    cells |= _bounds("no2", ground["no2"])
    where, frame = operator.grid.cell, operator.frame
    made = [
        _layer("buildings", "building", building, columns),
        _layer("buildings_draws", "building", building, _draws(house, ("no2", "pm10", "pm25"))),
        _layer("grid", "grid", where, cells, frame),
        _layer("grid_draws", "grid", where, _draws(ground, ("no2",)), frame),
    ]
    return [one for one in made if one.columns]


def _bounds(name: str, values: Singles) -> dict[str, Singles]:
    """5th and 95th percentile of the draws, never without the central value."""
    if len(values) < 2:
        return {f"low_{name}": values[0], f"high_{name}": values[0]}
    low, high = percentiles(values[1:])
    return {
        f"low_{name}": _single(np.minimum(low, values[0])),
        f"high_{name}": _single(np.maximum(high, values[0])),
    }


def _draws(values: Mapping[str, Singles], names: Sequence[str]) -> dict[str, Singles]:
    return {
        f"{name}_{draw}": values[name][draw + 1]
        for name in names
        for draw in range(len(values[name]) - 1)
    }


def _layer(
    name: str,
    kind: str,
    ids: NDArray[np.int64],
    columns: Mapping[str, Singles],
    frame: Frame | None = None,
) -> Layer:
    units = {column: "1" if column == "quality" else "µg/m³" for column in columns}
    return Layer(name, kind, ids.astype(np.int32), dict(columns), units, frame)


def indicators_of(
    operator: AirOperator, day: Mapping[str, Floats], found: Concentrations
) -> list[Indicator]:
    """Kilograms a day in the city and by district; the highest NO2 and shares above limits."""
    made = []
    for pollutant, grams in day.items():
        kilos = grams * operator.length_km / 1000.0
        for area in ("", *sorted(set(operator.area.tolist()) - {""})):
            here = np.ones(len(operator.area), dtype=bool) if not area else operator.area == area
            made.append(_indicator(f"{pollutant}_kg_day", kilos[:, here].sum(axis=1), area))
    no2, pm10 = (at_buildings(operator, getattr(found, name))[1] for name in ("no2", "pm10"))
    if no2.shape[1]:
        made += [
            _indicator("no2_highest", no2.max(axis=1)),
            _indicator("houses_no2_2030", _above(no2, LIMITS_UG["no2"]["eu_2030"])),
            _indicator("houses_no2_who", _above(no2, LIMITS_UG["no2"]["who"])),
            _indicator("houses_pm10_2030", _above(pm10, LIMITS_UG["pm10"]["eu_2030"])),
        ]
    return made


def _above(values: Singles, limit: float) -> Floats:
    return np.asarray(100.0 * (values > limit).mean(axis=1))


def _indicator(code: str, values: NDArray[np.floating], area: str = "") -> Indicator:
    numbers = [float(value) for value in values]
    return indicator(code, INDICATORS[code].unit, numbers[0], numbers[1:], area=area)
