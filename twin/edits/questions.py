"""How planners are asked for an edit: which fields a form shows, and what the answers mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from babel.lists import format_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.templatetags.words import locale
from twin.citystate import CityState
from twin.edits.buildings import building_at, building_called
from twin.edits.geometry import read_geometry
from twin.edits.parameters import Buildings, Line, Parameter, Streets, Things, Words
from twin.edits.places import read_places, vertices
from twin.edits.streets import Piece, Street

if TYPE_CHECKING:
    from twin.edits.contract import EditKind

PENS: dict[str, Words] = {
    "Point": gettext_lazy("a point"),
    "LineString": gettext_lazy("a line"),
    "Polygon": gettext_lazy("an area"),
}
"""GeoJSON type -> what one draws with a pen of it."""
Answer = tuple[dict[str, Any], str | None]
"""An edit's parameters, and its geometry as GeoJSON text where it has one."""


@dataclass(frozen=True)
class Where:
    """The place that a form was given.

    pieces: those chosen of a street, in their order. written: a shape as GeoJSON, or lines of
    latitude and longitude.
    """

    pieces: tuple[Piece, ...] = ()
    written: str = ""


@dataclass(frozen=True)
class Question:
    """One way to ask for an edit of a kind.

    name: what the form sends; label: what planners choose. drawn: the GeoJSON types the place may
    be drawn as, none when it is pieces of a street; a map's pen begins with the last.
    """

    kind: EditKind[Any]
    name: str
    label: Words
    drawn: tuple[str, ...] = ()

    def asks(self, street: Street | None) -> tuple[Parameter, ...]:
        """What is asked beside the place. street: the one that is to be changed."""
        parameters = self.kind.parameters
        return tuple(one for one in parameters if one.asked and not isinstance(one, Things))

    @property
    def how(self) -> str:
        """How the place is drawn, in the active language; "" when it is pieces of a street."""
        pens = [str(words) for type_, words in PENS.items() if type_ in self.drawn]
        if not pens:
            return ""
        return _("Draw %(shape)s on the map.") % {"shape": format_list(pens, "or", locale())}

    def answer(self, values: Mapping[str, Any], where: Where, city: CityState) -> Answer:
        """Parameters and geometry. values: what was filled in; city: the plan's base.

        Raises BadInput.
        """
        return dict(values), self.place(where)

    def place(self, where: Where) -> str:
        """GeoJSON text of the place; raises BadInput."""
        return read_places(where.written, area="Polygon" in self.drawn)


@dataclass(frozen=True)
class OnPieces(Question):
    """Pieces of a street that was found by its name."""

    def answer(self, values: Mapping[str, Any], where: Where, city: CityState) -> Answer:
        """The pieces before all else."""
        return {"streets": [piece.urn for piece in where.pieces], **values}, None


@dataclass(frozen=True)
class InBuildings(Question):
    """Buildings by a place inside each, or one by its number."""

    def asks(self, street: Street | None) -> tuple[Parameter, ...]:
        """Its number, for who knows it."""
        number = Line(
            "buildings",
            gettext_lazy("Number of the building"),
            most=120,
            hint=gettext_lazy("If you know it. Otherwise show a place inside the building."),
        )
        return (number, *super().asks(street))

    @property
    def how(self) -> str:
        """A place in each."""
        return _("Draw a point inside the building.")

    def answer(self, values: Mapping[str, Any], where: Where, city: CityState) -> Answer:
        """A number counts before places."""
        more = {name: value for name, value in values.items() if name != "buildings"}
        if values.get("buildings"):
            return {"buildings": [building_called(city, values["buildings"])], **more}, None
        shape = read_geometry(self.place(where), self.drawn)
        spots = [building_at(city, *spot) for spot in vertices(shape)]
        return {"buildings": sorted(set(spots)), **more}, None


def question_for(kind: EditKind[Any]) -> Question:
    """The plain way to ask for a kind, by what it is about."""
    if isinstance(kind.about, Streets):
        return OnPieces(kind, kind.name, kind.label)
    if isinstance(kind.about, Buildings):
        return InBuildings(kind, kind.name, kind.label, ("Point", "MultiPoint"))
    return Question(kind, kind.name, kind.label, kind.shapes)
