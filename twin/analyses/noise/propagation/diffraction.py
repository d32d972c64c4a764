"""Attenuation by diffraction, pure and with the ground on both sides (CNOSSOS-EU 2.5.4).

Worked out in power ratios: the method's logarithms and powers of ten cancel but for one a band.
"""

from __future__ import annotations

from math import log10, sqrt

from numba import njit

from twin.analyses.noise.propagation.bands import WAVELENGTH_M

MOST_OVER_EDGES = 10.0**2.5
"""Upper bound of pure diffraction over horizontal edges: 25 dB."""
SAME_EDGE_M = 0.3
"""Edges nearer than this count as one (C'' = 1)."""
LEAST_BESIDE = 10.0**-1.25
"""The ground of one side takes no more than diffraction may: 25 dB."""


@njit(cache=True, nogil=True, error_model="numpy")
def pure_loss(band: int, delta: float, between: float) -> float:
    """Δ_dif as a power ratio of 1 and more, from path difference and length between edges, m.

    10 lg of it is the method's 10 lg(3 + 40 / λ C'' δ), or 0 far below the ray (2.5.21, 2.5.23).
    """
    wavelength = WAVELENGTH_M[band]
    reach = 40.0 * delta / wavelength
    if between > SAME_EDGE_M:
        ratio = 5.0 * wavelength / between
        ratio *= ratio
        reach *= (1.0 + ratio) / (1.0 / 3.0 + ratio)
    return 3.0 + reach if reach >= -2.0 else 1.0


@njit(cache=True, nogil=True, error_model="numpy")
def pure_db(band: int, delta: float, between: float) -> float:
    """Δ_dif: pure diffraction for a path difference and a length between edges, m. dB."""
    return 10.0 * log10(pure_loss(band, delta, between))


@njit(cache=True, nogil=True, error_model="numpy")
def beside(gain: float, over_image: float, over: float) -> float:
    """The ground of one side as a factor on amplitude: 10^(-Δ_ground / 20) (2.5.31, 2.5.32).

    `gain` is what its ground alone leaves of the power, `over_image` the loss of pure diffraction
    with that side's end mirrored, `over` the loss on the real path. Where a steep plane tilts the
    image towards the edge the terms could cancel or turn negative: never less than LEAST_BESIDE.
    """
    factor = 1.0 + (sqrt(gain) - 1.0) * sqrt(over / over_image)
    return factor if factor > LEAST_BESIDE else LEAST_BESIDE
