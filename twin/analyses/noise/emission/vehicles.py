"""Sound power coefficients of the vehicle categories (Directive (EU) 2015/996, Appendix F)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

CATEGORIES = ("1", "2", "3", "4a", "4b")
"""Light, medium heavy, heavy, mopeds, motorcycles. Category 5 (open) has no coefficients in the
directive: its vehicles count where their size puts them."""

_BY_AMENDMENT_2021 = """
1  ar  83.1  89.2  87.7  93.1 100.1  96.7  86.8  76.2
1  br    30  41.5  38.9  25.7  32.5  37.2    39    40
1  ap  97.9  92.5  90.7  87.2  84.7    88  84.4  77.1
1  bp  -1.3   7.2   7.7     8     8     8     8     8
2  ar  88.7  93.2  95.7 100.9 101.7  95.1  87.8  83.6
2  br    30  35.8  32.6  23.8  30.1  36.2  38.3  40.1
2  ap 105.5 100.2 100.5  98.7   101  97.8  91.2    85
2  bp  -1.9   4.7   6.4   6.5   6.5   6.5   6.5   6.5
3  ar  91.7  96.2  98.2 104.9 105.1  98.5  91.1  85.6
3  br    30  33.5  31.3  25.4  31.8  37.1  38.6  40.6
3  ap 108.8 104.2 103.5 102.9 102.6  98.5  93.8  87.5
3  bp     0     3   4.6     5     5     5     5     5
4a ap    93    93  93.5  95.3  97.2 100.4  95.8  90.9
4a bp   4.2   7.4   9.8  11.6  15.7  18.9  20.3  20.6
4b ap  99.9 101.9  96.7  94.4  95.2  94.7  92.1  88.6
4b bp   3.2   5.9  11.9  11.6  11.5  12.6  11.1    12
"""
"""Table F-1 as amended by Delegated Directive (EU) 2021/1226: per category A_R, B_R, A_P, B_P in
the octave bands 63 to 8000 Hz, dB. Two-wheelers make no rolling noise."""

_OF_2015 = """
1  ar  79.7  85.7  84.5  90.2  97.3  93.9  84.1  74.3
1  ap  94.5  89.2    88  85.9  84.2  86.9  83.3  76.1
2  ar    84  88.7  91.5  96.7  97.4  90.9  83.8  80.5
2  ap   101  96.5  98.8  96.8  98.6  95.2  88.8  82.7
3  ar    87  91.7  94.1 100.7 100.8  94.3  87.1  82.5
3  ap 104.4 100.6 101.7   101 100.1  95.9  91.3  85.3
4a ap    88  87.5  89.5  93.7  96.6  98.8  93.9  88.7
4b ap    95  97.2  92.7  92.9  94.7  93.2  90.1  86.5
"""
"""Table F-1 before the amendment, which left B_R and B_P as they were."""

STUDDED_A = np.array([0.0, 0.0, 0.0, 2.6, 2.9, 1.5, 2.3, 9.2])
STUDDED_B = np.array([0.0, 0.0, 0.0, -3.1, -6.4, -14.0, -22.4, -11.4])
"""Table F-2: studded tyres, category 1."""

JUNCTION_ROLLING = {"1": (-4.5, -4.4), "2": (-4.0, -2.3), "3": (-4.0, -2.3)}
JUNCTION_PROPULSION = {"1": (5.5, 3.1), "2": (9.0, 6.7), "3": (9.0, 6.7)}
"""Table F-3: C_R and C_P at a crossing with lights and at a roundabout, dB; two-wheelers none."""

TEMPERATURE = {"1": 0.08, "2": 0.04, "3": 0.04}
"""K_m: dB of rolling noise per degree below 20 °C (2.2.10)."""

Coefficients = dict[tuple[str, str], NDArray[np.float64]]


def _read(text: str) -> Coefficients:
    rows: Coefficients = {}
    for line in text.strip().splitlines():
        category, name, *values = line.split()
        rows[category, name] = np.array([float(value) for value in values])
    return rows


_AMENDED = _read(_BY_AMENDMENT_2021)
VEHICLES: dict[int, Coefficients] = {2020: _AMENDED, 2015: {**_AMENDED, **_read(_OF_2015)}}
"""Edition -> (category, "ar" | "br" | "ap" | "bp") -> (8,) dB. 2020 is the amended table."""
