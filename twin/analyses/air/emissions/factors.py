"""Grams per kilometre of the mean light and heavy vehicle of a year, by speed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from twin.analyses.air.emissions import buses, cars, fleet, motorcycles, trucks, vans
from twin.analyses.air.emissions.functions import Table, evaluate, read
from twin.analyses.air.emissions.wear import wear_g_km

Floats = NDArray[np.float64]
Exhaust = Callable[[str, str], Floats]

SPECIES = ("nox", "pm", "co2", "wear10", "wear25")
"""Rows of a table of factors: NOx (counted as NO2), exhaust particles (all below 2.5 µm), CO2, PM10
and PM2.5 from wear."""
NOX, PM, CO2, WEAR10, WEAR25 = range(5)
SLOWEST_KMH, STEP_KMH, SPEEDS = 5.0, 1.0, 126
"""Factors are tabled from 5 to 130 km/h, read between by straight lines. Functions are held at
the ends of their valid range."""
CO2_PER_FUEL = 44.011 / (12.011 + 1.008 * 1.86)
"""g CO2 per g of petrol or diesel: all carbon burnt, hydrogen to carbon ratio 1.86 (EMEP/EEA)."""
DIESEL_MJ_KG = 42.695
GAS_CO2_G_MJ = 56.1
"""Natural gas: IPCC Guidelines 2006, volume 2, table 1.4."""
LIGHT_MIX = {"car": 0.80, "van": 0.15, "motorcycle": 0.04, "moped": 0.01}
HEAVY_MIX = {
    "rigid_7": 0.20,
    "rigid_18": 0.25,
    "rigid_26": 0.15,
    "articulated_40": 0.10,
    "bus": 0.30,
}
"""Share of the distance driven in town: assumed, no count at hand tells the kinds apart."""
SMALL_PETROL = 0.6
GAS_BUSES = 0.4
SCR = 0.75
"""Assumed: petrol cars below 1.4 l; buses on natural gas; Euro V vehicles with urea (SCR)."""
AXLES = {"rigid_7": 2, "rigid_18": 2, "rigid_26": 3, "articulated_40": 5, "bus": 2}
STAND_IN: dict[tuple[str, str], Mapping[str, str]] = {
    ("car petrol", "FC"): {"0": "1", "5": "4", "6": "4", "6c": "4"},
    ("car petrol", ""): {"0": "1"},
    ("car diesel", "FC"): dict.fromkeys(("1", "2", "3", "4", "5", "6", "6c"), "0"),
    ("van", "FC"): {"2": "1", "3": "1", "4": "1"},
}
"""Where the tables at hand have no function for a Euro class, that of another one stands in."""


@dataclass(frozen=True)
class Factors:
    """light, heavy: g/km per vehicle, shape (5 species, 126 speeds from 5 km/h in steps of 1)."""

    light: Floats
    heavy: Floats

    def at(self, heavy: bool, species: int, speed_kmh: Floats) -> Floats:
        """g/km at any speed; held at the ends of the table."""
        table = self.heavy if heavy else self.light
        return np.asarray(np.interp(speed_kmh, speeds_kmh(), table[species]))


def speeds_kmh() -> Floats:
    """The speeds of the table."""
    return np.linspace(SLOWEST_KMH, SLOWEST_KMH + STEP_KMH * (SPEEDS - 1), SPEEDS)


@cache
def _tables() -> dict[str, Table]:
    rooms = {
        "car": cars, "van": vans, "truck": trucks, "bus": buses, "motorcycle": motorcycles,
    }  # fmt: skip
    return {name: read(room.HOT) for name, room in rooms.items()}


def hot(table: str, vehicle: str, euro: str, pollutant: str, stand_in: str = "") -> Floats:
    """One published function at the speeds of the table, g/km (EC: MJ/km)."""
    family = f"{table} {stand_in or vehicle}" if table == "car" else table
    swap = STAND_IN.get((family, pollutant), STAND_IN.get((family, ""), {}))
    return evaluate(_tables()[table][vehicle, swap.get(euro, euro), pollutant], speeds_kmh())


@lru_cache(maxsize=16)
def factors(year: int, electric_share: float | None = None) -> Factors:
    """Mean vehicles of `year` (2015 to 2030, held at the ends). electric_share: of cars and vans,
    in place of the cohorts' own share."""
    year = int(np.clip(year, fleet.FIRST_YEAR, fleet.LAST_YEAR))
    car, van = fleet.cars(year), fleet.others("van", year)
    if electric_share is not None:
        car, van = (fleet.with_electric(one, electric_share) for one in (car, van))
    motorcycle = fleet.others("motorcycle", year)
    parts = {
        "car": _mean(car, _car) + _worn("car"),
        "van": _mean(van, _van) + _worn("van"),
        "motorcycle": _mean(motorcycle, _two_wheeler("motorcycle")) + _worn("motorcycle"),
        "moped": _mean(motorcycle, _two_wheeler("moped")) + _worn("motorcycle"),
    }
    heavy, bus = fleet.others("heavy", year), fleet.others("bus", year)
    big = {
        name: _mean(bus if name == "bus" else heavy, _bus if name == "bus" else _truck(name))
        + _worn("heavy", AXLES[name])
        for name in HEAVY_MIX
    }
    found = Factors(
        light=np.sum([LIGHT_MIX[name] * parts[name] for name in LIGHT_MIX], axis=0),
        heavy=np.sum([HEAVY_MIX[name] * big[name] for name in HEAVY_MIX], axis=0),
    )
    found.light.setflags(write=False)
    found.heavy.setflags(write=False)
    return found


