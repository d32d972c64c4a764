"""What the traffic model takes as given, and how unsure each figure is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TrafficParameters:
    """Inputs of the morning peak hour; asdict of it is part of a run's fingerprint.

    zones: places that trips start and end at. gap: relative gap to reach, draw_gap: in the
    draws. samples: draws of
    the uncertain inputs. departures_per_dwelling, arrivals_per_job: car trips in the peak hour.
    floor_per_job_m2: gross floor area of shops and offices per job. deterrence_per_km: gravity
    parameter. through_share: share of the traffic entering the area that also leaves it.
    gateway_3 … gateway_6: vehicles per hour entering (and leaving) at a street of that
    importance at the edge of the area; streets of importance 1 and 2 count as 3.
    """

    zones: int = 80
    gap: float = 1e-5
    draw_gap: float = 1e-4
    max_iterations: int = 200
    samples: int = 9
    seed: int = 44109
    departures_per_dwelling: float = 0.09
    arrivals_per_job: float = 0.15
    floor_per_job_m2: float = 40.0
    deterrence_per_km: float = 0.35
    through_share: float = 0.45
    gateway_3: float = 350.0
    gateway_4: float = 200.0
    gateway_5: float = 25.0
    gateway_6: float = 0.0

    def gateway_flow(self, importance: int) -> float:
        """Vehicles per hour and direction at a gateway street."""
        return {4: self.gateway_4, 5: self.gateway_5, 6: self.gateway_6}.get(
            importance, self.gateway_3
        )


RANGES: dict[str, tuple[float, float]] = {
    "demand": (0.85, 1.15),
    "capacity": (0.88, 1.12),
    "speed": (0.92, 1.08),
    "deterrence": (0.7, 1.3),
    "through": (0.75, 1.25),
    "co2": (0.85, 1.15),
}
"""Factors on the central inputs, drawn uniformly. demand: an ordinary weekday against the busiest
and quietest; capacity: signal timing and parking unknown; speed: mean speeds are modelled by the
source; deterrence, through: synthetic demand; co2: the fleet differs from the reference car."""

CENTRAL: dict[str, float] = dict.fromkeys(RANGES, 1.0)
