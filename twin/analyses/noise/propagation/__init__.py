"""What a sound loses on one path (CNOSSOS-EU 2.5): distance, air, ground, edges, walls."""

from twin.analyses.noise.propagation.atmosphere import absorption_db_per_km
from twin.analyses.noise.propagation.bands import A_WEIGHTING_DB, BANDS, NOMINAL_HZ
from twin.analyses.noise.propagation.lateral import lateral_gain, lateral_path
from twin.analyses.noise.propagation.reflection import add_retrodiffraction, reflection_db
from twin.analyses.noise.propagation.vertical import vertical_gain, vertical_path

__all__ = [
    "A_WEIGHTING_DB",
    "BANDS",
    "NOMINAL_HZ",
    "absorption_db_per_km",
    "add_retrodiffraction",
    "lateral_gain",
    "lateral_path",
    "reflection_db",
    "vertical_gain",
    "vertical_path",
]
