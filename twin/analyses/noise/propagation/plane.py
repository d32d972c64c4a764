"""The mean ground plane of a profile and what is read off it (CNOSSOS-EU 2.5.3)."""

from __future__ import annotations

from math import sqrt

import numpy as np
from numba import njit
from numpy.typing import NDArray

Line = NDArray[np.float64]
SMALL_M = 1e-6


@njit(cache=True, nogil=True, error_model="numpy")
def mean_plane(d: Line, z: Line, first: int, last: int) -> tuple[float, float]:
    """Slope and intercept at d = 0 of the least-squares line through profile points first..last.

    The squared error is integrated along the profile, not summed over points, so vertical steps
    weigh nothing. Metres. A profile without length gives a level line at its first point.
    """
    length = d[last] - d[first]
    if length < SMALL_M:
        return 0.0, z[first]
    middle = 0.5 * (d[last] + d[first])
    area, moment = 0.0, 0.0
    for i in range(first, last):
        step = d[i + 1] - d[i]
        near, far = d[i] - middle, d[i + 1] - middle
        area += 0.5 * step * (z[i] + z[i + 1])
        moment += step / 6.0 * (near * (2.0 * z[i] + z[i + 1]) + far * (z[i] + 2.0 * z[i + 1]))
    slope = 12.0 * moment / (length * length * length)
    return slope, area / length - slope * middle


@njit(cache=True, nogil=True, error_model="numpy")
def ground_factor(d: Line, g: Line, first: int, last: int) -> float:
    """G_path: the ground factor averaged along profile points first..last (2.5.14)."""
    length: float = d[last] - d[first]
    if length < SMALL_M:
        only: float = g[first]
        return only
    total: float = 0.0
    for i in range(first, last):
        total += g[i] * (d[i + 1] - d[i])
    return total / length


@njit(cache=True, nogil=True, error_model="numpy")
def height_over(slope: float, intercept: float, d: float, z: float) -> float:
    """Height of a point at right angles over the plane; below the plane it counts as 0. Metres."""
    height = (z - slope * d - intercept) / sqrt(1.0 + slope * slope)
    return height if height > 0.0 else 0.0


@njit(cache=True, nogil=True, error_model="numpy")
def distance_along(slope: float, run: float, rise: float) -> float:
    """d_p: distance of two points projected on the plane, from their run and rise. Metres."""
    return abs(run + slope * rise) / sqrt(1.0 + slope * slope)


@njit(cache=True, nogil=True, error_model="numpy")
def image_of(slope: float, d: float, z: float, height: float) -> tuple[float, float]:
    """The point mirrored in the plane, over which it stands `height` at right angles."""
    norm = 2.0 * height / sqrt(1.0 + slope * slope)
    return d + slope * norm, z - norm


@njit(cache=True, nogil=True, error_model="numpy")
def corrected_ground_factor(
    factor: float, source_factor: float, distance: float, heights: float
) -> float:
    """G'_path: nearer than 30 times both heights the ground at the source counts more (2.5.14)."""
    reach = 30.0 * heights
    if distance > reach:
        return factor
    share = distance / reach if reach > 0.0 else 0.0
    return factor * share + source_factor * (1.0 - share)
