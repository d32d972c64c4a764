"""Names of the figures and facts about traffic (pure; texts are msgids)."""

from __future__ import annotations

from portal.marking import gettext_noop as _
from twin.analyses.texts import FactText, IndicatorText

INDICATORS: dict[str, IndicatorText] = {
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

FACTS: dict[str, FactText] = {
    "relative_gap": FactText(_("How far from settled traffic still was (relative gap)")),
    "worst_relative_gap": FactText(_("The same, largest of all draws")),
    "converged": FactText(_("Traffic settled")),
    "iterations": FactText(_("Rounds of calculation")),
    "samples": FactText(_("Draws of uncertain inputs")),
    "zones": FactText(_("Zones where trips start and end")),
    "gateways": FactText(_("Streets that lead out of the area")),
    "nodes": FactText(_("Junctions in the car network")),
    "links": FactText(_("Directed street pieces in the car network")),
    "trips": FactText(_("Car trips in the morning peak hour"), "veh/h"),
    "seed": FactText(_("Seed of the draws")),
    "heavy_trips": FactText(_("Of these, lorries, buses and coaches"), "veh/h"),
    "unrouted_heavy_trips": FactText(_("Lorries and buses that find no way"), "veh/h"),
    "counts": FactText(_("Traffic counts used")),
    "geh_under_5_before": FactText(_("Share of counts met before adjusting (GEH below 5)")),
    "geh_under_5": FactText(_("Share of counts met (GEH below 5)")),
    "heavy_ban_km": FactText(_("Streets closed to lorries and buses"), "km"),
    "unrouted_trips": FactText(_("Car trips that find no way"), "veh/h"),
    "dwellings": FactText(_("Homes")),
    "jobs": FactText(_("Jobs, from floor area")),
    "dropped_km_no_cars": FactText(_("Streets and paths without cars"), "km"),
    "dropped_km_restricted": FactText(_("Streets for permit holders only"), "km"),
    "dropped_km_loop": FactText(_("Streets that end where they start"), "km"),
    "dropped_km_not_connected": FactText(_("Streets cars cannot get to and back from"), "km"),
    "defaulted_km_speed": FactText(_("Streets with an assumed mean speed"), "km"),
    "defaulted_km_lanes": FactText(_("Streets with an assumed number of lanes"), "km"),
}
