"""User equilibria: from nothing by pytraf, from an earlier solution by our own re-assignment."""

from twin.analyses.traffic.equilibrium.assign import (
    NO_ROUTE,
    UNFIT,
    Assignment,
    RoadNetwork,
    Trips,
    assign,
)
from twin.analyses.traffic.equilibrium.routes import Routes
from twin.analyses.traffic.equilibrium.warm import Commodities, Settled, settle

__all__ = [
    "NO_ROUTE",
    "UNFIT",
    "Assignment",
    "Commodities",
    "RoadNetwork",
    "Routes",
    "Settled",
    "Trips",
    "assign",
    "settle",
]
