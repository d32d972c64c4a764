"""Trees: at points, or in a row along a line."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import shapely
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from twin.citystate import CityState
from twin.edits.contract import EditKind, Facts, Params, Shape
from twin.edits.parameters import Whole
from twin.edits.places import every_metres, placed, spots, vertices
from twin.overlay import Draft, LonLat, to_metric

BESIDE_M = 25.0


@dataclass(frozen=True)
class PlantTrees:
    """New trees. points: longitude and latitude (EPSG:4326), rounded to 7 decimals (1 cm)."""

    kind: ClassVar[str] = "plant_trees"
    points: tuple[LonLat, ...]
    height_m: int

    def make(self, draft: Draft) -> None:
        """Append a `tree` for every point."""
        turn = to_metric(draft.base.crs)
        for lon, lat in self.points:
            name = hashlib.sha256(f"{lon:.7f} {lat:.7f}".encode()).hexdigest()[:16]
            point = shapely.Point(turn.transform(lon, lat))
            draft.add("tree", f"urn:civic:new:tree:{name}", point, height_m=float(self.height_m))


class PlantTreesKind(EditKind[PlantTrees]):
    """New trees. No model reads them yet, so they change the city and no figure."""

    name = "plant_trees"
    label = gettext_lazy("Plant trees")
    icon = "tree"
    shapes = ("Point", "MultiPoint", "LineString")
    reaches = ()
    parameters = (
        Whole(
            "height_m",
            gettext_lazy("Height of the trees in metres"),
            least=1,
            most=40,
            refusal=gettext_lazy("Choose a height from %(least)d to %(most)d metres."),
            unit="m",
            default=6,
        ),
        Whole(
            "spacing_m",
            gettext_lazy("Metres between trees, along a line"),
            least=3,
            most=100,
            refusal=gettext_lazy(
                "Choose a distance from %(least)d to %(most)d metres between trees."
            ),
            unit="m",
            default=10,
        ),
    )

    def change(self, given: Mapping[str, Any], shape: Shape | None) -> PlantTrees:
        """A tree at every point, or evenly along a line."""
        where = placed(shape)
        line = where.geom_type == "LineString"
        points = every_metres(where, given["spacing_m"]) if line else list(vertices(where))
        return PlantTrees(tuple(sorted(set(points))), given["height_m"])

    def facts(self, change: PlantTrees, city: CityState) -> Facts:
        """How many, and the street that most of them stand beside."""
        return {"trees": len(change.points), "along": _nearest_street(change, city)}

    def sentence(self, params: Params, facts: Params) -> str:
        """How many trees where."""
        count = int(facts.get("trees", 1))
        says = {"count": count, "street": facts.get("along", "")}
        if not says["street"]:
            return ngettext("%(count)d new tree", "%(count)d new trees", count) % says
        text = ngettext("%(street)s: %(count)d new tree", "%(street)s: %(count)d new trees", count)
        return text % says

    def marker(self, params: Params) -> str:
        """On the map."""
        return _("new trees")

    def drawn(self, params: Params, shape: Shape | None) -> Shape | None:
        """Each tree of a row as a point."""
        return None if shape is None else spots(self.read(params, shape).points)


def _nearest_street(change: PlantTrees, city: CityState) -> str:
    """The street most of the trees stand beside, "" when none is within 25 m."""
    table = city.tables["street"]
    places = to_metric(city.crs).transform(*np.transpose(change.points))
    points = shapely.points(np.transpose(places))
    _at, rows = shapely.STRtree(table.geometry).query_nearest(points, max_distance=BESIDE_M)
    names = Counter(str(name) for name in table.columns["name"][rows] if name)
    return names.most_common(1)[0][0] if names else ""
