"""What a sound loses on one path (CNOSSOS-EU 2.5): distance, air, ground, edges, walls."""

from twin.analyses.noise.propagation.atmosphere import absorption_db_per_km
from twin.analyses.noise.propagation.bands import A_WEIGHTING_DB, BANDS, NOMINAL_HZ
from twin.analyses.noise.propagation.edges import favourable_ray_z
from twin.analyses.noise.propagation.lateral import lateral_gain, lateral_path
from twin.analyses.noise.propagation.reflection import reflection_db, retrodiffraction_db
from twin.analyses.noise.propagation.vertical import vertical_gain, vertical_path

__all__ = [
    "A_WEIGHTING_DB",
    "BANDS",
    "NOMINAL_HZ",
    "absorption_db_per_km",
    "favourable_ray_z",
    "lateral_gain",
    "lateral_path",
    "reflection_db",
    "retrodiffraction_db",
    "vertical_gain",
    "vertical_path",
]
