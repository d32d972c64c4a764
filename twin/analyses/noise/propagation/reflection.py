"""What a reflecting wall takes from a sound (CNOSSOS-EU 2.5.4)."""

from __future__ import annotations

from math import log10, sqrt

from numba import njit

from twin.analyses.noise.propagation.bands import BANDS
from twin.analyses.noise.propagation.diffraction import pure_db
from twin.analyses.noise.propagation.edges import bend_of, single_difference
from twin.analyses.noise.propagation.vertical import Level

MOST_ABSORPTION = 0.999999


@njit(cache=True, nogil=True, error_model="numpy")
def reflection_db(absorption: Level, out: Level) -> None:
    """Loss by a wall's absorption coefficients (8,), -10 lg(1 - α) into `out` (2.5.35). dB."""
    for band in range(BANDS):
        out[band] = -10.0 * log10(1.0 - min(absorption[band], MOST_ABSORPTION))


@njit(cache=True, nogil=True, error_model="numpy")
def retrodiffraction_db(
    distance_m: float,
    zs: float,
    zr: float,
    edge_d: float,
    edge_z: float,
    out_h: Level,
    out_f: Level,
) -> None:
    """Loss of a reflection near the upper edge of its wall, per octave band (2.5.36, 2.5.37). dB.

    `distance_m` is the horizontal length of the unfolded path, `edge_d` where on it the wall stands
    and `edge_z` the altitude of its upper edge; source and receiver are at altitudes `zs`, `zr`.
    Homogeneous into out_h, favourable into out_f, both of shape (8,), positive is quieter.
    """
    rise = zr - zs
    bend = bend_of(sqrt(distance_m * distance_m + rise * rise))
    straight = -single_difference(0.0, zs, edge_d, edge_z, distance_m, zr, 0.0)
    curved = -single_difference(0.0, zs, edge_d, edge_z, distance_m, zr, bend)
    for band in range(BANDS):
        out_h[band] = pure_db(band, straight, 0.0)
        out_f[band] = pure_db(band, curved, 0.0)
