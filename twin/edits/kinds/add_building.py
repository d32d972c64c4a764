"""A building put up: refused where one stands, and where cars drive."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import shapely
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.errors import BadInput, TooLarge
from portal.marking import gettext_noop
from portal.templatetags.words import number
from twin.citystate import CityState
from twin.edits.buildings import along, beside
from twin.edits.contract import EditKind, Facts, Params, Shape
from twin.edits.parameters import Choice, Whole
from twin.edits.places import outline, ring_m2
from twin.kinds import STREET, USAGES
from twin.overlay import Draft, LonLat, Reason, canonical, to_metric

SMALLEST_M2, LARGEST_M2 = 4, 20_000
TOUCHING_M2 = 1.0
"""Neighbours may share a wall; drawn by hand they overlap by a little."""
NEIGHBOURS = 5
STOREY_M = 3.0
NEW = "urn:civic:new:building:"
GUESSED = gettext_noop("a new building of the plan; ground level and residents estimated")


@dataclass(frozen=True)
class AddBuilding:
    """A new building.

    ring: its outline without holes, longitude and latitude (EPSG:4326). height_m: above ground.
    storeys: 0 for one every 3 m. usage: a word of `twin.kinds.USAGES`.
    """

    kind: ClassVar[str] = "add_building"
    ring: tuple[LonLat, ...]
    height_m: int
    storeys: int
    dwellings: int
    usage: str

    def make(self, draft: Draft) -> None:
        """Append a `building`; refused where one stands, and where cars drive.

        Ground level: the median of the nearest buildings. Residents: as many a dwelling as in the
        whole city.
        """
        turn = to_metric(draft.base.crs)
        corners = np.round([turn.transform(lon, lat) for lon, lat in self.ring], 3)
        area = shapely.Polygon(corners)
        urn = NEW + hashlib.sha256(canonical(self).encode()).hexdigest()[:16]
        if _refused(draft, area, urn):
            return
        storeys = self.storeys or max(1, round(self.height_m / STOREY_M))
        draft.add(
            "building",
            urn,
            area,
            height_m=float(self.height_m),
            ground_z_m=_ground_m(draft, area),
            storeys=float(storeys),
            dwellings=float(self.dwellings),
            usage=self.usage,
            floor_area_m2=round(area.area * storeys, 1),
            residents=round(self.dwellings * _a_dwelling(draft), 2),
            quality=GUESSED,
        )


class AddBuildingKind(EditKind[AddBuilding]):
    """A new building. Its residents do not drive: the demand for trips belongs to the base."""

    name = "add_building"
    label = gettext_lazy("Put up a building")
    icon = "area"
    shapes = ("Polygon",)
    reaches = ("access", "air", "noise", "exposure")
    parameters = (
        Whole(
            "height_m",
            gettext_lazy("Height of the building in metres"),
            least=2,
            most=150,
            refusal=gettext_lazy("Choose a height from %(least)d to %(most)d metres."),
            unit="m",
            suggested=12,
        ),
        Whole(
            "storeys",
            gettext_lazy("Storeys, 0 for one every 3 metres"),
            asked=False,
            least=0,
            most=60,
            refusal=gettext_lazy("Choose from %(least)d to %(most)d storeys."),
            default=0,
        ),
        Whole(
            "dwellings",
            gettext_lazy("Homes in it"),
            least=0,
            most=1000,
            refusal=gettext_lazy("Choose from %(least)d to %(most)d homes."),
            default=0,
        ),
        Choice(
            "usage",
            gettext_lazy("What it is used for"),
            asked=False,
            options=tuple((word, word) for word in USAGES),
            refusal=gettext_lazy("Choose a use from the list."),
            optional=True,
        ),
    )

    def change(self, given: Mapping[str, Any], shape: Shape | None) -> AddBuilding:
        """The change of this outline; TooLarge for a whole quarter."""
        ring = outline(shape)
        size = ring_m2(ring)
        if size < SMALLEST_M2:
            message = _("This building is too small to matter. Draw it larger.")
            raise BadInput(message, field="geometry")
        if size > LARGEST_M2:
            raise TooLarge(
                _("This is larger than any one building. Draw it smaller, or draw several."),
                field="geometry",
            )
        homes = given["dwellings"]
        usage = given["usage"] or ("residential" if homes else "undifferentiated")
        return AddBuilding(ring, given["height_m"], given["storeys"], homes, usage)

    def facts(self, change: AddBuilding, city: CityState) -> Facts:
        """Its height, size and homes, and the street it stands at."""
        turn = to_metric(city.crs)
        shape = shapely.Polygon([turn.transform(lon, lat) for lon, lat in change.ring])
        size = round(shape.area / 10) * 10 or round(shape.area)
        facts = {"height": change.height_m, "size": size, "homes": change.dwellings}
        return {**facts, "along": beside(shape, city)}

    def sentence(self, params: Params, facts: Params) -> str:
        """How high, how large, with how many homes, where."""
        says = {"height": facts.get("height", 0), "size": number(int(facts.get("size", 0)))}
        what = _("new building, %(height)d m high, on about %(size)s m²") % says
        homes = int(facts.get("homes", 0))
        if homes:
            text = ngettext(
                "%(what)s, with %(count)d home", "%(what)s, with %(count)d homes", homes
            )
            what = text % {"what": what, "count": homes}
        return along(facts, what)

    def marker(self, params: Params) -> str:
        """On the map."""
        return _("new building")


def _refused(draft: Draft, area: Any, urn: str) -> bool:
    table = draft.table("building")
    there = np.flatnonzero(shapely.intersects(area, table.geometry))
    overlap = shapely.area(shapely.intersection(area, shapely.make_valid(table.geometry[there])))
    stands = draft.column("building", "height_m")[there] != 0
    over = there[(overlap > TOUCHING_M2) & stands]
    if len(over):
        draft.refuse(str(table.urn[over[0]]), Reason.BUILT_OVER)
        return True
    if any(area.intersection(other).area > TOUCHING_M2 for other in draft.added("building")):
        draft.refuse(urn, Reason.BUILT_OVER)
        return True
    return _on_street(draft, area)


def _on_street(draft: Draft, area: Any) -> bool:
    """A bridge or a tunnel may pass; what cars use at ground level may not."""
    table = draft.table(STREET.name)
    level = draft.column(STREET.name, "level") == 0
    crossed = draft.column(STREET.name, "car") & level & shapely.crosses(table.geometry, area)
    crossed |= draft.column(STREET.name, "car") & level & shapely.within(table.geometry, area)
    if crossed.any():
        draft.refuse(str(table.urn[int(np.argmax(crossed))]), Reason.ON_STREET)
    return bool(crossed.any())


def _ground_m(draft: Draft, area: Any) -> float:
    """Median ground level of the nearest buildings that have one; NaN where none has."""
    ground = draft.column("building", "ground_z_m")
    known = np.flatnonzero(np.isfinite(ground))
    if not len(known):
        return float("nan")
    away = shapely.distance(area, draft.table("building").geometry[known])
    nearest = known[np.argsort(away, kind="stable")[:NEIGHBOURS]]
    return float(np.round(np.median(ground[nearest]), 1))


def _a_dwelling(draft: Draft) -> float:
    """Residents of a dwelling in the whole city."""
    columns = draft.table("building").columns
    homes = np.nansum(columns["dwellings"])
    return float(np.nansum(columns["residents"]) / homes) if homes > 0 else 0.0
