"""What a reflecting wall takes from a sound (CNOSSOS-EU 2.5.4)."""

from __future__ import annotations

from math import log10

from numba import njit

from twin.analyses.noise.propagation.bands import BANDS
from twin.analyses.noise.propagation.diffraction import pure_db
from twin.analyses.noise.propagation.edges import single_difference
from twin.analyses.noise.propagation.vertical import Level

MOST_ABSORPTION = 0.999999


@njit(cache=True, nogil=True, error_model="numpy")
def reflection_db(absorption: Level, out: Level) -> None:
    """Loss by a wall's absorption coefficients (8,), -10 lg(1 - α) into `out` (2.5.35). dB."""
    for band in range(BANDS):
        out[band] = -10.0 * log10(1.0 - min(absorption[band], MOST_ABSORPTION))


@njit(cache=True, nogil=True, error_model="numpy")
def add_retrodiffraction(
    before: tuple[float, float],
    edge: tuple[float, float],
    after: tuple[float, float],
    bend: float,
    out: Level,
) -> None:
    """Add the loss of a reflection near the upper edge of its wall to `out` (8,) (2.5.36, 37). dB.

    Points are (d along the unfolded path, altitude): what the ray comes from, the wall's upper edge
    where the ray meets it, what the ray goes to; source and receiver, or the corners next to the
    wall. `bend` is 0 in homogeneous conditions and that of the whole path in favourable ones.
    """
    delta = -single_difference(before[0], before[1], edge[0], edge[1], after[0], after[1], bend)
    for band in range(BANDS):
        out[band] += pure_db(band, delta, 0.0)
