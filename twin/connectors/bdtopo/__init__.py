"""The connector of the demo city: IGN BD TOPO of Nantes centre, and what lies around it."""

from twin.connectors.bdtopo.connector import BdTopo

__all__ = ["BdTopo"]
