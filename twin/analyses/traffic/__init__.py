"""Where cars and lorries drive in the peak hour: a static user equilibrium (pure: no Django)."""

from twin.analyses.traffic.equilibrium import Assignment, RoadNetwork, Trips, assign
from twin.analyses.traffic.model import Traffic
from twin.analyses.traffic.parameters import TrafficParameters

__all__ = ["Assignment", "RoadNetwork", "Traffic", "TrafficParameters", "Trips", "assign"]