def _mean(shares: fleet.Shares, one: Exhaust) -> Floats:
    """Exhaust of a mixed fleet; electric vehicles have none."""
    total = np.zeros((len(SPECIES), SPEEDS))
    for (fuel, euro), share in shares.items():
        if fuel != "electric" and share > 0:
            total += share * one(fuel, euro)
    return total


def _worn(kind: str, axles: int = 2) -> Floats:
    found = np.zeros((len(SPECIES), SPEEDS))
    found[WEAR10], found[WEAR25] = wear_g_km(kind, axles, speeds_kmh())
    return found


def _rows(nox: Floats, pm: Floats, co2: Floats) -> Floats:
    none = np.zeros(SPEEDS)
    return np.stack([nox, pm, co2, none, none])


def _car(fuel: str, euro: str) -> Floats:
    nox, pm = hot("car", fuel, euro, "NOx"), hot("car", fuel, euro, "PM")
    if fuel == "diesel":
        used = hot("car", "diesel", euro, "FC")
    else:
        used = SMALL_PETROL * hot("car", "petrol_small", euro, "FC", "petrol")
        used = used + (1 - SMALL_PETROL) * hot("car", "petrol_medium", euro, "FC", "petrol")
    return _rows(nox, pm, used * CO2_PER_FUEL)


def _van(fuel: str, euro: str) -> Floats:
    # No PM function for petrol vans before Euro 5: that of petrol cars stands in.
    table = "car" if fuel == "petrol" and euro in ("0", "1", "2", "3", "4") else "van"
    return _rows(
        hot("van", fuel, euro, "NOx"),
        hot(table, fuel, euro, "PM"),
        hot("van", fuel, euro, "FC") * CO2_PER_FUEL,
    )


def _two_wheeler(vehicle: str) -> Exhaust:
    def one(_fuel: str, euro: str) -> Floats:
        return _rows(
            hot("motorcycle", vehicle, euro, "NOx"),
            hot("motorcycle", vehicle, euro, "PM"),
            hot("motorcycle", vehicle, euro, "FC") * CO2_PER_FUEL,
        )

    return one


def _heavy(table: str, vehicle: str, euro: str, pollutant: str) -> Floats:
    if euro != "5":
        return hot(table, vehicle, euro, pollutant)
    with_urea = hot(table, vehicle, "5_SCR", pollutant)
    return SCR * with_urea + (1 - SCR) * hot(table, vehicle, "5_EGR", pollutant)


def _truck(vehicle: str) -> Exhaust:
    def one(_fuel: str, euro: str) -> Floats:
        nox, pm, used = (_heavy("truck", vehicle, euro, name) for name in ("NOx", "PM", "FC"))
        return _rows(nox, pm, used * CO2_PER_FUEL)

    return one


def _bus(_fuel: str, euro: str) -> Floats:
    nox, pm, energy = (_heavy("bus", "diesel", euro, name) for name in ("NOx", "PM", "EC"))
    diesel = _rows(nox, pm, energy / DIESEL_MJ_KG * 1000.0 * CO2_PER_FUEL)
    if euro not in ("5", "6"):
        return diesel
    gas = _rows(
        hot("bus", "gas", "EEV", "NOx"),
        hot("bus", "gas", "EEV", "PM"),
        hot("bus", "gas", "EEV", "EC") * GAS_CO2_G_MJ,
    )
    return (1 - GAS_BUSES) * diesel + GAS_BUSES * gas
