"""A speed limit, for pieces of a street or for a whole zone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.errors import BadInput
from twin.citystate import CityState
from twin.edits.contract import Params, Shape
from twin.edits.geometry import read_geometry
from twin.edits.on_streets import OnStreets
from twin.edits.parameters import Parameter, Streets, Whole
from twin.edits.places import vertices
from twin.edits.questions import Answer, Question, Where
from twin.edits.streets import Street, streets_within
from twin.overlay import Draft, set_on_streets

LIMIT = Whole(
    "speed_kmh",
    gettext_lazy("Speed limit in km/h"),
    least=5,
    most=90,
    refusal=gettext_lazy("Choose a speed limit from %(least)d to %(most)d km/h."),
    unit="km/h",
)


@dataclass(frozen=True)
class SetSpeed:
    """A new speed limit, km/h."""

    kind: ClassVar[str] = "speed"
    streets: tuple[str, ...]
    speed_kmh: int

    def make(self, draft: Draft) -> None:
        """Set `speed_kmh`."""
        set_on_streets(draft, self.streets, "speed_kmh", float(self.speed_kmh))


@dataclass(frozen=True)
class Zone(Question):
    """The streets of a drawn area, those that have this speed already left out."""

    def asks(self, street: Street | None) -> tuple[Parameter, ...]:
        """The speed, 30 unless another is wanted."""
        return (replace(LIMIT, suggested=30),)

    def answer(self, values: Mapping[str, Any], where: Where, city: CityState) -> Answer:
        """The streets that would change; BadInput when none would."""
        shape = read_geometry(self.place(where), self.drawn)
        speed = values.get("speed_kmh")
        table = city.tables["street"]
        inside = streets_within(city, list(vertices(shape)))
        now = table.columns["speed_kmh"][table.rows_of(inside)]
        other = [urn for urn, kmh in zip(inside, now, strict=True) if kmh != speed]
        if not other:
            raise BadInput(
                _("No street in this area would change. Draw it larger, or choose another speed."),
                field="geometry",
            )
        return {"streets": other, "speed_kmh": speed}, None


class SpeedKind(OnStreets[SetSpeed]):
    """Streets with another speed limit."""

    name = "speed"
    label = gettext_lazy("Speed limit")
    icon = "clock"
    parameters = (Streets(), LIMIT)

    @property
    def questions(self) -> tuple[Question, ...]:
        """On a street, and for a zone."""
        label = gettext_lazy("One speed limit for a whole area")
        return (*super().questions, Zone(self, "speed_zone", label, ("Polygon",)))

    def change(self, given: Mapping[str, Any], shape: Shape | None) -> SetSpeed:
        """The change of these streets."""
        return SetSpeed(given["streets"], given["speed_kmh"])

    def what(self, params: Params) -> str:
        """As in the sentence."""
        return _("speed limit %(speed)d km/h") % {"speed": params["speed_kmh"]}

    def marker(self, params: Params) -> str:
        """On the map."""
        return _("%(speed)s km/h") % {"speed": params["speed_kmh"]}
