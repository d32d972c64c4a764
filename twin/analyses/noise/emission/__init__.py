"""The sound a road gives off per metre (CNOSSOS-EU 2.2): vehicles, speed, surface, slope."""

from twin.analyses.noise.emission.power import FASTEST_KMH, SLOWEST_KMH, add_power, road_power
from twin.analyses.noise.emission.roadway import LIGHTS, NO_JUNCTION, ROUNDABOUT, Roadway, roadway
from twin.analyses.noise.emission.surfaces import NAMES, REFERENCE
from twin.analyses.noise.emission.vehicles import CATEGORIES

__all__ = [
    "CATEGORIES",
    "FASTEST_KMH",
    "LIGHTS",
    "NAMES",
    "NO_JUNCTION",
    "REFERENCE",
    "ROUNDABOUT",
    "SLOWEST_KMH",
    "Roadway",
    "add_power",
    "road_power",
    "roadway",
]
