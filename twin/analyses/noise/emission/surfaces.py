"""Road surfaces (Directive (EU) 2015/996, Appendix F, Table F-4)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

REFERENCE = "DEF"
NAMES = {
    "DEF": "Reference: asphalt concrete 0/11 and stone mastic asphalt 0/11, 2 to 7 years old",
    "FR_R2": "French surfaces of class R2, not draining",
    "NL01": "Porous asphalt, one layer (ZOAB)",
    "NL02": "Porous asphalt, two layers",
    "NL03": "Porous asphalt, two layers, fine",
    "NL04": "Stone mastic asphalt 0/5",
    "NL05": "Stone mastic asphalt 0/8",
    "NL06": "Brushed down concrete",
    "NL07": "Optimised brushed down concrete",
    "NL08": "Fine broomed concrete",
    "NL09": "Worked surface",
    "NL10": "Hard elements in herring-bone",
    "NL11": "Hard elements not in herring-bone",
    "NL12": "Quiet hard elements",
    "NL13": "Thin layer A",
    "NL14": "Thin layer B",
}
"""Surface -> what it is. FR_R2 was fitted to French roads with the vehicles of 2015 (Cerema 2016),
so it goes with that edition only; the others are the directive's."""

_BY_AMENDMENT_2021 = """
NL01  1  -6.5      0   5.4   4.3   4.2    -1  -3.2  -2.6   0.8
NL01  2   0.2    7.9   4.3   5.3  -0.4  -5.2  -4.6    -3  -1.4
NL01  3   0.2    9.3     5   5.5  -0.4  -5.2  -4.6    -3  -1.4
NL02  1    -3    1.6     4   0.3    -3    -4  -6.2  -4.8    -2
NL02  2   4.7    7.3     2  -0.3  -5.2  -6.1    -6  -4.4  -3.5
NL02  3   4.7    8.3   2.2  -0.4  -5.2  -6.2  -6.1  -4.5  -3.5
NL03  1  -0.1     -1     3  -1.5  -5.3  -6.3  -8.5  -5.3  -2.4
NL03  2  -0.8    7.9   0.1  -1.9  -5.9  -6.1  -6.8  -4.9  -3.8
NL03  3  -0.9    9.4   0.2  -1.9  -5.9  -6.1  -6.7  -4.8  -3.8
NL04  1  -1.6   10.3  -0.9   0.9   1.8  -1.8  -2.7    -2  -1.3
NL05  1  -1.4      6   0.3   0.3     0  -0.6  -1.2  -0.7  -0.7
NL06  1   1.4    8.2  -0.4   2.8   2.7   2.5   0.8  -0.3  -0.1
NL06  2     5    0.3   4.5   2.5  -0.2  -0.1  -0.5  -0.9  -0.8
NL06  3   5.5    0.2   5.3   2.5  -0.2  -0.1  -0.6    -1  -0.9
NL07  1     1   -0.2  -0.7   1.4   1.2   1.1  -1.6    -2  -1.8
NL07  2  -6.6   -0.7     3    -2  -1.4  -1.8  -2.7    -2  -1.9
NL07  3  -6.6   -0.5   4.2  -1.9  -1.3  -1.7  -2.5  -1.8  -1.8
NL08  1   7.6      8  -0.7   4.8   2.2   1.2   2.6   1.5  -0.6
NL08  2   3.2    0.2   8.6   7.1   3.2   3.6   3.1   0.7   0.1
NL08  3     2    0.1   9.8   7.4   3.2   3.1   2.4   0.4     0
NL09  1  -0.3    8.3   2.3   5.1   4.8   4.1   0.1    -1  -0.8
NL09  2   1.7    0.1   6.3   5.8   1.8  -0.6    -2  -1.8  -1.6
NL09  3   1.4      0   7.4   6.2   1.8  -0.7  -2.1  -1.9  -1.7
NL10  1   2.5     27  16.2  14.7   6.1     3    -1   1.2   4.5
NL10  2   2.5   29.5    20  17.6     8   6.2    -1   3.1   5.2
NL10  3   2.5   29.4  21.2  18.2   8.4   5.6    -1     3   5.8
NL11  1   2.9   31.4  19.7  16.8   8.4   7.2   3.3   7.8   9.1
NL11  2   2.9     34  23.6  19.8  10.5  11.7   8.2  12.2    10
NL11  3   2.9   33.8  24.7  20.4  10.9  10.9   6.8    12  10.8
NL12  1  -1.7   26.8  13.7  11.9   3.9  -1.8  -5.8  -2.7   0.2
NL12  2     0    9.2   5.7   4.8   2.3   4.4   5.1   5.4   0.9
NL12  3     0    9.1   6.6   5.2   2.6   3.9   3.9   5.2   1.1
NL13  1  -2.9   10.4   0.7  -0.6  -1.2    -3  -4.8  -3.4  -1.4
NL13  2   0.5   13.8   5.4   3.9  -0.4  -1.8  -2.1  -0.7  -0.2
NL13  3   0.3   14.1   6.1   4.1  -0.4  -1.8  -2.1  -0.7  -0.2
NL14  1  -1.8    6.8  -1.2  -1.2  -0.3  -4.9    -7  -4.8  -3.2
NL14  2   0.5   13.8   5.4   3.9  -0.4  -1.8  -2.1  -0.7  -0.2
NL14  3   0.5   14.1   6.1   4.1  -0.4  -1.8  -2.1  -0.7  -0.2
"""
"""As amended by Delegated Directive (EU) 2021/1226. Per surface and category: the speed slope β_m,
then the spectrum α in the octave bands 63 to 8000 Hz, dB. Rows of zeros are left out."""

