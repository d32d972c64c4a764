"""Who drives where in the peak hour, made up from buildings and the edge of the area (pure)."""

from twin.analyses.traffic.demand.gateways import Gateways, gateways_of, usable_gateways
from twin.analyses.traffic.demand.trips import Demand, carriageway_rows, demand_of, distances_km
from twin.analyses.traffic.demand.zones import Zones, zones_of

__all__ = [
    "Demand",
    "Gateways",
    "Zones",
    "carriageway_rows",
    "demand_of",
    "distances_km",
    "gateways_of",
    "usable_gateways",
    "zones_of",
]
