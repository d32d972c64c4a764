"""What the walking model takes as given, and how unsure each figure is."""

from __future__ import annotations

from dataclasses import dataclass

WALKING_M_S = 1.34
"""Mean speed of free walking, 1.34 m/s or 4.8 km/h. Weidmann, U. (1993), Transporttechnik der
Fussgänger, IVT ETH Zürich, Schriftenreihe 90."""
RANGES: dict[str, tuple[float, float]] = {"speed": (1.08, 1.60), "way": (0.95, 1.10)}
"""speed, m/s: the mean less and plus one standard deviation of 0.26 (same source). way: factor on
the length, for short cuts that the network lacks and for waiting at crossings."""
OLDER_M_S = 1.13
"""Comfortable speed of women of 70 to 79. Bohannon & Williams Andrews (2011), Normal walking
speed: a descriptive meta-analysis, Physiotherapy 97(3)."""


@dataclass(frozen=True)
class AccessParameters:
    """walking_m_s: on level ground. samples: draws of speed and way. near_min, far_min: the
    walking times that shares are given for."""

    walking_m_s: float = WALKING_M_S
    samples: int = 16
    seed: int = 44109
    near_min: float = 5.0
    far_min: float = 10.0
