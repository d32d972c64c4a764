"""Buildings taken away; their rows stay, without height, homes or people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import shapely
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.marking import gettext_noop
from twin.citystate import CityState
from twin.edits.buildings import along, beside
from twin.edits.contract import EditKind, Facts, Params, Shape
from twin.edits.parameters import Buildings
from twin.overlay import Conflict, Draft, Reason
from twin.overlay.draft import row_index

STANDS = ("height_m", "storeys", "dwellings", "residents", "floor_area_m2")
"""What a building that is taken away has none of."""
TAKEN_AWAY = gettext_noop("taken away by the plan")


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


class RemoveBuildingKind(EditKind[RemoveBuilding]):
    """Buildings that are taken away."""

    name = "remove_building"
    label = gettext_lazy("Take a building away")
    icon = "minus"
    parameters = (Buildings(),)
    reaches = ("access", "air", "noise", "exposure")

    def change(self, given: Mapping[str, Any], shape: Shape | None) -> RemoveBuilding:
        """The change of these buildings."""
        return RemoveBuilding(given["buildings"])

    def facts(self, change: RemoveBuilding, city: CityState) -> Facts:
        """How many, and the street they stand at."""
        table = city.tables["building"]
        index = row_index(table)
        rows = [index[urn] for urn in change.buildings if urn in index]
        shape = shapely.union_all(table.geometry[rows]) if rows else shapely.Point()
        return {"count": len(change.buildings), "along": beside(shape, city)}

    def sentence(self, params: Params, facts: Params) -> str:
        """How many, where."""
        count = int(facts.get("count", 1))
        text = ngettext("%(count)d building taken away", "%(count)d buildings taken away", count)
        return along(facts, text % {"count": count})

    def marker(self, params: Params) -> str:
        """On the map."""
        return _("taken away")

    def refusal(self, conflict: Conflict, city: CityState) -> str:
        """One that is not there is named by its number."""
        if conflict.reason == Reason.UNKNOWN:
            return _("There is no building %(number)s.") % {"number": conflict.entity}
        return super().refusal(conflict, city)
