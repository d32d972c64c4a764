"""What the walking model takes as given, and how unsure each figure is."""

from __future__ import annotations

from dataclasses import dataclass

WALKING_M_S = 1.34
"""Mean speed of free walking, 1.34 m/s or 4.8 km/h. Weidmann, U. (1993), Transporttechnik der
Fussgänger, IVT ETH Zürich, Schriftenreihe 90."""
RANGES: dict[str, tuple[float, float]] = {"speed": (0.97, 1.43), "waiting": (1.0, 1.15)}
"""speed, m/s: comfortable speed from men over 80 (0.97) to men of 40 to 49 (1.43), Bohannon &
Williams Andrews (2011), Physiotherapy 97(3). waiting: time added at crossings, as a factor."""
OLDER_M_S = 1.13
"""Comfortable speed of women of 70 to 79, same source."""


@dataclass(frozen=True)
class AccessParameters:
    """walking_m_s: on level ground. samples: draws of speed and waiting. near_min, far_min: the
    walking times that shares are given for."""

    walking_m_s: float = WALKING_M_S
    samples: int = 16
    seed: int = 44109
    near_min: float = 5.0
    far_min: float = 10.0
