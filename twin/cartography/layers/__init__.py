"""The layers that the map, the tables and the cards show, with their units in words."""

from portal.registry import Registry
from twin.cartography.layers import air, noise, streets, walks
from twin.cartography.layers.table import MapLayer, Text

MAP_LAYERS: Registry[MapLayer] = Registry("map layer")
for _layer in (*streets.LAYERS, *noise.LAYERS, *air.LAYERS, *walks.LAYERS):
    MAP_LAYERS.add(_layer.key, _layer)


def layer_of(name: str) -> MapLayer | None:
    """The layer of that key; a result's own name ("streets") stands for its first layer."""
    if name in MAP_LAYERS:
        return MAP_LAYERS[name]
    return next((layer for _, layer in MAP_LAYERS.items() if layer.result == name), None)


__all__ = ["MAP_LAYERS", "MapLayer", "Text", "layer_of"]
