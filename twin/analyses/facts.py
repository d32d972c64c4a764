"""Names and units of the side figures that a run tells about itself (pure; texts are msgids)."""

from __future__ import annotations

from portal.marking import gettext_noop as _
from twin.analyses.air import figures as air
from twin.analyses.exposure import figures as exposure
from twin.analyses.noise import figures as noise
from twin.analyses.texts import FactText

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
    "homes": FactText(_("Homes")),
    "homes_unreachable": FactText(_("Homes too far from any path")),
    "derived_places": FactText(_("Places derived from the use of buildings")),
    "walk_nodes": FactText(_("Junctions in the walking network")),
    "unknown_slope_km": FactText(_("Streets of unknown slope"), "km"),
    "dropped_km_no_walking": FactText(_("Ways one cannot walk on"), "km"),
    "dropped_km_walk_not_connected": FactText(_("Paths without a link to the rest"), "km"),
    "places_school": FactText(_("Schools")),
    "places_shop": FactText(_("Shops")),
    "places_health": FactText(_("Health services")),
    "places_park": FactText(_("Entrances of parks")),
    "places_square": FactText(_("Entrances of squares")),
    "places_sport": FactText(_("Places for sport")),
    "places_worship": FactText(_("Places of worship")),
    **air.FACTS,
    **exposure.FACTS,
    **noise.FACTS,
}
