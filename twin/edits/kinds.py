"""The table of edit kinds: what each is called, takes, and becomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.errors import BadInput
from portal.registry import Registry
from twin.edits.buildings import read_new_building, read_removal
from twin.edits.geometry import every_metres, vertices
from twin.edits.reading import Params
from twin.overlay import (
    BanHeavy,
    Change,
    CloseToCars,
    LayGreen,
    PlantTrees,
    SetDirection,
    SetLanes,
    SetSpeed,
)

Reader = Callable[[Mapping[str, Any], GEOSGeometry | None], Change]


@dataclass(frozen=True)
class EditKind:
    """One kind of change.

    shapes: GeoJSON types it is drawn with, empty when it is about things chosen by URN.
    read: parameters and geometry (EPSG:4326) -> typed change; raises BadInput naming the field.
    """

    name: str
    label: str | Promise
    icon: str
    read: Reader
    shapes: tuple[str, ...] = ()


KINDS: Registry[EditKind] = Registry("edit kind")


def _close(params: Mapping[str, Any], geometry: GEOSGeometry | None) -> Change:
    return CloseToCars(Params(params, {"streets"}).streets())


def _direction(params: Mapping[str, Any], geometry: GEOSGeometry | None) -> Change:
    given = Params(params, {"streets", "direction"})
    words = ("both", "forward", "backward")
    direction = given.word("direction", words, _("Choose which way cars may drive."))
    return SetDirection(given.streets(ordered=direction != "both"), direction)


def _speed(params: Mapping[str, Any], geometry: GEOSGeometry | None) -> Change:
    given = Params(params, {"streets", "speed_kmh"})
    message = _("Choose a speed limit from %(least)d to %(most)d km/h.")
    return SetSpeed(given.streets(), given.whole("speed_kmh", 5, 90, message))


def _lanes(params: Mapping[str, Any], geometry: GEOSGeometry | None) -> Change:
    given = Params(params, {"streets", "lanes"})
    if given.values.get("lanes") == 0:
        raise BadInput(_("To take away the last lane, close the street to cars."), field="lanes")
    message = _("Choose from %(least)d to %(most)d lanes.")
    return SetLanes(given.streets(), given.whole("lanes", 1, 6, message))


def _no_lorries(params: Mapping[str, Any], geometry: GEOSGeometry | None) -> Change:
    return BanHeavy(Params(params, {"streets"}).streets())


def _drawn(geometry: GEOSGeometry | None) -> GEOSGeometry:
    if geometry is None:
        raise BadInput(_("Show on the map where this should be."), field="geometry")
    return geometry


def _trees(params: Mapping[str, Any], geometry: GEOSGeometry | None) -> Change:
    given = Params(params, {"height_m", "spacing_m"})
    message = _("Choose a height from %(least)d to %(most)d metres.")
    height = given.whole("height_m", 1, 40, message) if "height_m" in given.values else 6
    message = _("Choose a distance from %(least)d to %(most)d metres between trees.")
    apart = given.whole("spacing_m", 3, 100, message) if "spacing_m" in given.values else 10
    shape = _drawn(geometry)
    line = shape.geom_type == "LineString"
    points = every_metres(shape, apart) if line else list(vertices(shape))
    return PlantTrees(tuple(sorted(set(points))), height)


def _green(params: Mapping[str, Any], geometry: GEOSGeometry | None) -> Change:
    given = Params(params, {"category", "name"})
    words = ("park", "square", "planting")
    category = given.word("category", words, _("Choose a park, a square or planting."))
    shape = _drawn(geometry)
    if len(shape) > 1:
        raise BadInput(_("Draw the area without holes."), field="geometry")
    return LayGreen(tuple(vertices(shape)), category, given.text("name", 80))


for _kind in (
    EditKind("close_to_cars", gettext_lazy("Close to cars"), "car", _close),
    EditKind("direction", gettext_lazy("One way or two ways"), "arrow", _direction),
    EditKind("speed", gettext_lazy("Speed limit"), "clock", _speed),
    EditKind("lanes", gettext_lazy("Number of lanes"), "line", _lanes),
    EditKind(
        "plant_trees",
        gettext_lazy("Plant trees"),
        "tree",
        _trees,
        ("Point", "MultiPoint", "LineString"),
    ),
    EditKind("lay_green", gettext_lazy("Lay out green ground"), "area", _green, ("Polygon",)),
    EditKind("ban_heavy", gettext_lazy("No lorries"), "car", _no_lorries),
    EditKind(
        "add_building", gettext_lazy("Put up a building"), "area", read_new_building, ("Polygon",)
    ),
    EditKind("remove_building", gettext_lazy("Take a building away"), "minus", read_removal),
):
    KINDS.add(_kind.name, _kind)


def edit_kind(name: str) -> EditKind:
    """The kind of this name; raises BadInput when there is none."""
    if name not in KINDS:
        raise BadInput(_("Choose what should change from the list."), field="kind")
    return KINDS[name]
