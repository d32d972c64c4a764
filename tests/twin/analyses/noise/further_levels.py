"""Levels that ISO/TR 17534-4:2020 gives for its road cases TC10, TC18, TC24 and TC27.

Form and conditions as in expected_levels.py. Figures as repeated in the unit tests of
NoiseModelling (commits 0325773 for the levels, 02ebb28 for the scenes).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_TABLE = """
TC10 Direct     H  40.19  36.52  33.38  33.36  33.33  33.21  32.74  31.04
TC10 Direct     F  40.19  36.52  33.38  33.36  33.33  33.21  32.74  31.04
TC10 Right      H  41.79  38.22  33.80  29.51  25.90  22.57  18.96  13.89
TC10 Right      F  41.79  38.22  33.80  29.51  25.90  22.57  18.96  13.89
TC10 Left       H  41.79  38.22  33.80  29.51  25.90  22.57  18.96  13.89
TC10 Left       F  41.79  38.22  33.80  29.51  25.90  22.57  18.96  13.89
TC10 all        A  19.89  26.39  29.84  32.77  34.67  35.10  34.09  30.10
TC18 Direct     H  37.46  37.40  37.28  33.73  36.77  35.60  31.11  14.75
TC18 Direct     F  37.46  37.40  37.28  37.11  36.77  35.60  31.11  14.75
TC18 Reflection H  27.49  27.60  24.64  21.23  17.32  12.27   3.49 -13.13
TC18 Reflection F  27.71  28.30  25.50  22.19  18.34  13.33   4.57 -12.86
TC18 all        A  11.69  21.77  28.93  32.71  36.83  36.83  32.12  13.66
TC24 Direct     H  37.16  32.90  29.89  28.20  25.07  22.67  21.09  15.35
TC24 Direct     F  37.17  33.00  30.22  28.27  25.14  22.65  21.07  15.33
TC24 Reflection H  37.72  35.91  35.03  33.41  29.69  24.87  19.58  13.62
TC24 Reflection F  37.90  36.20  35.37  33.81  30.94  27.64  23.07  14.14
TC24 all        A  14.31  21.69  27.76  31.52  31.49  29.18  25.39  16.58
TC27 Direct     H  40.27  40.19  40.02  39.71  35.90  33.59  31.47  22.45
TC27 Direct     F  43.01  42.98  42.92  42.84  37.90  37.23  39.96  31.77
TC27 Reflection H  35.56  36.12  38.09  37.16  32.44  29.29  25.96  19.00
TC27 Reflection F  37.83  37.89  38.82  40.11  34.12  34.00  32.98  27.74
TC27 all        A  16.84  26.97  34.79  40.23  38.57  38.58  39.36  29.60
"""

FURTHER_LEVELS: dict[tuple[str, str, str], NDArray[np.float64]] = {
    (case, path, condition): np.array([float(value) for value in values])
    for case, path, condition, *values in (line.split() for line in _TABLE.strip().splitlines())
}
"""(case, path, condition) -> (8,) dB. TC10's total was published without weighting."""