_OF_2015 = """
FR_R2 1  -2.7   10.8  11.4    12   7.5   1.5  -0.9   1.1   3.1
FR_R2 2  -1.2   20.6  17.1  13.7   9.8  10.2  10.8  10.1   9.2
FR_R2 3   3.5   16.7  13.6  10.6   5.3   6.3   6.9   6.3   5.8
NL01  1  -6.5    0.5   3.3   2.4   3.2  -1.3  -3.5  -2.6   0.5
NL01  2   0.2    0.9   1.4   1.8  -0.4  -5.2  -4.6    -3  -1.4
NL02  1    -3    0.4   2.4   0.2  -3.1  -4.2  -6.3  -4.8    -2
NL02  2   4.7    0.4   0.2  -0.7  -5.4  -6.3  -6.3  -4.7  -3.7
NL03  1  -0.1     -1   1.7  -1.5  -5.3  -6.3  -8.5  -5.3  -2.4
NL03  2  -0.8      1   0.1  -1.8  -5.9  -6.1  -6.7  -4.8  -3.8
NL04  1    -1    1.1    -1   0.2   1.3  -1.9  -2.8  -2.1  -1.4
NL05  1    -1    0.3     0     0  -0.1  -0.7  -1.3  -0.8  -0.8
NL06  1   1.4    1.1  -0.4   1.3   2.2   2.5   0.8  -0.2  -0.1
NL06  2   4.4      0   1.1   0.4  -0.3  -0.2  -0.7  -1.1    -1
NL07  1     1   -0.2  -0.7   0.6     1   1.1  -1.5    -2  -1.8
NL07  2  -6.6   -0.3     1  -1.7  -1.2  -1.6  -2.4  -1.7  -1.7
NL08  1   7.7    1.1  -0.5   2.7   2.1   1.6   2.7   1.3  -0.4
NL08  2   3.7      0   3.3   2.4   1.9     2   1.2   0.1     0
NL09  1  -0.2    1.1     1   2.6     4     4   0.1    -1  -0.8
NL09  2   1.7      0     2   1.8     1  -0.7  -2.1  -1.9  -1.7
NL10  1   2.5    8.3   8.7   7.8     5     3  -0.7   0.8   1.8
NL10  2   2.5    8.3   8.7   7.8     5     3  -0.7   0.8   1.8
NL11  1   2.9   12.3  11.9   9.7   7.1   7.1   2.8   4.7   4.5
NL11  2   2.9   12.3  11.9   9.7   7.1   7.1   2.8   4.7   4.5
NL12  1  -1.7    7.8   6.3   5.2   2.8  -1.9    -6    -3  -0.1
NL12  2     0    0.2   0.7   0.7   1.1   1.8   1.2   1.1   0.2
NL13  1  -2.5    1.1   0.1  -0.7  -1.3  -3.1  -4.9  -3.5  -1.5
NL13  2   0.5    1.6   1.3   0.9  -0.4  -1.8  -2.1  -0.7  -0.2
NL14  1  -1.5    0.4  -1.3  -1.3  -0.4    -5  -7.1  -4.9  -3.3
NL14  2   0.5    1.6   1.3   0.9  -0.4  -1.8  -2.1  -0.7  -0.2
"""
"""Before the amendment; where category 3 is not listed it had the figures of category 2."""

Coefficients = dict[tuple[str, str], tuple[float, NDArray[np.float64]]]


def _read(text: str) -> Coefficients:
    rows: Coefficients = {}
    for line in text.strip().splitlines():
        surface, category, slope, *spectrum = line.split()
        rows[surface, category] = float(slope), np.array([float(value) for value in spectrum])
    return rows


def _of_2015() -> Coefficients:
    rows = _read(_OF_2015)
    heavy = {(surface, "3"): row for (surface, category), row in rows.items() if category == "2"}
    return {**heavy, **rows}


SURFACES: dict[int, Coefficients] = {2020: _read(_BY_AMENDMENT_2021), 2015: _of_2015()}
"""Edition -> (surface, category) -> (β_m, α of shape (8,)). Pairs not listed: as the reference."""
