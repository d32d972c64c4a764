"""What the map's scripts say, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _


def map_phrases() -> dict[str, str]:
    """Key -> sentence; `{name}` stands for what the script fills in."""
    return {
        "title": _(
            "Map. Arrow keys move it, plus and minus zoom, Enter opens what is in the middle."
        ),
        "zoom_in": _("Closer"),
        "zoom_out": _("Farther"),
        "north": _("Turn north up"),
        "attribution": _("Where the data comes from"),
        "fullscreen": _("Fill the screen"),
        "no_webgl": _(
            "This browser cannot draw the map. The list of streets and the tables say the same."
        ),
        "tiles_failed": _("Parts of the map did not arrive. Check your connection and try again."),
        "results_failed": _("The figures did not arrive. Check your connection and try again."),
        "card_failed": _("This card did not arrive. Check your connection and try again."),
        "retry": _("Try again"),
        "waiting": _("This option is still being computed: {share} %. {message}"),
        "stopped": _("The computation of this option stopped. The city team can start it again."),
        "absent": _("This option has not been computed yet."),
        "no_change": _("Nothing clearly changes here in this view."),
        "loading": _("Fetching the figures"),
        "nothing_here": _("There is no street or house in the middle. Move the map a little."),
        "flat": _("Flat"),
        "tilt": _("3D"),
        "not_found": _("No street of this name was found. Try a part of the name."),
        "comments": _("{count} comments"),
        "shown": _("Shown: {layer}, {view}."),
    }


def draw_phrases() -> dict[str, str]:
    """The same for drawing a place."""
    return {
        "point": _("Tap the place."),
        "linestring": _("Tap along the line; tap the last point again to end it."),
        "polygon": _("Tap the corners; tap the first corner again to close the area."),
        "drawn_point": _("Your point is on the map."),
        "drawn_linestring": _("Your line is on the map."),
        "drawn_polygon": _("Your area is on the map."),
        "title": _("Map. Arrow keys move it, Enter marks what is in the middle."),
    }
