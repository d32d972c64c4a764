"""What units mean to a neighbour, and over which time they count (pure; texts are msgids)."""

from __future__ import annotations

from portal.marking import gettext_noop as _

UNIT_WORDS: dict[str, str] = {
    "veh·km/h": _("car kilometres"),
    "veh·h/h": _("hours"),
    "kg/h": _("kg"),
    "kg/d": _("kg a day"),
    "min": _("minutes"),
    "homes": _("homes"),
    "people": _("people"),
    "km/h": _("km/h"),
}
"""A unit as a neighbour would say it; one that is not here stands for itself."""

PERIODS = {
    "veh/h": "hour",
    "veh·km/h": "hour",
    "veh·h/h": "hour",
    "kg/h": "hour",
    "veh/d": "day",
    "kg/d": "day",
}
"""A unit of something that is counted over a time -> that time."""
