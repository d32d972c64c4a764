"""What the map, its tables and its cards say: layers, legends, places, differences."""

from twin.cartography.config import MapConfig, MapOption, map_config
from twin.cartography.differences import Differences, differences
from twin.cartography.layers import MAP_LAYERS, MapLayer, layer_of
from twin.cartography.places import Place, find_ground, find_place
from twin.cartography.values import Values, baseline_run, run_for_reader, unit_code, values_of

__all__ = [
    "MAP_LAYERS",
    "Differences",
    "MapConfig",
    "MapLayer",
    "MapOption",
    "Place",
    "Values",
    "baseline_run",
    "differences",
    "find_ground",
    "find_place",
    "layer_of",
    "map_config",
    "run_for_reader",
    "unit_code",
    "values_of",
]
