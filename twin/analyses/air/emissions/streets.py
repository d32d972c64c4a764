"""What each street gives off on an average day and in its busiest hour, in every world."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from twin.analyses.air.emissions.factors import (
    SLOWEST_KMH,
    SPECIES,
    SPEEDS,
    STEP_KMH,
    Factors,
)
from twin.analyses.flows import HOURS, Flows

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class StreetEmissions:
    """Grams per km of street, shape (worlds, 5 species, streets): day of an average day (24 h),
    peak in the busiest hour. Species as in factors.SPECIES; both directions together."""

    day: Floats
    peak: Floats


def street_emissions(flows: Flows, factors: Factors) -> StreetEmissions:
    """Vehicles times factors at the speed driven, over periods, directions and classes."""
    worlds, _periods, _directions, streets = flows.light.shape
    day = np.zeros((worlds, len(SPECIES), streets))
    peak = np.zeros_like(day)
    for heavy in (False, True):
        table = (factors.heavy if heavy else factors.light).T.copy()
        count = flows.heavy if heavy else flows.light
        speed = flows.heavy_kmh if heavy else flows.light_kmh
        busiest = flows.peak_heavy if heavy else flows.peak_light
        for period, hours in enumerate(HOURS):
            for direction in (0, 1):
                at = (slice(None), period, direction)
                _add(day, count[at], speed[at], table, float(hours))
        for direction in (0, 1):
            _add(peak, busiest[:, direction], flows.peak_kmh[:, direction], table, 1.0)
    return StreetEmissions(day, peak)


@njit(cache=True, nogil=True, error_model="numpy")
def _add(total: Floats, count: Floats, speed: Floats, table: Floats, hours: float) -> None:
    """Adds count × hours × factor at each speed; nothing where the count is not above zero."""
    for world in range(count.shape[0]):
        for street in range(count.shape[1]):
            vehicles = count[world, street] * hours
            if not vehicles > 0.0:
                continue
            place = (speed[world, street] - SLOWEST_KMH) / STEP_KMH
            if not place > 0.0:
                place = 0.0
            if place > SPEEDS - 1.0:
                place = SPEEDS - 1.0
            low = min(int(place), SPEEDS - 2)
            part = place - low
            for species in range(table.shape[1]):
                factor = table[low, species] * (1.0 - part) + table[low + 1, species] * part
                total[world, species, street] += vehicles * factor
