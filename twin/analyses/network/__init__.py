"""From the street table to networks one can drive and walk on (pure: no Django)."""

from twin.analyses.network.defaults import assumed_limit_kmh
from twin.analyses.network.drive import DriveNetwork, drive_network
from twin.analyses.network.nodes import Nodes, join_ends
from twin.analyses.network.split import Split, split_at_nodes
from twin.analyses.network.walk import WalkNetwork, walk_network

__all__ = [
    "DriveNetwork",
    "Nodes",
    "Split",
    "WalkNetwork",
    "assumed_limit_kmh",
    "drive_network",
    "join_ends",
    "split_at_nodes",
    "walk_network",
]
