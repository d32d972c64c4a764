"""How much of every street's sound reaches every receiver, as a sparse operator (pure)."""

from twin.analyses.noise.attenuation.operator import Field, NoiseOperator
from twin.analyses.noise.attenuation.prepare import prepared
from twin.analyses.noise.attenuation.tiles import Tile, TileRows, join_tiles, prepare_tile, tiles
from twin.analyses.noise.attenuation.update import updated

__all__ = [
    "Field",
    "NoiseOperator",
    "Tile",
    "TileRows",
    "join_tiles",
    "prepare_tile",
    "prepared",
    "tiles",
    "updated",
]
