"""What noise and air do to many people, by published functions (arrays in, arrays out)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from twin.analyses.sampling import latin_hypercube

Floats = NDArray[np.float64]

ANNOYED_FROM_DB, ANNOYED_TO_DB = 45.0, 80.0
DISTURBED_FROM_DB, DISTURBED_TO_DB = 40.0, 65.0
"""Levels that the surveys behind the functions cover. Below, nobody is counted; above, people are
counted as at the upper end."""
ANNOYED_LEAST_DB = 3.1162 / (2 * 0.0342)
"""45.6 dB, where the parabola of annoyance turns; left of it, it would rise again."""
HEART_FROM_DB = 53.0
RELATIVE_RISKS: dict[str, tuple[float, float, float]] = {
    "heart": (1.01, 1.08, 1.15),
    "pm25": (1.06, 1.08, 1.09),
    "no2": (1.01, 1.02, 1.04),
}
"""Low, central, high. heart: new cases of ischaemic heart disease per 10 dB Lden above 53 dB,
Directive (EU) 2020/367, range from van Kempen et al. (2018), IJERPH 15(2). pm25, no2: deaths from
natural causes per 10 µg/m³ over years, Chen & Hoek (2020) and Huangfu & Atkinson (2020),
Environment International 143 and 144, reviews for the WHO's guidelines of 2021."""
COUNTED_FROM = {"pm25": 5.0, "no2": 10.0}
"""Only what lies above the WHO's guidelines of 2021 is counted, µg/m³."""


def highly_annoyed(lden_db: Floats) -> Floats:
    """Share of people highly annoyed by road noise at each Lden, 0 to 1.

    Directive (EU) 2020/367, Annex: (78.9270 - 3.1162 Lden + 0.0342 Lden²) / 100.
    """
    level = np.clip(lden_db, ANNOYED_LEAST_DB, ANNOYED_TO_DB)
    share = (78.9270 - 3.1162 * level + 0.0342 * level**2) / 100.0
    return np.where(lden_db >= ANNOYED_FROM_DB, share, 0.0)


def highly_sleep_disturbed(lnight_db: Floats) -> Floats:
    """Share of people whose sleep road noise disturbs highly at each Lnight, 0 to 1.

    Directive (EU) 2020/367, Annex: (19.4312 - 0.9336 Lnight + 0.0126 Lnight²) / 100.
    """
    level = np.clip(lnight_db, DISTURBED_FROM_DB, DISTURBED_TO_DB)
    share = (19.4312 - 0.9336 * level + 0.0126 * level**2) / 100.0
    return np.where(lnight_db >= DISTURBED_FROM_DB, share, 0.0)


def heart_risk(lden_db: Floats, per_10_db: float = 1.08) -> Floats:
    """Relative risk of ischaemic heart disease at each Lden, 1 up to 53 dB.

    Directive (EU) 2020/367, Annex: exp(ln(1.08) / 10 (Lden - 53)).
    """
    excess = np.maximum(lden_db - HEART_FROM_DB, 0.0)
    return np.asarray(np.exp(np.log(per_10_db) / 10.0 * excess))


def air_risk(concentration: Floats, counted_from: float, per_10: float) -> Floats:
    """Relative risk of death from natural causes at a yearly mean in µg/m³, 1 up to
    `counted_from`."""
    excess = np.maximum(concentration - counted_from, 0.0)
    return np.asarray(np.exp(np.log(per_10) / 10.0 * excess))


def attributable_share(risk: Floats, people: Floats) -> float:
    """Population attributable fraction: share of all cases that would not be at risk 1.

    Directive (EU) 2020/367, Annex: sum(p (RR - 1)) / (sum(p (RR - 1)) + 1), p the share of
    people at each risk. 0 where nobody lives.
    """
    total = float(people.sum())
    if total <= 0:
        return 0.0
    excess = float(np.dot(people, risk - 1.0)) / total
    return excess / (excess + 1.0)


def risk_draws(samples: int, seed: int) -> list[dict[str, float]]:
    """The central relative risks and `samples` drawn ones, the same in every scenario."""
    central = {name: middle for name, (_low, middle, _high) in RELATIVE_RISKS.items()}
    ranges = {name: (low, high) for name, (low, _middle, high) in RELATIVE_RISKS.items()}
    # Another seed than the worlds', so that risks and traffic are drawn independently.
    return [central, *latin_hypercube(ranges, samples, seed + 1)]
