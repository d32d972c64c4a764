"""Close to cars: walking and cycling stay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twin.citystate import CityState
from twin.edits.contract import Params, Shape
from twin.edits.on_streets import OnStreets
from twin.edits.refusals import street_called
from twin.overlay import Conflict, Draft, Reason, set_on_streets


@dataclass(frozen=True)
class CloseToCars:
    """Cars may no longer use these streets; walking and cycling stay."""

    kind: ClassVar[str] = "close_to_cars"
    streets: tuple[str, ...]

    def make(self, draft: Draft) -> None:
        """Set `car` to False."""
        set_on_streets(draft, self.streets, "car", False)


class CloseToCarsKind(OnStreets[CloseToCars]):
    """Streets without cars."""

    name = "close_to_cars"
    label = gettext_lazy("Close to cars")
    icon = "car"

    def change(self, given: Mapping[str, Any], shape: Shape | None) -> CloseToCars:
        """The change of these streets."""
        return CloseToCars(given["streets"])

    def what(self, params: Params) -> str:
        """As in the sentence."""
        return _("closed to cars")

    def marker(self, params: Params) -> str:
        """On the map."""
        return _("no cars")

    def refusal(self, conflict: Conflict, city: CityState) -> str:
        """A street that is closed need not be closed."""
        if conflict.reason == Reason.CLOSED:
            street = street_called(conflict.entity, city)
            return _("%(street)s is already closed to cars.") % {"street": street}
        return super().refusal(conflict, city)
