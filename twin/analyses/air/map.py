"""What is in the air, at the houses and on the ground between them: means of a year.

Classes are limits: the WHO's (Global Air Quality Guidelines, 2021: nitrogen dioxide 10, fine dust
PM2.5 5 µg/m³), the EU's from 2030 on (Directive (EU) 2024/2881, annex I: 20 and 10) and the EU's
until then (Directive 2008/50/EC: 40 and 25).
"""

from __future__ import annotations

from portal.marking import gettext_noop as _
from twin.analyses.map_layer import AIR, Classes, MapLayer

_NO2: Classes = (
    _("under 10: as clean as the WHO advises"),
    _("10 to 15: within the EU limit from 2030 on"),
    _("15 to 20: close to the EU limit from 2030 on"),
    _("20 to 30: over the EU limit from 2030 on"),
    _("over 30: far over it (until then it is 40)"),
)
_PM25: Classes = (
    _("under 5: as clean as the WHO advises"),
    _("5 to 8: within the EU limit from 2030 on"),
    _("8 to 10: close to the EU limit from 2030 on"),
    _("10 to 15: over the EU limit from 2030 on"),
    _("over 15: far over it (until then it is 25)"),
)


def _layer(key: str, label: str, *, ground: bool, fine: bool) -> MapLayer:
    column = "pm25" if fine else "no2"
    bounded = not (ground and fine)
    return MapLayer(
        key=key,
        usual=not (ground or fine),
        result="grid" if ground else "buildings",
        kind="grid" if ground else "building",
        column=column,
        low=f"low_{column}" if bounded else "",
        high=f"high_{column}" if bounded else "",
        label=label,
        unit=_("µg/m³"),
        better="lower",
        breaks=(5, 8, 10, 15) if fine else (10, 15, 20, 30),
        words=_PM25 if fine else _NO2,
        small=0.5,
        large=1.5 if fine else 2,
        less=_("µg/m³ less"),
        more=_("µg/m³ more"),
        decimals=1,
        theme=AIR,
        note=_("The mean of a year in µg/m³: millionths of a gram in a cubic metre of air."),
    )


LAYERS = (
    _layer("no2", _("Nitrogen dioxide at the houses"), ground=False, fine=False),
    _layer("pm25", _("Fine dust (PM2.5) at the houses"), ground=False, fine=True),
    _layer("no2-ground", _("Nitrogen dioxide out of doors"), ground=True, fine=False),
    _layer("pm25-ground", _("Fine dust (PM2.5) out of doors"), ground=True, fine=True),
)
