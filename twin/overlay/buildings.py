"""Buildings that a plan puts up or takes away (pure: no Django)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import shapely

from portal.marking import gettext_noop as _
from twin.kinds import STREET
from twin.overlay.changes import LonLat, canonical, to_metric
from twin.overlay.draft import Draft, Reason

TOUCHING_M2 = 1.0
"""Neighbours may share a wall; drawn by hand they overlap by a little."""
NEIGHBOURS = 5
STOREY_M = 3.0
NEW = "urn:civic:new:building:"
STANDS = ("height_m", "storeys", "dwellings", "residents", "floor_area_m2")
"""What a building that is taken away has none of."""
TAKEN_AWAY = _("taken away by the plan")
GUESSED = _("a new building of the plan; ground level and residents estimated")


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


@dataclass(frozen=True)
class RemoveBuilding:
    """Buildings that are taken away. buildings: their URNs."""

    kind: ClassVar[str] = "remove_building"
    buildings: tuple[str, ...]

    def make(self, draft: Draft) -> None:
        """Set heights, homes and residents to 0; the row stays, so that all rows keep their place.

        A height of 0 is no obstacle to any model; quality says why.
        """
        for urn in self.buildings:
            row = draft.find("building", urn)
            if row is None:
                continue
            if draft.value("building", "quality", row) == TAKEN_AWAY:
                draft.refuse(urn, Reason.GONE)
                continue
            for column in STANDS:
                draft.write("building", column, row, 0.0)
            draft.write("building", "quality", row, TAKEN_AWAY)
