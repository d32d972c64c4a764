"""Names of the noise model's figures and facts, and the limits they are held against."""

from __future__ import annotations

from portal.marking import gettext_noop as _
from twin.analyses.texts import FactText, IndicatorText

LDEN_LIMITS_DB = {"55": 55.0, "68": 68.0}
LNIGHT_LIMITS_DB = {"50": 50.0, "62": 62.0}
"""55 dB Lden and 50 dB Lnight: from here on the EU counts people (Directive 2002/49/EC, Annex VI).
68 and 62 dB: French limits for roads (arrêté du 4 avril 2006, article 7)."""
QUIET_DB = 55.0
"""A side of a house below this Lden counts as quiet."""
_FACADE = _("Share of the length of all facades of houses, 4 m above the ground.")

INDICATORS: dict[str, IndicatorText] = {
    "mean_lden_facade": IndicatorText(
        "dB",
        _("Mean road noise at facades"),
        _("Mean over all facades of houses; day, evening and night, the night counting most."),
        "lower",
        1,
    ),
    "facade_lden_55": IndicatorText(
        "%", _("Facades above 55 dB, day and night together"), _FACADE, "lower", 1
    ),
    "facade_lden_68": IndicatorText(
        "%", _("Facades above the French limit of 68 dB"), _FACADE, "lower", 1
    ),
    "facade_lnight_50": IndicatorText("%", _("Facades above 50 dB at night"), _FACADE, "lower", 1),
    "facade_lnight_62": IndicatorText(
        "%", _("Facades above the French limit of 62 dB at night"), _FACADE, "lower", 1
    ),
    "houses_quiet_side": IndicatorText(
        "%",
        _("Houses with a quiet side"),
        _("Share of houses with a facade below 55 dB, day and night together."),
        "higher",
        1,
    ),
}
FACTS: dict[str, FactText] = {
    "noise_facades": FactText(_("Points at facades where noise is worked out")),
    "noise_grid": FactText(_("Points on the grid where noise is worked out")),
    "noise_paths": FactText(_("Ways of sound followed")),
    "noise_links": FactText(_("Pairs of street and point that matter")),
    "noise_range_m": FactText(_("Farthest street that counts"), "m"),
    "noise_covered": FactText(_("Street points inside buildings, left out")),
    "noise_heights_assumed": FactText(_("Buildings of assumed height")),
    "noise_moved": FactText(_("Points moved nearer to their facade")),
    "noise_bridges": FactText(_("Street pieces on bridges")),
    "noise_tunnels": FactText(_("Street pieces in tunnels, without noise")),
    "noise_under_bridges": FactText(_("Street pieces under bridges")),
    "noise_height_slips": FactText(_("Ground heights left out as slips")),
}
