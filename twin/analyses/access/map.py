"""How far one walks from each house."""

from __future__ import annotations

from portal.marking import gettext_noop as _
from twin.analyses.map_layer import WALKS, MapLayer

_WALKS: dict[str, str] = {
    "daily": _("Walk to everyday places"),
    "shop": _("Walk to the nearest shop"),
    "school": _("Walk to the nearest school"),
    "health": _("Walk to the nearest doctor or clinic"),
    "park": _("Walk to the nearest park"),
    "square": _("Walk to the nearest square"),
    "sport": _("Walk to the nearest sports ground"),
    "worship": _("Walk to the nearest place of worship"),
}
LAYERS = tuple(
    MapLayer(
        key=f"walk-{_name}",
        usual=_name == "daily",
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
        theme=WALKS,
    )
    for _name, _label in _WALKS.items()
)
