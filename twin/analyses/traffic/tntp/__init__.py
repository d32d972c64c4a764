"""The TNTP text files of the field's test networks: read, solve, write (pure: no Django)."""

from twin.analyses.traffic.tntp.network import TntpNetwork, read_network
from twin.analyses.traffic.tntp.solve import Solution, flow_lines, solve, warm_up
from twin.analyses.traffic.tntp.trips import TntpTrips, read_trips

__all__ = [
    "Solution",
    "TntpNetwork",
    "TntpTrips",
    "flow_lines",
    "read_network",
    "read_trips",
    "solve",
    "warm_up",
]
