"""Steps of diffraction that ISO/TR 17534-4:2020 prints for its road cases, per octave band in dB.

Case, path, condition, quantity: pure diffraction from source to receiver (dif_SR), from the image
source (dif_S'R) and to the image receiver (dif_SR'); ground attenuation before and behind the edges
(ground_SO, ground_OR) and as far as the edges let it count (delta_SO, delta_OR); the sum (all).
A dash: the band is not diffracted, or the report is silent. As repeated in the unit tests of
NoiseModelling, commit 35d2da1; second block: pure diffraction of lateral paths.
TC19, F, dif_S'R at 8000 Hz is 27.16 here, not 27.26: the step from band to band is 3 dB at most.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_OVER = """
TC06 Direct     H dif_SR    - - - 3.16 0.56 - - -
TC06 Direct     H dif_S'R   - - - 4.71 4.65 - - -
TC06 Direct     H dif_SR'   - - - 10.83 13.26 - - -
TC06 Direct     H ground_SO - - - 2.74 -1.21 - - -
TC06 Direct     H ground_OR - - - -2.4 -2.4 - - -
TC06 Direct     H delta_SO  - - - 2.23 -0.77 - - -
TC06 Direct     H delta_OR  - - - -1.07 -0.62 - - -
TC06 Direct     H all       - - - 4.31 -0.83 - - -
TC07 Direct     H dif_SR    6.01 6.96 8.41 10.36 12.72 15.37 18.19 21.1
TC07 Direct     H dif_S'R   6.24 7.32 8.92 11 13.46 16.16 19.01 21.94
TC07 Direct     H dif_SR'   12.54 15.13 17.94 20.85 23.8 26.78 29.78 32.78
TC07 Direct     H ground_SO -1.16 -1.16 -1.16 -1.16 1.45 -1.16 -1.16 -1.16
TC07 Direct     H ground_OR -2.4 -2.4 -2.4 -2.4 -2.4 -2.4 -2.4 -2.4
TC07 Direct     H delta_SO  -1.13 -1.11 -1.09 -1.08 1.32 -1.06 -1.06 -1.06
TC07 Direct     H delta_OR  -1.22 -1.02 -0.88 -0.79 -0.74 -0.71 -0.7 -0.69
TC07 Direct     H all       3.67 4.83 6.44 8.49 13.3 13.6 16.43 19.35
TC07 Direct     F dif_SR    5.67 6.4 7.58 9.27 11.43 13.94 16.68 19.55
TC07 Direct     F dif_S'R   5.91 6.81 8.19 10.07 12.39 15.01 17.81 20.71
TC07 Direct     F dif_SR'   12.46 15.05 17.86 20.76 23.71 26.7 29.69 32.7
TC07 Direct     F ground_SO -1.16 -1.16 -1.16 -1.16 -1.16 -1.16 -1.16 -1.16
TC07 Direct     F ground_OR -2.4 -2.4 -2.4 -2.4 -2.4 -2.4 -2.4 -2.4
TC07 Direct     F delta_SO  -1.12 -1.11 -1.08 -1.06 -1.04 -1.03 -1.02 -1.02
TC07 Direct     F delta_OR  -1.18 -0.96 -0.81 -0.71 -0.65 -0.61 -0.6 -0.59
TC07 Direct     F all       3.36 4.33 5.69 7.5 9.74 12.3 15.06 17.94
TC08 Direct     H dif_SR    6.02 6.97 8.42 10.38 12.75 15.4 18.21 21.12
TC08 Direct     H dif_S'R   6.25 7.33 8.93 11.01 13.47 16.18 19.03 21.96
TC08 Direct     H dif_SR'   12.57 15.17 17.98 20.89 23.84 26.83 29.82 32.83
TC08 Direct     H ground_SO -1.16 -1.16 -1.16 -1.16 1.46 -1.16 -1.16 -1.16
TC08 Direct     H ground_OR -2.4 -2.4 -2.4 -2.4 -2.4 -2.4 -2.4 -2.4
TC08 Direct     H delta_SO  -1.13 -1.11 -1.1 -1.08 1.33 -1.06 -1.06 -1.06
TC08 Direct     H delta_OR  -1.21 -1.01 -0.87 -0.79 -0.74 -0.71 -0.7 -0.69
TC08 Direct     H all       3.68 4.84 6.45 8.51 13.34 13.62 16.46 19.38
TC08 Direct     F dif_SR    5.68 6.41 7.6 9.3 11.47 13.99 16.73 19.6
TC08 Direct     F dif_S'R   5.92 6.82 8.21 10.1 12.42 15.04 17.84 20.75
TC08 Direct     F dif_SR'   12.5 15.09 17.9 20.8 23.76 26.74 29.74 32.74
TC08 Direct     F ground_SO -1.16 -1.16 -1.16 -1.16 -1.16 -1.16 -1.16 -1.16
TC08 Direct     F ground_OR -2.4 -2.4 -2.4 -2.4 -2.4 -2.4 -2.4 -2.4
TC08 Direct     F delta_SO  -1.12 -1.11 -1.09 -1.06 -1.05 -1.03 -1.03 -1.02
TC08 Direct     F delta_OR  -1.18 -0.96 -0.81 -0.71 -0.65 -0.61 -0.6 -0.59
TC08 Direct     F all       3.37 4.34 5.71 7.53 9.78 12.34 15.11 17.99
TC09 Direct     H dif_SR    7.9 9.67 11.92 14.49 17.26 20.15 23.09 26.07
TC09 Direct     H dif_S'R   8.65 10.64 13.05 15.72 18.56 21.48 24.44 27.43
TC09 Direct     H dif_SR'   13.55 16.23 19.09 22.01 24.98 27.97 30.97 33.98
TC09 Direct     H ground_SO -0.71 -0.71 -0.71 -0.71 -0.71 -0.71 -0.71 -0.71
TC09 Direct     H ground_OR -2.4 -2.4 -2.4 -2.4 -2.4 -2.4 -2.4 -2.4
TC09 Direct     H delta_SO  -0.65 -0.64 -0.63 -0.62 -0.62 -0.61 -0.61 -0.61
TC09 Direct     H delta_OR  -1.33 -1.21 -1.13 -1.09 -1.07 -1.06 -1.05 -1.05
TC09 Direct     H all       5.91 7.82 10.16 12.78 15.58 18.48 21.43 23.34
TC09 Direct     F dif_SR    7.68 9.39 11.57 14.1 16.85 19.73 22.67 25.64
TC09 Direct     F dif_S'R   8.47 10.41 12.79 15.44 18.26 21.17 24.13 27.12
TC09 Direct     F dif_SR'   13.5 16.17 19.02 21.95 24.92 27.91 30.91 33.91
TC09 Direct     F ground_SO -0.71 -0.71 -0.71 -0.71 -0.71 -0.71 -0.71 -0.71
TC09 Direct     F ground_OR -2.4 -2.4 -2.4 -2.4 -2.4 -2.4 -2.4 -2.4
TC09 Direct     F delta_SO  -0.65 -0.63 -0.62 -0.61 -0.61 -0.61 -0.6 -0.6
TC09 Direct     F delta_OR  -1.31 -1.18 -1.1 -1.05 -1.03 -1.02 -1.01 -1.01
TC09 Direct     F all       5.72 7.57 9.85 12.44 15.22 18.11 21.05 23.39
TC11 Direct     H dif_SR    11.92 14.46 17.23 20.11 23.06 26.04 29.03 32.03
TC11 Direct     H dif_S'R   12.99 15.63 18.46 21.37 24.34 27.32 30.32 33.33
TC11 Direct     H dif_SR'   20.92 23.84 26.82 29.82 32.82 35.83 38.84 41.85
TC11 Direct     H ground_SO -1.5 -1.5 -1.5 -1.5 -1.5 -1.5 -1.5 -1.5
TC11 Direct     H ground_OR -2.5 -2.5 -2.5 -2.5 -2.5 -2.5 -2.5 -2.5
TC11 Direct     H delta_SO  -1.34 -1.32 -1.32 -1.31 -1.31 -1.31 -1.31 -1.31
TC11 Direct     H delta_OR  -0.97 -0.93 -0.91 -0.9 -0.89 -0.89 -0.89 -0.89
TC11 Direct     H all       9.61 12.2 15 17.9 20.86 22.8 22.8 22.8
TC11 Direct     F dif_SR    11.92 14.46 17.23 20.11 23.06 26.04 29.03 32.03
TC11 Direct     F dif_S'R   12.99 15.63 18.46 21.37 24.34 27.32 30.32 33.33
TC11 Direct     F dif_SR'   20.92 23.84 26.82 29.82 32.82 35.83 38.84 41.85
TC11 Direct     F ground_SO -1.5 -1.5 -1.5 -1.5 -1.5 -1.5 -1.5 -1.5
TC11 Direct     F ground_OR -2.5 -2.5 -2.5 -2.5 -2.5 -2.5 -2.5 -2.5
TC11 Direct     F delta_SO  -1.34 -1.32 -1.32 -1.31 -1.31 -1.31 -1.31 -1.31
TC11 Direct     F delta_OR  -0.97 -0.93 -0.91 -0.9 -0.89 -0.89 -0.89 -0.89
TC11 Direct     F all       9.61 12.2 15 17.9 20.86 22.8 22.8 22.8
TC12 Direct     H dif_SR    14.37 17.5 21.47 25.97 29.98 33.36 36.47 39.5
TC12 Direct     H dif_S'R   15.34 18.53 22.52 27.04 31.05 34.43 37.54 40.58
TC12 Direct     H dif_SR'   18.98 22.28 26.34 30.89 34.91 38.29 41.41 44.44
TC12 Direct     H ground_SO -1.5 -1.5 -1.5 -1.5 -1.5 -1.5 -1.5 -1.5
TC12 Direct     H ground_OR -1.5 -1.5 -1.5 -1.5 -1.5 -1.5 -1.5 -1.5
TC12 Direct     H delta_SO  -1.35 -1.35 -1.34 -1.34 -1.34 -1.34 -1.34 -1.34
TC12 Direct     H delta_OR  -0.91 -0.9 -0.89 -0.88 -0.88 -0.88 -0.88 -0.88
TC12 Direct     H all       12.1 15.26 19.24 22.78 22.78 22.78 22.78 22.78
TC12 Direct     F dif_SR    14.37 17.5 21.47 25.97 29.98 33.36 36.47 39.5
TC12 Direct     F dif_S'R   15.34 18.53 22.52 27.04 31.05 34.43 37.54 40.58
TC12 Direct     F dif_SR'   18.98 22.28 26.34 30.89 34.91 38.29 41.41 44.44
TC12 Direct     F ground_SO -1.5 -1.5 -1.5 -1.5 -1.5 -1.5 -1.5 -1.5
TC12 Direct     F ground_OR -1.5 -1.5 -1.5 -1.5 -1.5 -1.5 -1.5 -1.5
TC12 Direct     F delta_SO  -1.35 -1.35 -1.34 -1.34 -1.34 -1.34 -1.34 -1.34
TC12 Direct     F delta_OR  -0.91 -0.9 -0.89 -0.88 -0.88 -0.88 -0.88 -0.88
TC12 Direct     F all       12.1 15.26 19.24 22.78 22.78 22.78 22.78 22.78
TC13 Direct     H dif_SR    9.76 13.15 17.15 20.71 23.88 26.92 29.93 32.94
TC13 Direct     H dif_S'R   10.52 14.08 18.17 21.75 24.94 27.98 31 34.01
TC13 Direct     H dif_SR'   24.55 28.89 33.3 37 40.23 43.3 46.32 49.34
TC13 Direct     H ground_SO -1.38 -1.38 -1.38 -1.38 -1.38 -1.38 -1.38 -1.38
TC13 Direct     H ground_OR -2.4 -2.4 -2.4 -2.4 -2.4 -2.4 -2.4 -2.4
TC13 Direct     H delta_SO  -1.27 -1.25 -1.24 -1.23 -1.23 -1.23 -1.23 -1.23
TC13 Direct     H delta_OR  -0.49 -0.44 -0.42 -0.41 -0.41 -0.41 -0.41 -0.41
TC13 Direct     H all       8 11.46 15.5 19.06 22.24 23.36 23.36 23.36
TC13 Direct     F dif_SR    9.54 12.88 16.85 20.42 23.57 26.6 29.62 32.62
TC13 Direct     F dif_S'R   10.34 13.86 17.93 21.51 24.69 27.74 30.75 33.76
TC13 Direct     F dif_SR'   24.55 28.88 33.3 37 40.22 43.29 46.32 49.33
TC13 Direct     F ground_SO -1.38 -1.38 -1.38 -1.38 -1.38 -1.38 -1.38 -1.38
TC13 Direct     F ground_OR -2.4 -2.4 -2.4 -2.4 -2.4 -2.4 -2.4 -2.4
TC13 Direct     F delta_SO  -1.27 -1.24 -1.23 -1.22 -1.22 -1.22 -1.22 -1.22
TC13 Direct     F delta_OR  -0.48 -0.43 -0.41 -0.4 -0.4 -0.4 -0.4 -0.39
TC13 Direct     F all       7.8 11.21 15.22 18.78 21.95 23.38 23.38 23.38
TC14 Direct     H dif_SR    7.15 8.65 10.67 13.08 15.76 18.59 21.51 24.48
TC14 Direct     H dif_S'R   8.43 10.37 12.73 15.38 18.2 21.11 24.07 27.05
TC14 Direct     H dif_SR'   21.88 24.81 27.8 30.8 33.8 36.81 39.82 42.83
TC14 Direct     H ground_SO -2.4 -2.4 -2.4 -2.4 -2.4 -2.4 -2.4 -2.4
TC14 Direct     H ground_OR -2.66 -2.66 -2.66 -2.66 -2.66 -2.66 -2.66 -2.66
TC14 Direct     H delta_SO  -2.11 -2.02 -1.94 -1.9 -1.87 -1.87 -1.85 -1.84
TC14 Direct     H delta_OR  -0.55 -0.47 -0.42 -0.39 -0.38 -0.37 -0.37 -0.37
TC14 Direct     H all       4.49 6.17 8.3 10.79 13.51 16.37 19.3 22.27
TC14 Direct     F dif_SR    7.14 8.65 10.66 13.07 15.75 18.58 21.5 24.47
TC14 Direct     F dif_S'R   8.43 10.36 12.73 15.38 18.19 21.1 24.06 27.05
TC14 Direct     F dif_SR'   21.88 24.81 27.8 30.8 33.8 36.81 39.82 42.83
TC14 Direct     F ground_SO -2.4 -2.4 -2.4 -2.4 -2.4 -2.4 -2.4 -2.4
TC14 Direct     F ground_OR -2.66 -2.66 -2.66 -2.66 -2.66 -2.66 -2.66 -2.66
TC14 Direct     F delta_SO  -2.11 -2.02 -1.94 -1.9 -1.87 -1.86 -1.85 -1.84
TC14 Direct     F delta_OR  -0.55 -0.47 -0.42 -0.39 -0.38 -0.37 -0.37 -0.37
TC14 Direct     F all       4.48 6.16 8.3 10.78 13.5 16.36 19.29 22.26
TC15 Direct     H dif_SR    18.64 22.86 26.49 29.68 32.74 35.76 38.77 41.78
TC15 Direct     H dif_S'R   19.67 23.92 27.55 30.75 33.81 36.83 39.84 42.85
TC15 Direct     H dif_SR'   22.21 26.5 30.14 33.35 36.41 39.43 42.44 45.45
TC15 Direct     H ground_SO -1.5 -1.5 -1.5 -1.5 -1.5 -1.5 -1.5 -1.5
TC15 Direct     H ground_OR -1.5 -1.5 -1.5 -1.5 -1.5 -1.5 -1.5 -1.5
TC15 Direct     H delta_SO  -1.34 -1.34 -1.34 -1.34 -1.34 -1.34 -1.34 -1.34
TC15 Direct     H delta_OR  -1.02 -1.02 -1.01 -1.01 -1.01 -1.01 -1.01 -1.01
TC15 Direct     H all       16.27 20.51 22.65 22.65 22.65 22.65 22.65 22.65
TC17 Reflection H dif_SR    - - - 2.92 - - - -
TC17 Reflection H dif_S'R   - - - 4.65 - - - -
TC17 Reflection H dif_SR'   - - - 10.81 - - - -
TC17 Reflection H ground_SO - - - 2.66 - - - -
TC17 Reflection H ground_OR - - - -2.4 - - - -
TC17 Reflection H delta_SO  - - - 2.12 - - - -
TC17 Reflection H delta_OR  - - - -1.05 - - - -
TC17 Reflection H all       - - - 3.99 - - - -
TC19 Direct     H dif_SR    6.67 8.83 11.68 14.56 17.43 20.35 23.31 26.29
TC19 Direct     H dif_S'R   7.61 10.35 13.58 16.64 19.61 22.57 25.55 28.55
TC19 Direct     H dif_SR'   14.32 18.51 22.43 25.77 28.86 31.89 34.91 37.92
TC19 Direct     H ground_SO -0.67 -0.67 -0.67 -0.67 -0.67 -0.67 -0.67 -0.67
TC19 Direct     H ground_OR -2.02 -2.4 -2.4 -2.4 -2.4 -2.4 -2.4 -2.4
TC19 Direct     H delta_SO  -0.6 -0.56 -0.54 -0.53 -0.52 -0.52 -0.52 -0.52
TC19 Direct     H delta_OR  -0.9 -0.86 -0.77 -0.73 -0.71 -0.7 -0.7 -0.7
TC19 Direct     H all       5.17 7.41 10.38 13.3 16.2 19.13 22.09 23.78
TC19 Direct     F dif_SR    5.89 7.4 9.69 12.24 14.94 17.79 20.66 23.62
TC19 Direct     F dif_S'R   7 9.39 12.4 15.35 18.27 21.21 24.17 27.16
TC19 Direct     F dif_SR'   14.2 18.38 22.29 25.63 28.73 31.75 34.77 37.78
TC19 Direct     F ground_SO -0.67 -0.67 -0.67 -0.67 -0.67 -0.67 -0.67 -0.67
TC19 Direct     F ground_OR -2.08 -2.4 -2.4 -2.4 -2.4 -2.4 -2.4 -2.4
TC19 Direct     F delta_SO  -0.59 -0.53 -0.49 -0.47 -0.46 -0.45 -0.45 -0.45
TC19 Direct     F delta_OR  -0.86 -0.75 -0.62 -0.57 -0.55 -0.53 -0.53 -0.53
TC19 Direct     F all       4.44 6.12 8.57 11.19 13.93 16.77 19.68 22.64
TC21 Direct     H dif_SR    4.81 4.85 4.92 5.06 5.34 5.84 6.69 8.02
TC21 Direct     H dif_S'R   5.08 5.37 5.89 6.78 8.15 10.03 12.34 14.95
TC21 Direct     H dif_SR'   7.81 9.55 11.77 14.33 17.09 19.97 22.92 25.89
TC21 Direct     H ground_SO -0.7 -0.7 -0.7 -0.7 -0.7 -0.7 -0.7 -0.7
TC21 Direct     H ground_OR -0.47 -1.57 -2.41 -2.41 -2.41 -2.41 -2.41 -2.41
TC21 Direct     H delta_SO  -0.68 -0.66 -0.63 -0.58 -0.51 -0.44 -0.37 -0.32
TC21 Direct     H delta_OR  -0.33 -0.95 -1.18 -0.91 -0.69 -0.53 -0.42 -0.35
TC21 Direct     H all       3.8 3.24 3.11 3.58 4.13 4.87 5.9 7.35
TC21 Direct     F dif_SR    - - 0.64 - - - - -
TC21 Direct     F dif_S'R   - - 2.86 - - - - -
TC21 Direct     F dif_SR'   - - 10.88 - - - - -
TC21 Direct     F ground_SO - - -0.71 - - - - -
TC21 Direct     F ground_OR - - -2.4 - - - - -
TC21 Direct     F delta_SO  - - -0.55 - - - - -
TC21 Direct     F delta_OR  - - -0.81 - - - - -
TC21 Direct     F all       - - -0.72 - - - - -
TC22 Direct     H dif_SR    17.34 20.76 25.01 29.48 33.28 36.55 39.63 42.66
TC22 Direct     H dif_S'R   17.49 20.91 25.17 29.64 33.43 36.7 39.78 42.81
TC22 Direct     H dif_SR'   20.79 24.29 28.58 33.06 36.87 40.14 43.22 46.25
TC22 Direct     H ground_SO -0.64 -0.64 -0.64 -0.64 -0.64 -0.64 -0.64 -0.64
TC22 Direct     H ground_OR -2.4 -2.4 -2.4 -2.4 -2.4 -2.4 -2.4 -2.4
TC22 Direct     H delta_SO  -0.63 -0.63 -0.63 -0.63 -0.63 -0.63 -0.63 -0.63
TC22 Direct     H delta_OR  -1.68 -1.67 -1.66 -1.66 -1.66 -1.66 -1.66 -1.66
TC22 Direct     H all       15.03 18.46 22.71 22.71 22.71 22.71 22.71 22.71
TC22 Direct     F dif_SR    17.33 20.75 25 29.47 33.27 36.54 39.62 42.65
TC22 Direct     F dif_S'R   17.48 20.9 25.16 29.63 33.43 36.7 39.78 42.8
TC22 Direct     F dif_SR'   20.79 24.28 28.58 33.06 36.86 40.13 43.21 46.24
TC22 Direct     F ground_SO -0.64 -0.64 -0.64 -0.64 -0.64 -0.64 -0.64 -0.64
TC22 Direct     F ground_OR -2.4 -2.4 -2.4 -2.4 -2.4 -2.4 -2.4 -2.4
TC22 Direct     F delta_SO  -0.63 -0.63 -0.63 -0.63 -0.63 -0.63 -0.63 -0.63
TC22 Direct     F delta_OR  -1.68 -1.67 -1.66 -1.66 -1.66 -1.66 -1.66 -1.66
TC22 Direct     F all       15.02 18.45 22.71 22.71 22.71 22.71 22.71 22.71
TC23 Direct     H dif_SR    7.17 8.69 10.78 13.46 16.98 21.34 25.53 29.05
TC23 Direct     H dif_S'R   10.54 12.93 15.67 18.78 22.56 27.04 31.28 34.81
TC23 Direct     H dif_SR'   10.86 13.28 16.05 19.18 22.97 27.46 31.7 35.22
TC23 Direct     H ground_SO -1.02 -0.08 -0.73 -2.79 -2.79 -2.79 -2.79 -2.79
TC23 Direct     H ground_OR -0.28 -1 -2.46 -2.46 -2.46 -2.46 -2.46 -2.46
TC23 Direct     H delta_SO  -0.71 -0.05 -0.42 -1.62 -1.58 -1.56 -1.55 -1.55
TC23 Direct     H delta_OR  -0.18 -0.6 -1.42 -1.36 -1.32 -1.3 -1.3 -1.29
TC23 Direct     H all       6.28 8.04 8.93 10.48 14.09 18.48 22.15 22.16
TC23 Direct     F dif_SR    7.1 8.59 10.59 12.99 15.66 18.49 21.41 24.37
TC23 Direct     F dif_S'R   10.51 12.87 15.53 18.36 21.27 24.23 27.22 30.22
TC23 Direct     F dif_SR'   10.86 13.27 15.96 18.81 21.73 24.7 27.68 30.68
TC23 Direct     F ground_SO -0.96 -0.13 -1.09 -2.79 -2.79 -2.79 -2.79 -2.79
TC23 Direct     F ground_OR -0.54 -1.28 -2.39 -2.39 -2.39 -2.39 -2.39 -2.39
TC23 Direct     F delta_SO  -0.66 -0.08 -0.64 -1.61 -1.57 -1.55 -1.54 -1.53
TC23 Direct     F delta_OR  -0.35 -0.77 -1.37 -1.3 -1.27 -1.25 -1.24 -1.24
TC23 Direct     F all       6.09 7.74 8.59 10.07 12.82 15.69 18.63 21.6
TC25 Direct     H dif_SR    10.09 13.54 16.87 19.94 22.94 25.93 28.93 31.93
TC25 Direct     H dif_S'R   11.48 15.2 18.63 21.75 24.77 27.78 30.78 33.78
TC25 Direct     H dif_SR'   18.47 22.7 26.32 29.52 32.58 35.6 38.61 41.62
TC25 Direct     H ground_SO -3 -3 -3 -3 -3 -3 -3 -3
TC25 Direct     H ground_OR -3 -3 -3 -3 -3 -3 -3 -3
TC25 Direct     H delta_SO  -2.62 -2.55 -2.52 -2.51 -2.5 -2.5 -2.5 -2.5
TC25 Direct     H delta_OR  -1.27 -1.17 -1.13 -1.11 -1.11 -1.1 -1.1 -1.1
TC25 Direct     H all       6.21 9.83 13.22 16.32 19.33 21.4 21.4 21.4
TC25 Direct     F dif_SR    10.03 13.46 16.78 19.85 22.84 25.83 28.83 31.83
TC25 Direct     F dif_S'R   11.43 15.14 18.57 21.69 24.71 27.71 30.72 33.72
TC25 Direct     F dif_SR'   18.46 22.69 26.31 29.51 32.57 35.59 38.6 41.61
TC25 Direct     F ground_SO -3 -3 -3 -3 -3 -3 -3 -3
TC25 Direct     F ground_OR -3 -3 -3 -3 -3 -3 -3 -3
TC25 Direct     F delta_SO  -2.61 -2.54 -2.51 -2.5 -2.5 -2.49 -2.49 -2.49
TC25 Direct     F delta_OR  -1.26 -1.16 -1.12 -1.1 -1.1 -1.09 -1.09 -1.09
TC25 Direct     F all       6.15 9.76 13.15 16.24 19.25 21.41 21.42 21.42
TC25 Reflection H dif_SR    7.11 8.6 10.6 13.01 15.68 18.51 21.42 24.39
TC25 Reflection H dif_S'R   8.7 10.71 13.12 15.8 18.64 21.56 24.52 27.51
TC25 Reflection H dif_SR'   10.21 12.52 15.15 17.95 20.86 23.82 26.8 29.8
TC25 Reflection H ground_SO -3 -3 -3 -3 -3 -3 -3 -3
TC25 Reflection H ground_OR -3 -3 -3 -3 -3 -3 -3 -3
TC25 Reflection H delta_SO  -2.56 -2.44 -2.34 -2.27 -2.23 -2.21 -2.2 -2.2
TC25 Reflection H delta_OR  -2.2 -2.03 -1.9 -1.82 -1.78 -1.75 -1.74 -1.74
TC25 Reflection H all       2.34 4.14 6.37 8.91 11.66 14.54 17.48 20.45
TC25 Reflection F dif_SR    7.05 8.51 10.49 12.88 15.54 18.36 21.28 24.24
TC25 Reflection F dif_S'R   8.66 10.65 13.06 15.74 18.57 21.49 24.45 27.44
TC25 Reflection F dif_SR'   10.18 12.48 15.11 17.91 20.82 23.77 26.76 29.75
TC25 Reflection F ground_SO -3 -3 -3 -3 -3 -3 -3 -3
TC25 Reflection F ground_OR -3 -3 -3 -3 -3 -3 -3 -3
TC25 Reflection F delta_SO  -2.56 -2.43 -2.32 -2.26 -2.22 -2.2 -2.19 -2.18
TC25 Reflection F delta_OR  -2.2 -2.02 -1.89 -1.81 -1.76 -1.74 -1.72 -1.72
TC25 Reflection F all       2.29 4.07 6.28 8.82 11.56 14.43 17.37 20.34
"""

_AROUND = """
TC08 Right H 23.09 26.03 29.03 32.03 35.03 38.04 41.05 44.06
TC08 Right F 23.09 26.03 29.03 32.03 35.03 38.04 41.05 44.06
TC08 Left  H 8.78 10.81 13.24 15.93 18.77 21.69 24.66 27.64
TC08 Left  F 8.78 10.81 13.24 15.93 18.77 21.69 24.66 27.64
TC09 Right H 23.08 26.03 29.02 32.02 35.03 38.04 41.05 44.06
TC09 Right F 23.08 26.03 29.02 32.02 35.03 38.04 41.05 44.06
TC09 Left  H 8.79 10.81 13.24 15.93 18.77 21.7 24.66 27.65
TC09 Left  F 8.79 10.81 13.24 15.93 18.78 21.7 24.66 27.65
TC11 Right H 14.47 17.92 22.26 26.57 30.18 33.37 36.43 39.45
TC12 Right H 8.17 10.09 12.67 16.13 20.46 24.62 28.11 31.25
TC13 Right H 16.88 20.3 24.57 29.02 32.8 36.06 39.13 42.16
TC13 Left  H 9.89 12.15 14.74 17.53 20.42 23.37 26.35 29.35
TC14 Right H 6.76 8.13 10.15 13.04 17.02 21.28 24.93 28.14
TC14 Right F 6.76 8.13 10.15 13.04 17.02 21.28 24.93 28.14
TC14 Left  H 11.85 14.39 17.19 20.19 23.58 27.7 32.24 36.23
TC14 Left  F 11.85 14.39 17.19 20.19 23.58 27.7 32.24 36.23
TC15 Right H 17.54 21.82 25.57 28.82 31.89 34.91 37.92 40.93
TC15 Left  H 16.63 20.81 24.44 27.65 30.7 33.72 36.73 39.74
TC19 Right H 18.69 22.74 26.2 29.33 32.37 35.39 38.4 41.41
TC19 Right F 18.69 22.74 26.2 29.33 32.37 35.39 38.4 41.41
TC19 Left  H 11.08 13.52 16.24 19.09 22.02 24.99 27.98 30.98
TC19 Left  F 11.08 13.52 16.24 19.09 22.02 24.99 27.98 30.98
TC28 Right H 27.85 30.82 33.83 36.83 39.84 42.85 45.86 48.87
TC28 Right F 26.65 29.7 32.73 35.74 38.75 41.76 44.77 47.78
TC28 Left  H 26.72 29.69 32.7 35.71 38.71 41.72 44.73 47.74
TC28 Left  F 20.96 25.05 29.57 33.49 36.82 39.92 42.95 45.97
"""


def _values(texts: list[str]) -> NDArray[np.float64]:
    return np.array([np.nan if text == "-" else float(text) for text in texts])


def _over() -> dict[tuple[str, str, str], dict[str, NDArray[np.float64]]]:
    found: dict[tuple[str, str, str], dict[str, NDArray[np.float64]]] = {}
    for line in _OVER.strip().splitlines():
        case, path, condition, quantity, *values = line.split()
        found.setdefault((case, path, condition), {})[quantity] = _values(values)
    return found


OVER = _over()
"""(case, path, condition) -> quantity -> (8,) dB, NaN where there is none."""
AROUND = {
    tuple(line.split()[:3]): _values(line.split()[3:]) for line in _AROUND.strip().splitlines()
}
"""(case, path, condition) -> (8,) dB."""
