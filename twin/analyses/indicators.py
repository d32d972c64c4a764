"""Names, units and yardsticks of the figures that analyses give (pure).

The texts are msgids: faces translate them with gettext.
"""

from __future__ import annotations

from dataclasses import dataclass

from twin.analyses.words import gettext_noop as _


@dataclass(frozen=True)
class IndicatorText:
    """How a figure is shown. better: "lower", "higher" or "neither"; decimals: in a table."""

    unit: str
    label: str
    sentence: str
    better: str
    decimals: int = 0


INDICATORS: dict[str, IndicatorText] = {
    "vehicle_km": IndicatorText(
        "veh·km/h", _("Car traffic"),
        _("Kilometres that all cars together drive here in the morning peak hour."), "lower",
    ),
    "local_vehicle_km": IndicatorText(
        "veh·km/h", _("Car traffic in side streets"),
        _("Kilometres that cars drive on small streets, where people mostly live."), "lower",
    ),
    "delay_h": IndicatorText(
        "veh·h/h", _("Time lost in traffic"),
        _("Hours that all drivers together lose to other cars in the morning peak hour."), "lower",
    ),
    "mean_speed_kmh": IndicatorText(
        "km/h", _("Average car speed"),
        _("Average over all cars in the morning peak hour; a bicycle does about 15."), "neither", 1,
    ),
    "trip_minutes": IndicatorText(
        "min", _("Average car trip"),
        _("Minutes that a car trip takes inside the area, stops at junctions included."),
        "lower", 1,
    ),
    "over_capacity_km": IndicatorText(
        "km", _("Streets with queues"),
        _("Length of streets where more cars want to pass than can."), "lower", 1,
    ),
    "co2_kg_h": IndicatorText(
        "kg/h", _("CO2 from cars"),
        _("A tree takes up about 20 kg of CO2 in a year."), "lower",
    ),
    "within_5_min_school": IndicatorText(
        "%", _("Homes within 5 minutes of a school"),
        _("Share of homes from where one walks to a school in 5 minutes."), "higher",
    ),
}  # fmt: skip
