"""Green ground: a park, a green square, planting."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import shapely
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.templatetags.words import number
from twin.citystate import CityState
from twin.edits.contract import EditKind, Facts, Params, Shape
from twin.edits.parameters import Choice, Line
from twin.edits.places import outline, ring_m2
from twin.overlay import Draft, LonLat, canonical, to_metric


@dataclass(frozen=True)
class LayGreen:
    """New green ground. ring: its outline without holes, longitude and latitude (EPSG:4326).

    category: "park" and "square" can be walked to, so they become places; "planting" cannot.
    """

    kind: ClassVar[str] = "lay_green"
    ring: tuple[LonLat, ...]
    category: str
    name: str

    def make(self, draft: Draft) -> None:
        """Append a `green` area and, where people can go there, a `place` inside it."""
        turn = to_metric(draft.base.crs)
        area = shapely.Polygon([turn.transform(lon, lat) for lon, lat in self.ring])
        mark = hashlib.sha256(canonical(self).encode()).hexdigest()[:16]
        urn = f"urn:civic:new:green:{mark}"
        draft.add("green", urn, area, name=self.name, category=self.category)
        if self.category in ("park", "square"):
            inside = shapely.point_on_surface(area)
            draft.add(
                "place",
                f"urn:civic:new:place:{mark}",
                inside,
                name=self.name,
                category=self.category,
            )


class LayGreenKind(EditKind[LayGreen]):
    """New green ground."""

    name = "lay_green"
    label = gettext_lazy("Lay out green ground")
    icon = "area"
    shapes = ("Polygon",)
    reaches = ("access", "noise")
    parameters = (
        Choice(
            "category",
            gettext_lazy("Kind of green ground"),
            options=(
                ("park", gettext_lazy("Park")),
                ("square", gettext_lazy("Square")),
                ("planting", gettext_lazy("Planting, not to be walked on")),
            ),
            refusal=gettext_lazy("Choose a park, a square or planting."),
            suggested="park",
        ),
        Line("name", gettext_lazy("Its name"), most=80),
    )

    def change(self, given: Mapping[str, Any], shape: Shape | None) -> LayGreen:
        """The change of this area."""
        return LayGreen(outline(shape), given["category"], given["name"])

    def facts(self, change: LayGreen, city: CityState) -> Facts:
        """Its name, and its rough size in units of 100 m²."""
        size = round(ring_m2(change.ring) / 100)
        return {"name": change.name, "category": change.category, "ares": size}

    def sentence(self, params: Params, facts: Params) -> str:
        """What it is, its name and size."""
        says = {"name": facts.get("name", ""), "size": number(int(facts.get("ares", 0)) * 100)}
        if facts.get("category") == "park":
            text = _("New park %(name)s, about %(size)s m²")
        elif facts.get("category") == "square":
            text = _("New green square %(name)s, about %(size)s m²")
        else:
            text = _("New planting %(name)s, about %(size)s m²")
        return (text % says).replace(" ,", ",")

    def marker(self, params: Params) -> str:
        """On the map."""
        return _("new green")
