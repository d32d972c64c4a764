"""Names of the figures and facts about walking (pure; texts are msgids)."""

from __future__ import annotations

from portal.marking import gettext_noop as _
from twin.analyses.texts import FactText, IndicatorText


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
}

FACTS: dict[str, FactText] = {
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
}
