"""Names of the air model's figures and facts, and the limits they are held against."""

from __future__ import annotations

from portal.marking import gettext_noop as _
from twin.analyses.texts import FactText, IndicatorText

LIMITS_UG = {
    "no2": {"who": 10.0, "eu_2030": 20.0, "eu": 40.0},
    "pm25": {"who": 5.0, "eu_2030": 10.0, "eu": 25.0},
    "pm10": {"who": 15.0, "eu_2030": 20.0, "eu": 40.0},
}
"""Annual means, µg/m³: WHO global air quality guidelines 2021; Directive (EU) 2024/2881, Annex I,
from 1 January 2030; Directive 2008/50/EC, Annex XI."""
_DAY = _("What all traffic here gives off on an average day.")
_WEAR = _("From exhausts, tyres, brakes and the road surface, on an average day.")
_SHARE = _("Share of buildings with homes, at the facade with the worst air.")

INDICATORS: dict[str, IndicatorText] = {
    "nox_kg_day": IndicatorText("kg/d", _("Nitrogen oxides from traffic"), _DAY, "lower", 1),
    "pm10_kg_day": IndicatorText("kg/d", _("Dust (PM10) from traffic"), _WEAR, "lower", 2),
    "pm25_kg_day": IndicatorText("kg/d", _("Fine dust (PM2.5) from traffic"), _WEAR, "lower", 2),
    "co2_kg_day": IndicatorText("kg/d", _("CO2 from traffic"), _DAY, "lower"),
    "no2_highest": IndicatorText(
        "µg/m³",
        _("Highest NO2 at a house"),
        _("Yearly mean at the facade with the worst air of all."),
        "lower",
        1,
    ),
    "houses_no2_2030": IndicatorText(
        "%", _("Houses above the EU's 2030 limit for NO2"), _SHARE, "lower", 1
    ),
    "houses_no2_who": IndicatorText(
        "%", _("Houses above the WHO's value for NO2"), _SHARE, "lower", 1
    ),
    "houses_pm10_2030": IndicatorText(
        "%", _("Houses above the EU's 2030 limit for PM10"), _SHARE, "lower", 1
    ),
}
FACTS: dict[str, FactText] = {
    "fleet_year": FactText(_("Year of the vehicles")),
    "electric_percent": FactText(_("Electric share of the distance driven by cars"), "%"),
    "air_facades": FactText(_("Points at facades where the air is worked out")),
    "air_grid": FactText(_("Points on the grid where the air is worked out")),
    "canyon_streets": FactText(_("Street pieces between rows of buildings")),
    "air_heights_assumed": FactText(_("Buildings of assumed height")),
    "street_share_no2": FactText(_("Share of these streets in the NO2 at houses"), "%"),
}
