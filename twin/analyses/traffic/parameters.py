"""What the traffic model takes as given; how unsure it is stands in `sampling.WORLDS`."""

from __future__ import annotations

from dataclasses import dataclass

from twin.analyses.sampling import WORLD_SAMPLES, WORLD_SEED


@dataclass(frozen=True)
class TrafficParameters:
    """Inputs of the morning peak hour; asdict of it is part of a run's fingerprint.

    zones: places that trips start and end at. gap: relative gap to reach today, plan_gap: with a
    plan, which starts from today's paths, draw_gap: in the draws of both.
    samples, seed: worlds drawn beside the central one. departures_per_dwelling, arrivals_per_job:
    vehicle trips in the peak hour. floor_per_job_m2: gross floor area of shops and offices per job.
    deterrence_per_km: gravity parameter. through_share: share of the traffic entering the area
    that also leaves it. gateway_3 … gateway_6: vehicles per hour entering (and leaving) at a
    street of that importance at the edge of the area; importance 1 and 2 count as 3.

    heavy_local: share of lorries, buses and coaches (over 3.5 t) in trips within the area, assumed:
    deliveries, refuse, works. heavy_gateway_3 … _6: the same at the edge of the area; 7 percent is
    the standard value of a municipal street in RLS-19 (2019), Table 2 (3 percent without and
    4 percent with trailer); the smaller streets are assumed to have less.
    """

    zones: int = 80
    gap: float = 1e-5
    plan_gap: float = 1e-4
    draw_gap: float = 5e-4
    max_iterations: int = 200
    samples: int = WORLD_SAMPLES
    seed: int = WORLD_SEED
    departures_per_dwelling: float = 0.09
    arrivals_per_job: float = 0.15
    floor_per_job_m2: float = 40.0
    deterrence_per_km: float = 0.35
    through_share: float = 0.45
    gateway_3: float = 350.0
    gateway_4: float = 200.0
    gateway_5: float = 25.0
    gateway_6: float = 0.0
    heavy_local: float = 0.03
    heavy_gateway_3: float = 0.07
    heavy_gateway_4: float = 0.05
    heavy_gateway_5: float = 0.03
    heavy_gateway_6: float = 0.02

    def gateway_flow(self, importance: int) -> float:
        """Vehicles per hour and direction at a gateway street."""
        return {4: self.gateway_4, 5: self.gateway_5, 6: self.gateway_6}.get(
            importance, self.gateway_3
        )

    def gateway_heavy(self, importance: int) -> float:
        """Share of heavy vehicles at a gateway street."""
        return {4: self.heavy_gateway_4, 5: self.heavy_gateway_5, 6: self.heavy_gateway_6}.get(
            importance, self.heavy_gateway_3
        )


HEAVY_PCE = 2.0
"""Passenger cars that one heavy vehicle counts as at a junction: Highway Capacity Manual (2010),
chapter 18, the equivalent E_T of the heavy-vehicle adjustment."""
MOST_HEAVY = 0.5
"""No draw makes more than half of a trip's vehicles heavy."""
