"""Names, units and yardsticks of the figures that analyses give (pure).

The texts are msgids: faces translate them with gettext.
"""

from __future__ import annotations

from portal.marking import gettext_noop as _
from twin.analyses.air import figures as air
from twin.analyses.exposure import figures as exposure
from twin.analyses.noise import figures as noise
from twin.analyses.texts import IndicatorText

_TRAFFIC = {
    "homes_less_traffic": IndicatorText(
        "homes",
        _("Homes with fewer cars at the door"),
        _("Homes whose street has at least a quarter fewer cars than today."),
        "higher",
    ),
    "homes_more_traffic": IndicatorText(
        "homes",
        _("Homes with more cars at the door"),
        _("Homes whose street has at least a quarter more cars than today."),
        "lower",
    ),
    "homes_busy": IndicatorText(
        "homes",
        _("Homes at a busy street"),
        _("Homes at a street with 500 cars or more in the peak hour: one every seven seconds."),
        "lower",
    ),
    "vehicle_km": IndicatorText(
        "veh·km/h",
        _("Car traffic"),
        _("Kilometres that all cars and lorries drive here in the morning peak hour."),
        "lower",
    ),
    "local_vehicle_km": IndicatorText(
        "veh·km/h",
        _("Car traffic in side streets"),
        _("Kilometres that cars and lorries drive on small streets, where people mostly live."),
        "lower",
    ),
    "heavy_vehicle_km": IndicatorText(
        "veh·km/h",
        _("Lorry and bus traffic"),
        _("Kilometres that lorries, buses and coaches drive here in the morning peak hour."),
        "lower",
    ),
    "trip_minutes": IndicatorText(
        "min",
        _("Average car trip"),
        _("Minutes that a car trip takes inside the area in the morning peak hour."),
        "lower",
        1,
    ),
    "delay_h": IndicatorText(
        "veh·h/h",
        _("Time lost in traffic"),
        _("Hours that all drivers together lose to other cars in the morning peak hour."),
        "lower",
    ),
    "mean_speed_kmh": IndicatorText(
        "km/h",
        _("Average car speed"),
        _("Average over all cars in the morning peak hour; a bicycle does about 15."),
        "neither",
        1,
    ),
    "over_capacity_km": IndicatorText(
        "km",
        _("Streets with queues"),
        _("Length of streets where more cars want to pass than can."),
        "lower",
        1,
    ),
    "co2_kg_h": IndicatorText(
        "kg/h",
        _("CO2 from cars"),
        _("What all cars here give off in the morning peak hour; driving 5 km makes about 1 kg."),
        "lower",
    ),
}


def _walk(minutes: str, near: str, far: str) -> tuple[IndicatorText, IndicatorText, IndicatorText]:
    """Three figures of one kind of place: mean minutes, share within 5 and within 10."""
    mean = _("Mean over all homes, walking at an ordinary pace.")
    share = _("Share of all homes, walking at an ordinary pace.")
    return (
        IndicatorText("min", minutes, mean, "lower", 1),
        IndicatorText("%", near, share, "higher", 1),
        IndicatorText("%", far, share, "higher", 1),
    )


_PLACES = {
    "school": _walk(
        _("Walk to the nearest school"),
        _("Homes within 5 minutes of a school"),
        _("Homes within 10 minutes of a school"),
    ),
    "shop": _walk(
        _("Walk to the nearest shop"),
        _("Homes within 5 minutes of a shop"),
        _("Homes within 10 minutes of a shop"),
    ),
    "health": _walk(
        _("Walk to the nearest health service"),
        _("Homes within 5 minutes of a health service"),
        _("Homes within 10 minutes of a health service"),
    ),
    "park": _walk(
        _("Walk to the nearest park"),
        _("Homes within 5 minutes of a park"),
        _("Homes within 10 minutes of a park"),
    ),
    "square": _walk(
        _("Walk to the nearest square"),
        _("Homes within 5 minutes of a square"),
        _("Homes within 10 minutes of a square"),
    ),
    "sport": _walk(
        _("Walk to the nearest place for sport"),
        _("Homes within 5 minutes of a place for sport"),
        _("Homes within 10 minutes of a place for sport"),
    ),
    "worship": _walk(
        _("Walk to the nearest place of worship"),
        _("Homes within 5 minutes of a place of worship"),
        _("Homes within 10 minutes of a place of worship"),
    ),
}

INDICATORS: dict[str, IndicatorText] = {
    **_TRAFFIC,
    "minutes_daily": IndicatorText(
        "min",
        _("Walk to daily needs"),
        _("Mean over the nearest place of each kind, for all homes."),
        "lower",
        1,
    ),
    **{
        f"{stem}_{place}": text
        for place, texts in _PLACES.items()
        for stem, text in zip(("minutes", "within_near", "within_far"), texts, strict=True)
    },
    **air.INDICATORS,
    **exposure.INDICATORS,
    **noise.INDICATORS,
}
"""Figure code -> how it is shown."""

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
