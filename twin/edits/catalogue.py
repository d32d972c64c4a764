"""The edit kinds there are; a line here is all it takes to offer one. In the order of the forms."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from portal.errors import BadInput
from portal.registry import Registry
from twin.edits.contract import EditKind
from twin.edits.kinds.add_building import AddBuildingKind
from twin.edits.kinds.ban_heavy import BanHeavyKind
from twin.edits.kinds.close_to_cars import CloseToCarsKind
from twin.edits.kinds.direction import DirectionKind
from twin.edits.kinds.lanes import LanesKind
from twin.edits.kinds.lay_green import LayGreenKind
from twin.edits.kinds.plant_trees import PlantTreesKind
from twin.edits.kinds.remove_building import RemoveBuildingKind
from twin.edits.kinds.speed import SpeedKind

KINDS: Registry[EditKind[Any]] = Registry("edit kind")
KINDS.add("plant_trees", PlantTreesKind())
KINDS.add("lay_green", LayGreenKind())
KINDS.add("add_building", AddBuildingKind())
KINDS.add("remove_building", RemoveBuildingKind())
KINDS.add("close_to_cars", CloseToCarsKind())
KINDS.add("direction", DirectionKind())
KINDS.add("speed", SpeedKind())
KINDS.add("lanes", LanesKind())
KINDS.add("ban_heavy", BanHeavyKind())


def edit_kind(name: str) -> EditKind[Any]:
    """The kind of this name; raises BadInput when there is none."""
    if name not in KINDS:
        raise BadInput(_("Choose what should change from the list."), field="kind")
    return KINDS[name]
