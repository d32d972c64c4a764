"""Mean planes and ground attenuation that ISO/TR 17534-4:2020 prints for its road cases.

As repeated in the unit tests of NoiseModelling (commit 35d2da1), with the number of the table where
they name it. A plane: case, path, stretch (SR source to receiver, SO to the first edge, OR from the
last one), slope a, intercept b in m, distances of both ends from it in m (an end below it counts as
height 0 in the method), distance along it in m, G_path and, where printed, G'_path. TC14: source
distances as the reference corrects them (the report prints 0). TC16 direct: G_path as in TC05,
whose profile it shares (0.54 is printed).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_PLANES = """
TC05 Direct     SR 0.05 -2.83 3.83 6.16 194.59 0.51 0.64  # table 18
TC06 Direct     SR 0.05 -2.83 3.83 3.66 194.45 0.51 0.56  # table 24
TC06 Direct     SO 0.05 -2.33 3.33 3.95 179.06 0.53 0.6
TC06 Direct     OR 0 10 0 1.5 15.33 0.2 -
TC07 Direct     SO 0 0 1 6 170.23 0.55 0.61  # table 35
TC07 Direct     OR 0 0 6 4 23.93 0.2 -  # table 35
TC08 Direct     SO 0 0 1 6 170.49 0.55 0.61  # table 43
TC08 Direct     OR 0 0 6 4 23.68 0.2 -  # table 43
TC08 Right      SR 0 0 1 4 221.23 0.46 0.46
TC08 Left       SR 0 0 1 4 194.78 0.51 0.51
TC09 Direct     SO 0.04 -1.96 2.96 11.68 170.98 0.55 0.76  # table 60
TC09 Direct     OR 0.04 1.94 7.36 3.71 23.54 0.2 -  # table 60
TC09 Right      SR 0.06 -3.1 4.09 3.77 221.62 0.46 0.49
TC09 Left       SR 0.05 -2.82 3.81 6.23 195.2 0.51 0.64
TC11 Direct     SO 0 0 1 10 5 0.5 0.5  # table 86
TC11 Direct     OR -0.89 17.78 2.49 11.21 7.89 0.17 -  # table 86
TC11 Right      SR 0.1 -0.13 1.13 12.59 24.98 0.44 0.5
TC11 Left       SR 0.1 -0.13 1.13 12.59 24.98 0.44 0.5
TC12 Direct     SO 0 0 1 10 12.26 0.5 0.5  # table 101
TC12 Direct     OR 0 0 10 6 12.8 0.5 -  # table 101
TC12 Right      SR 0 0 1 6 32.11 0.5 0.5
TC12 Left       SR 0 0 1 6 32.66 0.5 0.5
TC13 Direct     SO 0.04 -1.68 2.68 25.86 164.99 0.71 0.54  # table 118
TC13 Direct     OR 0 10 20 18.5 12.33 0.2 -  # table 118
TC13 Right      SR 0.06 -2.99 3.98 19.83 201.3 0.61 0.53
TC13 Left       SR 0.05 -2.82 3.82 20.69 196.29 0.63 0.54
TC14 Direct     SO 0 0 1 10 5.39 0.2 0.2  # table 133
TC14 Direct     OR -1.02 17.11 1.08 18.23 0.72 0.11 -  # table 133
TC14 Right      SR -0.02 1.13 0.1 22.32 19.57 0.18 0.2
TC14 Left       SR 0 1.35 0.32 21.69 22.08 0.17 0.2
TC15 Direct     SO 0 0 1 8 5.02 0.5 0.5  # table 149
TC15 Direct     OR 0 0 10 5 8.73 0.5 -  # table 149
TC15 Right      SR 0.08 -1.19 2.18 2.01 54.8 0.46 0.48
TC15 Left       SR 0 0 1 5 53.6 0.5 0.5
TC16 Direct     SR 0.05 -2.83 3.83 6.16 194.59 0.51 0.64  # table 165
TC16 Reflection SR 0.05 -2.8 3.8 6.37 198.45 0.51 0.65  # table 171
TC19 Direct     SO 0.03 -1.09 2.09 10.89 145.65 0.57 0.78  # table 209
TC19 Direct     OR 0.02 6.42 4.76 3.89 19.38 0.2 -  # table 209
TC19 Right      SR 0.06 -2.92 3.92 5.66 196.38 0.5 0.62
TC19 Left       SR 0.06 -2.01 3 5 192.81 0.46 0.55
TC20 Direct     SR 0.06 -2.84 3.84 6.12 191.02 0.5 0.65
TC21 Direct     SR 0.06 -2.84 3.84 6.12 191.02 0.5 0.65
TC21 Direct     SO 0.02 -1.04 2.04 9.07 146.96 0.6 0.77  # table 229
TC21 Direct     OR 0.1 -8.64 5.1 3.12 43.87 0.2 -  # table 229
TC22 Direct     SO 0.04 -2.06 3.06 14.75 170.26 0.54 0.79  # table 249
TC22 Direct     OR 0 10 10 4 0.05 0.2 -  # table 249
TC22 Right      SR 0.06 -3.05 4.04 4.93 204.22 0.48 0.58
TC22 Left       SR 0.06 -3.05 4.04 4.93 206.55 0.48 0.58
TC23 Direct     SO 0.19 -1.17 2.13 1.94 22.99 0.37 0.07  # table 268
TC23 Direct     OR -0.05 2.89 3.35 4.73 46.04 0.18 -  # table 268
TC25 Direct     SO 0 0 1 5 23.77 0 0  # table 303
TC25 Direct     OR 0 0 6 4 7.57 0 -  # table 303
TC25 Reflection SO 0 0 1 5 23.24 0 0  # table 311
TC25 Reflection OR 0 0 5 4 47.49 0 -  # table 311
TC28 Direct     SO 0 0.25 3.75 9.09 169.37 0.45 0.48  # table 348
TC28 Direct     OR 0 0 8 1 10.34 0.5 -  # table 348
TC28 Right      SR 0 0 4 1 1028.57 0.5 0.5
TC28 Left       SR 0 0.68 3.32 1.12 1022.31 0.49 0.49
"""

_GROUND = """
TC01 Direct     H -3 -3 -3 -3 -3 -3 -3 -3
TC01 Direct     F -4.36 -4.36 -4.36 -4.36 -4.36 -4.36 -4.36 -4.36
TC02 Direct     H -1.5 -1.5 -1.5 0.85 5.71 -1.5 -1.5 -1.5
TC02 Direct     F -2.18 -2.18 -2.18 -2.18 -0.93 -2.18 -2.18 -2.18
TC03 Direct     H 0 0 1.59 9.67 5.03 0 0 0
TC03 Direct     F 0 0 0 4.23 0 0 0 0
TC04 Direct     H -1.37 -1.37 -1.37 1.77 6.23 -1.37 -1.37 -1.37
TC04 Direct     F -2 -2 -2 -2 -0.95 -2 -2 -2
TC05 Direct     H -1.07 -1.07 -1.07 -1.07 -1.07 -1.07 -1.07 -1.07
TC05 Direct     F -1.07 -1.07 -1.07 -1.07 -1.07 -1.07 -1.07 -1.07
TC06 Direct     H -1.32 -1.32 -1.32 - - -1.32 -1.32 -1.32
TC06 Direct     F -1.32 -1.32 -1.29 -1.05 -1.32 -1.32 -1.32 -1.32
TC08 Right      H -1.61 -1.61 -1.61 0.75 6.25 -0.39 -1.61 -1.61
TC08 Right      F -2.65 -2.65 -2.65 -2.65 -1.3 -2.65 -2.65 -2.65
TC08 Left       H -1.48 -1.48 -1.48 1.01 5.84 -1.48 -1.48 -1.48
TC08 Left       F -2.16 -2.16 -2.16 -2.16 -0.92 -2.16 -2.16 -2.16
TC09 Right      H -1.53 -1.53 -1.53 2.33 -1.53 -1.53 -1.53 -1.53
TC09 Right      F -1.53 -1.38 -1.35 -1.53 -1.53 -1.53 -1.53 -1.53
TC09 Left       H -1.07 -1.07 -1.07 -1.07 -1.07 -1.07 -1.07 -1.07
TC09 Left       F -1.07 -1.07 -1.07 -1.07 -1.07 -1.07 -1.07 -1.07
TC11 Right      H -1.51 -1.51 -1.51 -1.51 -1.51 -1.51 -1.51 -1.51
TC11 Right      F -1.51 -1.51 -1.51 -1.51 -1.51 -1.51 -1.51 -1.51
TC11 Left       H -1.51 -1.51 -1.51 -1.51 -1.51 -1.51 -1.51 -1.51
TC11 Left       F -1.51 -1.51 -1.51 -1.51 -1.51 -1.51 -1.51 -1.51
TC12 Right      H -1.5 -1.5 -1.5 -1.5 -1.5 -1.5 -1.5 -1.5
TC12 Right      F -1.5 -1.5 -1.5 -1.5 -1.5 -1.5 -1.5 -1.5
TC12 Left       H -1.5 -1.5 -1.5 -1.5 -1.5 -1.5 -1.5 -1.5
TC12 Left       F -1.5 -1.5 -1.5 -1.5 -1.5 -1.5 -1.5 -1.5
TC13 Right      H -1.4 -1.4 -1.4 -1.4 -1.4 -1.4 -1.4 -1.4
TC13 Right      F -1.4 -1.4 -1.4 -1.4 -1.4 -1.4 -1.4 -1.4
TC13 Left       H -1.39 -1.39 -1.39 -1.39 -1.39 -1.39 -1.39 -1.39
TC13 Left       F -1.39 -1.39 -1.39 -1.39 -1.39 -1.39 -1.39 -1.39
TC14 Right      H -2.4 -2.4 -2.4 -2.4 -2.4 -2.4 -2.4 -2.4
TC14 Right      F -2.4 -2.4 -2.4 -2.4 -2.4 -2.4 -2.4 -2.4
TC14 Left       H -2.4 -2.4 -2.4 -2.4 -2.4 -2.4 -2.4 -2.4
TC14 Left       F -2.4 -2.4 -2.4 -2.4 -2.4 -2.4 -2.4 -2.4
TC15 Right      H -1.56 -1.56 -1.32 -1.23 -1.56 -1.56 -1.56 -1.56
TC15 Right      F -1.56 -1.3 -1.08 -1.56 -1.56 -1.56 -1.56 -1.56
TC15 Left       H -1.5 -1.5 -1.5 -1.5 -1.5 -1.5 -1.5 -1.5
TC15 Left       F -1.5 -1.5 -1.5 -1.5 -1.5 -1.5 -1.5 -1.5
TC16 Direct     H -1.07 -1.07 -1.07 -1.07 -1.07 -1.07 -1.07 -1.07
TC16 Direct     F -1.07 -1.07 -1.07 -1.07 -1.07 -1.07 -1.07 -1.07
TC16 Reflection H -1.06 -1.06 -1.06 -1.06 -1.06 -1.06 -1.06 -1.06
TC16 Reflection F -1.06 -1.06 -1.06 -1.06 -1.06 -1.06 -1.06 -1.06
TC17 Direct     H -1.32 -1.32 -1.32 - - -1.32 -1.32 -1.32
TC17 Direct     F -1.32 -1.32 -1.29 -1.05 -1.32 -1.32 -1.32 -1.32
TC17 Reflection H -1.31 -1.31 -1.31 - -1.31 -1.31 -1.31 -1.31
TC17 Reflection F -1.31 -1.31 -1.26 -1.28 -1.31 -1.31 -1.31 -1.31
TC19 Right      H -1.13 -1.13 -0.97 -0.65 -1.13 -1.13 -1.13 -1.13
TC19 Right      F -1.13 -1.13 -1.13 -1.13 -1.13 -1.13 -1.13 -1.13
TC19 Left       H -1.35 -1.35 -1.35 1.32 -1.35 -1.35 -1.35 -1.35
TC19 Left       F -1.35 -1.35 -1.35 -1.35 -1.35 -1.35 -1.35 -1.35
TC20 Direct     H -1.06 -1.06 -1.06 -1.06 -1.06 -1.06 -1.06 -1.06
TC20 Direct     F -1.06 -1.06 -1.06 -1.06 -1.06 -1.06 -1.06 -1.06
TC21 Direct     F -1.06 -1.06 - -1.06 -1.06 -1.06 -1.06 -1.06
TC21 Right      H -1.06 -1.06 -1.06 -1.06 -1.06 -1.06 -1.06 -1.06
TC21 Left       H -1.12 -1.12 -1.02 -0.79 -1.12 -1.12 -1.12 -1.12
TC22 Right      H -1.25 -1.25 -1.03 0.77 -1.25 -1.25 -1.25 -1.25
TC22 Right      F -1.25 -1.17 -1.25 -1.25 -1.25 -1.25 -1.25 -1.25
TC22 Left       H -1.26 -1.26 -1.05 0.86 -1.26 -1.26 -1.26 -1.26
TC22 Left       F -1.26 -1.18 -1.26 -1.26 -1.26 -1.26 -1.26 -1.26
TC25 Right      H -3 -3 -3 -3 -3 -3 -3 -3
TC25 Left       H -3 -3 -3 -3 -3 -3 -3 -3
TC26 Direct     H -2.54 -2.54 -2.54 -2.54 -2.54 -2.54 -2.54 -2.54
TC26 Direct     F -2.54 -2.54 -2.54 -2.54 -2.54 -2.54 -1.89 -2.54
TC26 Reflection H -2.53 -2.53 -2.53 -2.53 -2.53 -2.53 -2.53 -2.53
TC28 Right      H -1.5 -1.5 -0.7 15.46 20.97 12.75 5.42 -1.01
TC28 Right      F -4.36 -4.36 -4.36 -4.36 -4.36 -4.36 -4.36 -4.36
TC28 Left       H -1.53 -1.53 -1.25 15.7 21.95 13.29 5.98 -0.45
TC28 Left       F -4.53 -4.53 -4.53 -4.53 -4.53 -4.53 -4.53 -4.53
"""


def _values(texts: list[str]) -> NDArray[np.float64]:
    return np.array([np.nan if text == "-" else float(text) for text in texts])


PLANES = {
    tuple(line.split()[:3]): _values(line.partition("#")[0].split()[3:])
    for line in _PLANES.strip().splitlines()
}
"""(case, path, stretch) -> a, b, both distances from it, the distance along it, G_path, G'_path."""
GROUND = {
    tuple(line.split()[:3]): _values(line.split()[3:]) for line in _GROUND.strip().splitlines()
}
"""(case, path, condition) -> ground attenuation of the whole path, (8,) dB."""
