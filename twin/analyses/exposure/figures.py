"""Names and yardsticks of what is said about people (msgids; faces translate them)."""

from __future__ import annotations

from portal.marking import gettext_noop as _
from twin.analyses.texts import FactText, IndicatorText

_FROM_55 = _("The EU has cities count them. 55 dB is like people talking beside you, all day.")
_LIMIT = _("More than the country's limit for noise from roads.")
_MEAN = _("Mean over everyone who lives here.")
_TENTH = _("Mean over the tenth of the people who have most of it.")
_NOISE = {
    "people_quieter": IndicatorText(
        "people", _("People with less street noise at home"),
        _("At least 1 dB less over day, evening and night, and more than we are unsure of."),
        "higher",
    ),
    "people_louder": IndicatorText(
        "people", _("People with more street noise at home"),
        _("At least 1 dB more over day, evening and night, and more than we are unsure of."),
        "lower",
    ),
    "highly_annoyed": IndicatorText(
        "people", _("People highly annoyed by street noise"),
        _("As many as surveys find at these levels; who they are, nobody can say."), "lower",
    ),
    "highly_sleep_disturbed": IndicatorText(
        "people", _("People whose sleep street noise disturbs badly"),
        _("As many as surveys find at these levels; who they are, nobody can say."), "lower",
    ),
    "people_lden_55": IndicatorText(
        "people", _("People with 55 dB or more over the whole day"), _FROM_55, "lower"
    ),
    "people_lden_65": IndicatorText(
        "people", _("People with 65 dB or more over the whole day"),
        _("65 dB at the window: to be understood one has to raise one's voice."), "lower",
    ),
    "people_lnight_50": IndicatorText(
        "people", _("People with 50 dB or more at night"),
        _("The EU has cities count them. 50 dB is like rain on the roof, all night."), "lower",
    ),
    "people_lnight_55": IndicatorText(
        "people", _("People with 55 dB or more at night"),
        _("At this level the sleep of many people suffers."), "lower",
    ),
    "people_who_lden": IndicatorText(
        "people", _("People above what the WHO advises for the whole day"),
        _("More than 53 dB of road noise over day, evening and night."), "lower",
    ),
    "people_who_lnight": IndicatorText(
        "people", _("People above what the WHO advises for the night"),
        _("More than 45 dB of road noise at night."), "lower",
    ),
    "people_limit_lden": IndicatorText(
        "people", _("People above the legal limit for the whole day"), _LIMIT, "lower"
    ),
    "people_limit_lnight": IndicatorText(
        "people", _("People above the legal limit for the night"), _LIMIT, "lower"
    ),
    "mean_lden": IndicatorText("dB", _("Street noise at home over the whole day"), _MEAN,
                               "lower", 1),
    "worst_tenth_lden": IndicatorText(
        "dB", _("Street noise at home, loudest tenth"), _TENTH, "lower", 1
    ),
    "heart_share": IndicatorText(
        "%", _("New heart disease that street noise explains"),
        _("Share of all new cases, by the EU's formula; it says nothing about any one person."),
        "lower", 2,
    ),
}  # fmt: skip
_WHO = _("More over a year than the World Health Organization recommends.")
_2030 = _("More over a year than EU law allows from 2030 on.")
_NOW = _("More over a year than EU law allows today.")
_DEATHS = _(
    "Share of all deaths from natural causes, above what the WHO recommends. Not a forecast, not "
    "about any one person, and not to be added to the share of other pollutants."
)
_AIR = {
    "people_cleaner_air": IndicatorText(
        "people", _("People with cleaner air at home"),
        _("At least 1 µg/m³ less NO2 over a year, and more than we are unsure of."), "higher",
    ),
    "people_worse_air": IndicatorText(
        "people", _("People with worse air at home"),
        _("At least 1 µg/m³ more NO2 over a year, and more than we are unsure of."), "lower",
    ),
    "people_no2_who": IndicatorText("people", _("People above the WHO's value for NO2"), _WHO,
                                    "lower"),
    "people_no2_2030": IndicatorText("people", _("People above the EU's 2030 limit for NO2"),
                                     _2030, "lower"),
    "people_no2_limit": IndicatorText("people", _("People above today's EU limit for NO2"), _NOW,
                                      "lower"),
    "people_pm25_who": IndicatorText("people", _("People above the WHO's value for PM2.5"), _WHO,
                                     "lower"),
    "people_pm25_2030": IndicatorText("people", _("People above the EU's 2030 limit for PM2.5"),
                                      _2030, "lower"),
    "people_pm25_limit": IndicatorText("people", _("People above today's EU limit for PM2.5"),
                                       _NOW, "lower"),
    "people_pm10_who": IndicatorText("people", _("People above the WHO's value for PM10"), _WHO,
                                     "lower"),
    "people_pm10_2030": IndicatorText("people", _("People above the EU's 2030 limit for PM10"),
                                      _2030, "lower"),
    "people_pm10_limit": IndicatorText("people", _("People above today's EU limit for PM10"), _NOW,
                                       "lower"),
    "mean_no2": IndicatorText("µg/m³", _("NO2 at home over a year"), _MEAN, "lower", 1),
    "worst_tenth_no2": IndicatorText("µg/m³", _("NO2 at home, worst tenth"), _TENTH, "lower", 1),
    "mean_pm25": IndicatorText("µg/m³", _("Fine dust (PM2.5) at home over a year"), _MEAN,
                               "lower", 1),
    "worst_tenth_pm25": IndicatorText("µg/m³", _("Fine dust (PM2.5) at home, worst tenth"),
                                      _TENTH, "lower", 1),
    "deaths_share_pm25": IndicatorText("%", _("Deaths linked with fine dust (PM2.5)"), _DEATHS,
                                       "lower", 2),
    "deaths_share_no2": IndicatorText("%", _("Deaths linked with NO2"), _DEATHS, "lower", 2),
}  # fmt: skip
INDICATORS: dict[str, IndicatorText] = {**_NOISE, **_AIR}
PAIRS = (("people_quieter", "people_louder"), ("people_cleaner_air", "people_worse_air"))
"""Who gains and who loses: shown together, never one without the other."""
GROUPS = {
    "over_65": _("people over 65"),
    "under_18": _("people under 18"),
    "low_income": _("people with low incomes"),
    "poorest_areas": _("people in the poorest areas"),
}
"""Population groups that figures are given for, where census cells tell about them."""

