"""The layers that the map, the tables and the cards show: those that analyses bring."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import cast

from django.utils.translation import gettext_lazy

from twin.analyses.catalogue import ANALYSES
from twin.analyses.contract import Analysis
from twin.analyses.map_layer import THEMES, Classes, MapLayer


class _Layers(Mapping[str, MapLayer]):
    """Layers of all analyses in the catalogue, by key: by theme, then as the analysis has them.

    Their texts are translated when they are shown. A key that two analyses use is an error.
    """

    _of: tuple[tuple[str, Analysis], ...] = ()
    _layers: Mapping[str, MapLayer]

    def _gathered(self) -> Mapping[str, MapLayer]:
        of = tuple(ANALYSES.items())
        if of != self._of:
            found = [(layer, name) for name, one in of for layer in one.layers]
            found.sort(key=lambda pair: _place(pair[0].theme))
            layers = {layer.key: _shown(layer, name) for layer, name in found}
            if len(layers) < len(found):
                raise ValueError("two analyses have a map layer of one key")
            self._of, self._layers = of, layers
        return self._layers

    def __getitem__(self, key: str) -> MapLayer:
        return self._gathered()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._gathered())

    def __len__(self) -> int:
        return len(self._gathered())


def _place(theme: str) -> int:
    return THEMES.index(theme) if theme in THEMES else len(THEMES)


def _lazy(text: str) -> str:
    """The text in the language of whoever reads it, where there is one."""
    return cast(str, gettext_lazy(text)) if text else ""


def _shown(layer: MapLayer, analysis: str) -> MapLayer:
    return replace(
        layer,
        analysis=analysis,
        label=_lazy(layer.label),
        unit=_lazy(layer.unit),
        words=cast(Classes, tuple(map(_lazy, layer.words))),
        less=_lazy(layer.less),
        more=_lazy(layer.more),
        theme=_lazy(layer.theme),
        felt=tuple((size, _lazy(less), _lazy(more)) for size, less, more in layer.felt),
        also=tuple((column, _lazy(label)) for column, label in layer.also),
        note=_lazy(layer.note),
    )


MAP_LAYERS = _Layers()


def layer_of(name: str) -> MapLayer | None:
    """The layer of that key; a result's own name ("streets") stands for its first layer."""
    if name in MAP_LAYERS:
        return MAP_LAYERS[name]
    return next((layer for layer in MAP_LAYERS.values() if layer.result == name), None)


__all__ = ["MAP_LAYERS", "MapLayer", "layer_of"]
