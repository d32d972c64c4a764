"""The number of lanes for cars."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.errors import BadInput
from twin.edits.contract import Params, Shape
from twin.edits.on_streets import OnStreets
from twin.edits.parameters import Streets, Values, Whole
from twin.overlay import Draft, set_on_streets


@dataclass(frozen=True)
class SetLanes:
    """A new number of car lanes, both directions together."""

    kind: ClassVar[str] = "lanes"
    streets: tuple[str, ...]
    lanes: int

    def make(self, draft: Draft) -> None:
        """Set `lanes`."""
        set_on_streets(draft, self.streets, "lanes", float(self.lanes))


@dataclass(frozen=True)
class Lanes(Whole):
    """A number of lanes, which cannot become none."""

    def read(self, values: Values) -> int:
        """As any whole number; for 0 it says what to do instead."""
        if values.get(self.name) == 0:
            message = _("To take away the last lane, close the street to cars.")
            raise BadInput(message, field=self.name)
        return super().read(values)


class LanesKind(OnStreets[SetLanes]):
    """Streets with more or fewer lanes."""

    name = "lanes"
    label = gettext_lazy("Number of lanes")
    icon = "line"
    parameters = (
        Streets(),
        Lanes(
            "lanes",
            gettext_lazy("Lanes for cars, both ways together"),
            least=1,
            most=6,
            refusal=gettext_lazy("Choose from %(least)d to %(most)d lanes."),
        ),
    )

    def change(self, given: Mapping[str, Any], shape: Shape | None) -> SetLanes:
        """The change of these streets."""
        return SetLanes(given["streets"], given["lanes"])

    def what(self, params: Params) -> str:
        """As in the sentence."""
        lanes = int(params["lanes"])
        text = ngettext("%(count)d lane for cars", "%(count)d lanes for cars", lanes)
        return text % {"count": lanes}

    def marker(self, params: Params) -> str:
        """On the map."""
        lanes = int(params["lanes"])
        return ngettext("%(count)d lane", "%(count)d lanes", lanes) % {"count": lanes}
