"""Noise of the streets, at the houses and on the ground between them.

Classes begin at what the WHO recommends for roads (Environmental Noise Guidelines for the European
Region, 2018): below 53 dB Lden and 45 dB Lnight, in steps of 5 dB as noise maps have them
(Directive 2002/49/EC, annex VI). What a level sounds like is rough: common levels of everyday
sounds differ by some 5 dB from source to source.

How a difference is noticed: below 1 dB negligible, 1 to 3 minor, 3 to 5 moderate, from 5 on major
(Highways England, Design Manual for Roads and Bridges LA 111, 2020, table 3.54a, short term); 10 dB
are heard as about half or twice as loud (Stevens 1955, ISO 532).
"""

from __future__ import annotations

from portal.marking import gettext_noop as _
from twin.analyses.map_layer import NOISE, Classes, MapLayer

FELT = (
    (1.0, _("just noticeable"), _("just noticeable")),
    (3.0, _("clearly noticeable"), _("clearly noticeable")),
    (5.0, _("a great difference"), _("a great difference")),
    (10.0, _("half as loud or less"), _("twice as loud or more")),
)
FLOOR_DB = 35.0
"""A quiet yard at night: below it voices, wind and the house itself are louder than the streets."""
_BY_DAY: Classes = (
    _("under 53 dB: as quiet as the WHO advises"),
    _("53 to 58 dB: about as loud as an office"),
    _("58 to 63 dB: about as loud as a busy restaurant"),
    _("63 to 68 dB: one raises one’s voice to talk"),
    _("over 68 dB: about as loud as a vacuum cleaner"),
)
_AT_NIGHT: Classes = (
    _("under 45 dB: as quiet as the WHO advises for the night"),
    _("45 to 50 dB: about as loud as a humming fridge"),
    _("50 to 55 dB: about as loud as light rain"),
    _("55 to 60 dB: about as loud as people talking"),
    _("over 60 dB: about as loud as a busy restaurant"),
)
_WHOLE_DAY = _(
    "The mean over day, evening and night; sound in the evening and at night counts for more."
)


def _layer(key: str, label: str, *, ground: bool, night: bool) -> MapLayer:
    column = "lnight" if night else "lden"
    bounded = not (ground and night)
    return MapLayer(
        key=key,
        usual=not (ground or night),
        result="grid" if ground else "buildings",
        kind="grid" if ground else "building",
        column=column,
        low=f"low_{column}" if bounded else "",
        high=f"high_{column}" if bounded else "",
        label=label,
        unit=_("dB"),
        better="lower",
        breaks=(45, 50, 55, 60) if night else (53, 58, 63, 68),
        words=_AT_NIGHT if night else _BY_DAY,
        small=1,
        large=3,
        less=_("dB quieter"),
        more=_("dB louder"),
        theme=NOISE,
        felt=FELT,
        floor=FLOOR_DB,
        note="" if night else _WHOLE_DAY,
        also=() if ground or night else PERIODS,
    )


PERIODS: tuple[tuple[str, str], ...] = (
    ("lday", _("By day, street side")),
    ("levening", _("In the evening, street side")),
    ("lnight", _("At night, street side")),
    ("quiet_lden", _("Day and night, quiet side")),
)
LAYERS = (
    _layer("noise", _("Noise at the houses, day and night"), ground=False, night=False),
    _layer("noise-night", _("Noise at the houses at night"), ground=False, night=True),
    _layer("noise-ground", _("Noise out of doors, day and night"), ground=True, night=False),
    _layer("noise-ground-night", _("Noise out of doors at night"), ground=True, night=True),
)
