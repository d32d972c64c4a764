"""Attenuation by diffraction, pure and with the ground on both sides (CNOSSOS-EU 2.5.4)."""

from __future__ import annotations

from math import exp, log10

from numba import njit

from twin.analyses.noise.propagation.bands import WAVELENGTH_M

MOST_OVER_EDGES_DB = 25.0
"""Upper bound of pure diffraction over horizontal edges."""
NEPER = 0.11512925464970229
"""ln(10) / 20: turns dB of a pressure into its natural logarithm."""
SAME_EDGE_M = 0.3
"""Edges nearer than this count as one (C'' = 1)."""


@njit(cache=True, nogil=True, error_model="numpy")
def pure_db(band: int, delta: float, between: float) -> float:
    """Δ_dif: pure diffraction for a path difference and a length between edges (2.5.21, 23). dB."""
    wavelength = WAVELENGTH_M[band]
    reach = 40.0 * delta / wavelength
    if between > SAME_EDGE_M:
        ratio = 5.0 * wavelength / between
        ratio *= ratio
        reach *= (1.0 + ratio) / (1.0 / 3.0 + ratio)
    return 10.0 * log10(3.0 + reach) if reach >= -2.0 else 0.0


@njit(cache=True, nogil=True, error_model="numpy")
def ground_beside_db(ground: float, over_image: float, over: float) -> float:
    """Δ_ground of one side: its ground as far as the edge lets it count (2.5.31, 32). dB.

    `over_image` is Δ_dif with the mirrored end of that side, `over` Δ_dif of the real path.
    """
    share = (exp(-ground * NEPER) - 1.0) * exp((over - over_image) * NEPER)
    return -20.0 * log10(1.0 + share)
