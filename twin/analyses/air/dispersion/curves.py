"""How wide a plume is after some way: Pasquill-Smith curves with a mixing zone over the road."""

from __future__ import annotations

from math import log
from typing import NamedTuple

AZ = (1112.0, 556.0, 353.0, 219.0, 124.0, 56.0)
AY1 = (0.46, 0.29, 0.18, 0.11, 0.087, 0.057)
AY2 = (1831.0, 1155.0, 717.0, 438.0, 346.0, 227.0)
"""Vertical spread at 10 km, sideways spread at 1 m and at 10 km, m, for stability A to F (10 cm
roughness for the first, 3 cm for the others, 3 minutes). Benson, P. E. (1979). CALINE3: a versatile
dispersion model. FHWA/CA/TL-79/23."""
FARTHEST_M = 10_000.0


class Spread(NamedTuple):
    """Standard deviations of a plume at x metres: sideways y1 x^y2, upwards z1 x^z2."""

    y1: float
    y2: float
    z1: float
    z2: float


def spread(
    stability: int,
    roughness_cm: float,
    averaging_min: float,
    half_width_m: float,
    residence_s: float,
) -> Spread:
    """Power laws of Benson (1979).

    stability: 1 (A, very unstable) to 6 (F, stable). roughness_cm: 3 to 400. averaging_min: 3 to
    120. half_width_m: of the mixing zone over the road, in which traffic stirs the air: its
    vertical spread at the edge is 1.8 m + 0.11 m/s times the time that air stays in it.
    """
    longer = (averaging_min / 3.0) ** 0.2
    y_1m = AY1[stability - 1] * (roughness_cm / 3.0) ** 0.2 * longer
    y_10km = AY2[stability - 1] * (roughness_cm / 3.0) ** 0.07 * longer
    z_edge = (1.8 + 0.11 * residence_s) * (averaging_min / 30.0) ** 0.2
    z_10km = AZ[stability - 1] * (roughness_cm / 10.0) ** 0.07 * longer
    y2 = _slope(y_1m, y_10km, 1.0)
    z2 = _slope(z_edge, z_10km, half_width_m)
    return Spread(y_1m, y2, z_10km / FARTHEST_M**z2, z2)


def _slope(near: float, far: float, near_m: float) -> float:
    return log(far / near) / log(FARTHEST_M / near_m)
