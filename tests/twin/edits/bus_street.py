"""A kind as the floor's README says to add one: this module, and its line in the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twin.edits.contract import Params, Shape
from twin.edits.on_streets import OnStreets
from twin.edits.parameters import Streets, Whole
from twin.overlay import Draft, set_on_streets


@dataclass(frozen=True)
class BusStreet:
    """Only buses and those who live there may use these streets."""

    kind: ClassVar[str] = "bus_street"
    streets: tuple[str, ...]
    minutes: int

    def make(self, draft: Draft) -> None:
        """Set `restricted`."""
        set_on_streets(draft, self.streets, "restricted", True)


class BusStreetKind(OnStreets[BusStreet]):
    """Streets for buses."""

    name = "bus_street"
    label = gettext_lazy("Only buses")
    icon = "car"
    reaches = ("noise", "traffic")
    parameters = (
        Streets(),
        Whole(
            "minutes",
            gettext_lazy("Minutes between buses"),
            least=2,
            most=60,
            refusal=gettext_lazy("Choose from %(least)d to %(most)d minutes."),
            unit="min",
            suggested=10,
        ),
    )

    def change(self, given: Mapping[str, Any], shape: Shape | None) -> BusStreet:
        """The change of these streets."""
        return BusStreet(given["streets"], given["minutes"])

    def what(self, params: Params) -> str:
        """As in the sentence."""
        return _("a bus every %(minutes)d minutes, no other cars") % {"minutes": params["minutes"]}

    def marker(self, params: Params) -> str:
        """On the map."""
        return _("only buses")
