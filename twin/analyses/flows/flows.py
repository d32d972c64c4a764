"""Flows and speeds of every street, read from what the traffic analysis found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twin.analyses.contract import Outcome
from twin.citystate import CityState

Floats = NDArray[np.float64]

PERIODS = ("day", "evening", "night")
HOURS = (12.0, 4.0, 8.0)
"""Hours of day (6 to 18), evening (18 to 22) and night (22 to 6) in France: Directive 2002/49/EC,
Annex I, and Code de l'environnement R572-4."""


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
    """The flows behind a traffic outcome on the streets of `state`."""
    raise KeyError("flows")
