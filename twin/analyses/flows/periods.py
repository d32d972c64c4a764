"""How an average day spreads around the morning peak hour: published shares."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

HOURS = (12.0, 4.0, 8.0)
"""Hours of day (6 to 18), evening (18 to 22) and night (22 to 6) in France: Directive 2002/49/EC,
Annex I, and Code de l'environnement R572-4."""
PERIOD_SHARE = (0.70, 0.20, 0.10)
"""Share of an average day's traffic in day, evening and night: the default for streets in towns,
European Commission Working Group Assessment of Exposure to Noise (2006), Good practice guide for
strategic noise mapping, version 2, Toolkit 2, Tool 2.5."""
PEAK_OF_WEEKDAY = 0.0696
"""Share of a weekday's traffic between 7 and 8 in the morning on urban roads: US EPA (2016),
Population and activity of on-road vehicles in MOVES2014, EPA-420-R-16-003a, hour fractions."""
WEEKDAY_OF_MEAN = 0.7624 / 5.0 * 7.0
"""A weekday's traffic against an average day's, urban roads: same report, day fractions."""
PEAK_SHARE = PEAK_OF_WEEKDAY * WEEKDAY_OF_MEAN
"""The morning peak hour of a weekday against an average day of the year, 7.4 percent."""
HEAVY_BY_PERIOD = {
    1: (0.20, 0.15, 0.10),
    2: (0.20, 0.15, 0.10),
    3: (0.15, 0.10, 0.05),
    4: (0.10, 0.06, 0.03),
    5: (0.05, 0.02, 0.01),
    6: (0.02, 0.01, 0.00),
}
"""Share of heavy vehicles in day, evening and night by importance: same guide, Toolkit 4, Tool 4.5
(main, small main, collecting, service and dead-end roads). Only how it falls from day to night is
used; how many there are by day comes from the traffic model."""


def light_factors() -> Floats:
    """Hourly traffic of each period against the peak hour, shape (3,)."""
    return np.asarray(np.array(PERIOD_SHARE) / np.array(HOURS) / PEAK_SHARE)


def heavy_factors(importance: NDArray[np.int64]) -> Floats:
    """The same for heavy vehicles, by importance (1 to 6), shape (3, streets).

    Light traffic times the odds of a heavy vehicle in the period against those by day.
    """
    share = np.array([HEAVY_BY_PERIOD[k] for k in range(1, 7)])
    odds = share / (1.0 - share)
    relative = (odds / odds[:, :1])[np.clip(importance, 1, 6) - 1].T
    return np.asarray(light_factors()[:, None] * relative)


def daily_factors(importance: NDArray[np.int64]) -> tuple[float, Floats]:
    """A day's light and heavy vehicles per one in the peak hour: number, shape (streets,)."""
    hours = np.array(HOURS)
    return float(light_factors() @ hours), np.asarray(hours @ heavy_factors(importance))
