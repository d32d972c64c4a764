"""No lorries: cars may still pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twin.edits.contract import Params, Shape
from twin.edits.on_streets import OnStreets
from twin.overlay import Draft, set_on_streets


@dataclass(frozen=True)
class BanHeavy:
    """Lorries may no longer use these streets; cars may."""

    kind: ClassVar[str] = "ban_heavy"
    streets: tuple[str, ...]

    def make(self, draft: Draft) -> None:
        """Set `no_heavy`."""
        set_on_streets(draft, self.streets, "no_heavy", True)


class BanHeavyKind(OnStreets[BanHeavy]):
    """Streets without lorries."""

    name = "ban_heavy"
    label = gettext_lazy("No lorries")
    icon = "car"

    def change(self, given: Mapping[str, Any], shape: Shape | None) -> BanHeavy:
        """The change of these streets."""
        return BanHeavy(given["streets"])

    def what(self, params: Params) -> str:
        """As in the sentence."""
        return _("closed to lorries")

    def marker(self, params: Params) -> str:
        """On the map."""
        return _("no lorries")
