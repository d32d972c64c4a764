"""The layers that the map, the tables and the cards show, with their units in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.registry import Registry

Text: TypeAlias = str | Promise


@dataclass(frozen=True)
class MapLayer:
    """One column of a result, as people read it.

    breaks: four limits between the five classes, in `words`. small: a difference below it is no
    clear change; large: from here on it is the stronger colour. low, high: columns with the 5 and
    95 % bounds, "" when the model gives none. scale: shown number = value x scale.
    less, more: what follows the number of a difference ("fewer cars an hour").
    """

    key: str
    analysis: str
    result: str
    kind: str
    column: str
    label: Text
    unit: Text
    better: str
    breaks: tuple[float, float, float, float]
    words: tuple[Text, Text, Text, Text, Text]
    small: float
    large: float
    less: Text
    more: Text
    low: str = ""
    high: str = ""
    scale: float = 1.0
    decimals: int = 0


MAP_LAYERS: Registry[MapLayer] = Registry("map layer")

for _layer in (
    MapLayer(
        key="volume",
        analysis="traffic",
        result="streets",
        kind="street",
        column="volume_veh_h",
        low="low_volume",
        high="high_volume",
        label=_("Cars in the busiest hour"),
        unit=_("cars an hour"),
        better="lower",
        breaks=(100, 300, 600, 1000),
        words=(
            _("under 100: you hardly wait to cross"),
            _("100 to 300: a calm street"),
            _("300 to 600: a busy street"),
            _("600 to 1,000: a main road"),
            _("over 1,000: a heavy main road"),
        ),
        small=30,
        large=200,
        less=_("fewer cars an hour"),
        more=_("more cars an hour"),
    ),
    MapLayer(
        key="speed",
        analysis="traffic",
        result="streets",
        kind="street",
        column="speed_kmh",
        label=_("How fast cars get along"),
        unit=_("km/h"),
        better="neither",
        breaks=(10, 20, 30, 40),
        words=(
            _("under 10 km/h: stop and go"),
            _("10 to 20 km/h: like a bicycle"),
            _("20 to 30 km/h: calm"),
            _("30 to 40 km/h: steady"),
            _("over 40 km/h: fast"),
        ),
        small=2,
        large=8,
        less=_("km/h slower"),
        more=_("km/h faster"),
    ),
    MapLayer(
        key="fullness",
        analysis="traffic",
        result="streets",
        kind="street",
        column="vc",
        label=_("How full the streets are"),
        unit=_("% full"),
        better="lower",
        breaks=(0.33, 0.67, 0.9, 1.0),
        words=(
            _("less than a third full"),
            _("a third to two thirds full"),
            _("two thirds to nine tenths: filling up"),
            _("nearly full: queues begin"),
            _("more cars want to pass than can"),
        ),
        small=0.05,
        large=0.25,
        less=_("% less full"),
        more=_("% fuller"),
        scale=100,
    ),
):
    MAP_LAYERS.add(_layer.key, _layer)

_WALKS: dict[str, Text] = {
    "daily": _("Walk to everyday places"),
    "shop": _("Walk to the nearest shop"),
    "school": _("Walk to the nearest school"),
    "health": _("Walk to the nearest doctor or clinic"),
    "park": _("Walk to the nearest park"),
    "square": _("Walk to the nearest square"),
    "sport": _("Walk to the nearest sports ground"),
    "worship": _("Walk to the nearest place of worship"),
}
for _name, _label in _WALKS.items():
    MAP_LAYERS.add(
        f"walk-{_name}",
        MapLayer(
            key=f"walk-{_name}",
            analysis="access",
            result="buildings",
            kind="building",
            column=f"minutes_{_name}",
            label=_label,
            unit=_("minutes on foot"),
            better="lower",
            breaks=(3, 5, 10, 15),
            words=(
                _("under 3 minutes: round the corner"),
                _("3 to 5 minutes: a short walk"),
                _("5 to 10 minutes"),
                _("10 to 15 minutes"),
                _("over 15 minutes: a long walk"),
            ),
            small=0.5,
            large=3,
            less=_("minutes shorter"),
            more=_("minutes longer"),
            decimals=1,
        ),
    )


def layer_of(name: str) -> MapLayer | None:
    """The layer of that key; a result's own name ("streets") stands for its first layer."""
    if name in MAP_LAYERS:
        return MAP_LAYERS[name]
    return next((layer for _, layer in MAP_LAYERS.items() if layer.result == name), None)
