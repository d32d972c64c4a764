"""Which vehicles drive in a given year: cohorts of registration years that age and thin out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FIRST_YEAR, LAST_YEAR = 2015, 2030
OLDEST = 35
EURO_FROM: dict[str, dict[str, float]] = {
    "car": {"1": 1993, "2": 1997, "3": 2001, "4": 2006, "5": 2011, "6": 2015.67, "6c": 2018.67},
    "van": {"1": 1994.75, "2": 1998, "3": 2001, "4": 2007, "5": 2012, "6": 2016.67, "6c": 2019.67},
    "heavy": {"1": 1993.75, "2": 1996.75, "3": 2001.75, "4": 2006.75, "5": 2009.75, "6": 2014},
    "motorcycle": {"1": 1999.5, "2": 2003.5, "3": 2006.5},
}
"""When a class became binding for all new vehicles: Directives 91/441/EEC, 94/12/EC, 98/69/EC and
Regulation (EC) 715/2007 (light), 91/542/EEC, 1999/96/EC and Regulation (EC) 595/2009 (heavy),
97/24/EC and 2002/51/EC (motorcycles)."""


@dataclass(frozen=True)
class Ageing:
    """life_y, shape: a vehicle is still there after `a` years with exp(-(a/life)^shape) (Weibull).
    decay: share of the yearly distance lost with each year of age."""

    life_y: float
    shape: float
    decay: float

    def weights(self, *, driven: bool = True) -> Floats:
        """Share of each age 0, 1, ... in the fleet, by distance driven or by number; sums to 1."""
        age = np.arange(OLDEST + 1) + 0.5
        weight = np.exp(-((age / self.life_y) ** self.shape))
        if driven:
            weight = weight * (1 - self.decay) ** age
        return np.asarray(weight / weight.sum())


AGEING = {
    "car": Ageing(20.0, 3.0, 0.05),
    "van": Ageing(18.0, 3.0, 0.06),
    "heavy": Ageing(14.0, 3.0, 0.10),
    "bus": Ageing(16.0, 4.0, 0.02),
    "motorcycle": Ageing(20.0, 3.0, 0.08),
}
"""Cars: mean age 10.1 years, published 10.2 on 1 January 2020 and 10.5 in 2022 (SDES, French
ministry for ecological transition). The rest is assumed."""
YEARS = (1985, 1990, 1995, 2000, 2005, 2008, 2012, 2015, 2017, 2019, 2020, 2021, 2022, 2023, 2024)
DIESEL_NEW = (0.15, 0.33, 0.46, 0.49, 0.69, 0.77, 0.73, 0.57, 0.47, 0.34, 0.31, 0.21, 0.16, 0.10,
              0.07)  # fmt: skip
"""Share of diesel in new cars in France, rounded, from the yearly registration figures (CCFA, SDES)
as remembered: assumed until checked; held at the last value afterwards."""
ELECTRIC_YEARS = (2012, 2016, 2019, 2020, 2021, 2022, 2023, 2024, 2030)
ELECTRIC_NEW = {
    "car": (0.003, 0.011, 0.019, 0.067, 0.098, 0.133, 0.168, 0.17, 0.50),
    "van": (0.005, 0.012, 0.016, 0.020, 0.025, 0.040, 0.070, 0.08, 0.40),
    "heavy": (0.0, 0.0, 0.0, 0.0, 0.0, 0.002, 0.01, 0.015, 0.15),
    "bus": (0.0, 0.02, 0.05, 0.08, 0.10, 0.15, 0.20, 0.22, 0.50),
    "motorcycle": (0.0, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.20),
}
"""Share of battery electric in new vehicles: cars as DIESEL_NEW; other rows, 2030: assumed."""
DIESEL_DISTANCE = 1.6
"""A diesel car drives this much more a year than a petrol one (assumed; the French ministry gives
18,900 km for recent diesels, 8,600 km for older petrol cars, 2018)."""
VAN_PETROL_NEW = 0.05

Shares = dict[tuple[str, str], float]


def euro_shares(kind: str, registered: int) -> dict[str, float]:
    """Euro class -> share among vehicles first registered in that year; sums to 1."""
    found: dict[str, float] = {}
    begins = [("0", -np.inf), *EURO_FROM[kind].items()]
    for (euro, start), (_next, end) in zip(begins, [*begins[1:], ("", np.inf)], strict=True):
        covered = min(end, registered + 1) - max(start, registered)
        if covered > 0:
            found[euro] = float(covered)
    return found


def cars(year: int, *, driven: bool = True) -> Shares:
    """(fuel, Euro class) -> share of all cars in `year`, by distance or by number; sums to 1."""
    found: Shares = {}
    for age, weight in enumerate(AGEING["car"].weights(driven=driven)):
        registered = year - age
        electric = float(np.interp(registered, ELECTRIC_YEARS, ELECTRIC_NEW["car"]))
        diesel = float(np.interp(registered, YEARS, DIESEL_NEW))
        fuels = {"diesel": diesel, "petrol": max(0.0, 1.0 - diesel - electric)}
        if driven:
            fuels["diesel"] *= DIESEL_DISTANCE
        _spread(found, "car", registered, weight, fuels, electric)
    return _normed(found)


def others(kind: str, year: int) -> Shares:
    """(fuel, Euro class) -> share of vans, trucks ("heavy"), buses or motorcycles by distance."""
    found: Shares = {}
    for age, weight in enumerate(AGEING[kind].weights()):
        registered = year - age
        electric = float(np.interp(registered, ELECTRIC_YEARS, ELECTRIC_NEW[kind]))
        rest = 1.0 - electric
        if kind == "van":
            fuels = {"diesel": rest * (1 - VAN_PETROL_NEW), "petrol": rest * VAN_PETROL_NEW}
        else:
            fuels = {"petrol" if kind == "motorcycle" else "diesel": rest}
        _spread(found, "heavy" if kind == "bus" else kind, registered, weight, fuels, electric)
    return _normed(found)


def with_electric(shares: Shares, electric: float) -> Shares:
    """The same fleet with another share of electric vehicles, the rest in proportion."""
    rest = 1.0 - shares.get(("electric", ""), 0.0)
    scaled = {key: share * (1 - electric) / rest for key, share in shares.items() if key[1]}
    return {**scaled, ("electric", ""): electric}


def _spread(
    found: Shares,
    kind: str,
    registered: int,
    weight: float,
    fuels: dict[str, float],
    electric: float,
) -> None:
    for euro, part in euro_shares(kind, registered).items():
        for fuel, share in fuels.items():
            found[fuel, euro] = found.get((fuel, euro), 0.0) + float(weight) * part * share
    key = ("electric", "")
    found[key] = found.get(key, 0.0) + float(weight) * electric


def _normed(found: Shares) -> Shares:
    total = sum(found.values())
    return {key: value / total for key, value in found.items()}
