"""Places that have a card: a street, a house, a spot on open ground."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.db.models.functions import Centroid, Transform
from django.contrib.gis.geos import Point
from django.utils.translation import gettext as _

from portal.errors import NotThere
from twin.cartography import words
from twin.cartography.here import PlaceEffect, Spot, effects_at
from twin.cartography.values import runs_of
from twin.models import AnalysisRun, Feature, Scenario, TwinVersion

KINDS = ("street", "building")
NEAR_M = 60.0
"""A street farther than this from a house is not the one in front of it."""


@dataclass(frozen=True)
class Place:
    """A street, a house or a place on open ground: title, lon/lat (EPSG:4326) of its middle.

    kind: "street", "building" or "ground". mark: its number, or "lon,lat" on the ground. effects:
    sorted by weight.
    """

    kind: str
    mark: str
    urn: str
    name: str
    title: str
    about: str
    lon: float
    lat: float
    effects: Sequence[PlaceEffect]
    waiting: bool

    @property
    def moving(self) -> list[PlaceEffect]:
        """What some option clearly changes here."""
        return [effect for effect in self.effects if effect.weight]

    @property
    def steady(self) -> list[PlaceEffect]:
        """What no option clearly changes here, or what is not computed yet."""
        return [effect for effect in self.effects if not effect.weight]


def find_place(
    *, version: TwinVersion, kind: str, fid: int, scenarios: Sequence[Scenario]
) -> Place:
    """A place with the effects of `scenarios`, which must share `version` as their base.

    waiting: some run is not done yet. Raises NotThere for an unknown street or house.
    """
    features = Feature.objects.filter(version=version, kind=kind, fid=fid)
    found = features.annotate(middle=Transform(Centroid("geometry"), 4326)).first()
    if kind not in KINDS or found is None:
        raise NotThere(_("There is no such street or house on this map."))
    front = found if kind == "street" else _street_near(version, found.middle, found.pk)
    spots = [Spot(kind, fid)]
    if front is not None and front is not found:
        spots.append(Spot("street", front.fid, front.name))
    return _place(
        version,
        scenarios,
        spots,
        kind=kind,
        mark=str(fid),
        urn=found.urn,
        name=found.name,
        title=_title(found, front),
        about=_about(found),
        lon=round(found.middle.x, 6),
        lat=round(found.middle.y, 6),
    )


def find_ground(
    *, version: TwinVersion, lon: float, lat: float, scenarios: Sequence[Scenario]
) -> Place:
    """A place on open ground (EPSG:4326) with the effects of `scenarios`, as `find_place`.

    Raises NotThere outside the city.
    """
    point = Point(lon, lat, srid=4326)
    if not version.bounds.covers(point):
        raise NotThere(_("This place is not on the map."))
    front = _street_near(version, point)
    named = _("Open ground near %(street)s") % {"street": front.name} if front else ""
    return _place(
        version,
        scenarios,
        [Spot("grid", lon=lon, lat=lat)],
        kind="ground",
        mark=f"{lon:.5f},{lat:.5f}",
        urn="",
        name="",
        title=named or _("Open ground"),
        about=_("Out of doors, between the houses."),
        lon=round(lon, 6),
        lat=round(lat, 6),
    )


def _place(
    version: TwinVersion, scenarios: Sequence[Scenario], spots: Sequence[Spot], **about: Any
) -> Place:
    runs = runs_of({version.digest, *(row.digest for row in scenarios)})
    return Place(
        effects=effects_at(spots, version, scenarios, runs),
        waiting=any(run.status in _GOING for run in runs.values()),
        **about,
    )


_GOING = (AnalysisRun.Status.QUEUED, AnalysisRun.Status.RUNNING)


def _street_near(version: TwinVersion, middle: Point, house: int = 0) -> Feature | None:
    """The nearest named street, at most NEAR_M away; metres on the ground, not of Mercator.

    middle: EPSG:4326. house: the feature whose outline counts instead, where there is one.
    """
    found = Feature.objects.raw(
        """
        WITH spot AS (SELECT coalesce(
          (SELECT geometry FROM twin_feature WHERE id = %s),
          ST_Transform(ST_SetSRID(ST_MakePoint(%s, %s), 4326), 3857)) AS geometry)
        SELECT s.* FROM twin_feature s, spot
        WHERE s.version_id = %s AND s.kind = 'street' AND s.name <> ''
          AND ST_DWithin(s.geometry, spot.geometry, %s / cos(radians(%s)))
        ORDER BY s.geometry <-> spot.geometry LIMIT 1
        """,
        [house, middle.x, middle.y, version.pk, NEAR_M, middle.y],
    )
    return next(iter(found), None)


def _title(found: Feature, front: Feature | None) -> str:
    if found.kind == "street":
        return found.name or _("A street without a name")
    if front is not None:
        return _("A house near %(street)s") % {"street": front.name}
    return _("A house")


def _about(found: Feature) -> str:
    if found.kind == "street":
        return _("This piece of the street, from one crossing to the next.")
    if found.height_m:
        return _("%(height)s m high.") % {"height": words.figure(found.height_m)}
    return ""