FACTS: dict[str, FactText] = {
    "residents": FactText(_("Residents"), "people"),
    "residents_without_noise": FactText(_("Residents without a facade to the open"), "people"),
    "residents_without_air": FactText(_("Residents whose air is not known"), "people"),
    "residents_by_census": FactText(_("Residents counted by a census cell"), "people"),
    "residents_unplaced": FactText(_("Residents of census cells without homes"), "people"),
    "residents_estimated": FactText(_("Residents estimated from dwellings"), "people"),
    "residents_one_dwelling": FactText(_("Residents whose home spans its floor"), "people"),
    "residents_moved_in": FactText(_("Residents of new buildings"), "people"),
    "residents_moved_out": FactText(_("Residents of buildings taken away"), "people"),
    "people_noise_same": FactText(_("People whose noise does not clearly change"), "people"),
    "people_air_same": FactText(_("People whose air does not clearly change"), "people"),
    "facade_places": FactText(_("Places at facades that residents are assigned to")),
    "people_lden_band_0": FactText(_("With less than 50 dB over the whole day"), "people"),
    "people_lden_band_50": FactText(_("With 50 to 54 dB over the whole day"), "people"),
    "people_lden_band_55": FactText(_("With 55 to 59 dB over the whole day"), "people"),
    "people_lden_band_60": FactText(_("With 60 to 64 dB over the whole day"), "people"),
    "people_lden_band_65": FactText(_("With 65 to 69 dB over the whole day"), "people"),
    "people_lden_band_70": FactText(_("With 70 to 74 dB over the whole day"), "people"),
    "people_lden_band_75": FactText(_("With 75 dB or more over the whole day"), "people"),
    "people_lnight_band_0": FactText(_("With less than 45 dB at night"), "people"),
    "people_lnight_band_45": FactText(_("With 45 to 49 dB at night"), "people"),
    "people_lnight_band_50": FactText(_("With 50 to 54 dB at night"), "people"),
    "people_lnight_band_55": FactText(_("With 55 to 59 dB at night"), "people"),
    "people_lnight_band_60": FactText(_("With 60 to 64 dB at night"), "people"),
    "people_lnight_band_65": FactText(_("With 65 to 69 dB at night"), "people"),
    "people_lnight_band_70": FactText(_("With 70 dB or more at night"), "people"),
}
