"""One way or two ways for cars."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twin.citystate import CityState, Table
from twin.edits.contract import Facts, Params, Shape
from twin.edits.on_streets import OnStreets, rows_of
from twin.edits.parameters import Choice, Parameter, Streets, Words
from twin.edits.questions import Answer, OnPieces, Question, Where
from twin.edits.streets import Street
from twin.overlay import Draft, Reason, set_on_streets
from twin.overlay.chains import cross_street, follow

WAY = Choice(
    "direction",
    gettext_lazy("Which way cars may drive"),
    options=(
        ("both", gettext_lazy("both ways")),
        ("forward", gettext_lazy("one way, as the first piece was drawn")),
        ("backward", gettext_lazy("one way, against how the first piece was drawn")),
    ),
    refusal=gettext_lazy("Choose which way cars may drive."),
)


@dataclass(frozen=True)
class SetDirection:
    """Which way cars may drive.

    direction: "both", "forward" or "backward". Forward runs as the first street's own vertices
    do, and the others continue the line; so the streets must follow one another.
    """

    kind: ClassVar[str] = "direction"
    streets: tuple[str, ...]
    direction: str

    def make(self, draft: Draft) -> None:
        """Set `direction`, turned for every piece so that the whole line runs one way."""
        if self.direction == "both":
            set_on_streets(draft, self.streets, "direction", "both")
            return
        rows = [draft.find("street", urn) for urn in self.streets]
        known = [row for row in rows if row is not None]
        if len(known) < len(rows):
            return
        chain = follow(draft.table("street"), known)
        if chain is None:
            draft.refuse(self.streets[0], Reason.BRANCHING)
            return
        for urn, row in zip(self.streets, known, strict=True):
            with_chain = chain.along[row] == (self.direction == "forward")
            way = "forward" if with_chain else "backward"
            set_on_streets(draft, (urn,), "direction", way)


@dataclass(frozen=True)
class Ways(OnPieces):
    """The ways of a street by the names of its ends."""

    def asks(self, street: Street | None) -> tuple[Parameter, ...]:
        """Both ways, or from one end to the other."""
        if street is None:
            return super().asks(street)
        says = {"start": street.start or _("one end"), "end": street.end or _("the other end")}
        ways: tuple[tuple[str, Words], ...] = (
            ("both", _("both ways")),
            ("along", _("one way, from %(start)s to %(end)s") % says),
            ("against", _("one way, from %(end)s to %(start)s") % says),
        )
        return (replace(WAY, options=ways),)

    def answer(self, values: Mapping[str, Any], where: Where, city: CityState) -> Answer:
        """An edit's "forward" is as the first piece's own vertices run."""
        same = not where.pieces or where.pieces[0].along
        turned = {"along": "forward", "against": "backward"}
        back = {"along": "backward", "against": "forward"}
        way = values.get("direction", "")
        direction = (turned if same else back).get(way, way)
        return super().answer({**values, "direction": direction}, where, city)


class DirectionKind(OnStreets[SetDirection]):
    """Streets that cars drive one way, or both."""

    name = "direction"
    label = gettext_lazy("One way or two ways")
    icon = "arrow"
    parameters = (Streets(ordered=True), WAY)

    @property
    def questions(self) -> tuple[Question, ...]:
        """By the names of a street's ends."""
        return (Ways(self, self.name, self.label),)

    def change(self, given: Mapping[str, Any], shape: Shape | None) -> SetDirection:
        """The change of these streets; their order means something for one way only."""
        streets = given["streets"]
        if given["direction"] == "both":
            streets = tuple(sorted(streets))
        return SetDirection(streets, given["direction"])

    def facts(self, change: SetDirection, city: CityState) -> Facts:
        """For one way also where the line is entered and left."""
        facts = super().facts(change, city)
        if change.direction != "both":
            table = city.tables["street"]
            facts.update(_towards(table, rows_of(change.streets, table), change.direction))
        return facts

    def what(self, params: Params) -> str:
        """As in the sentence."""
        return _("two ways for cars") if params["direction"] == "both" else _("one way for cars")

    def marker(self, params: Params) -> str:
        """On the map."""
        return _("two ways") if params["direction"] == "both" else _("one way")


def _towards(table: Table, rows: list[int], direction: str) -> dict[str, str]:
    """Cross streets where a one-way line is entered and left."""
    chain = follow(table, rows)
    if chain is None:
        return {"enter": "", "leave": ""}
    own = str(table.columns["name"][rows[0]])
    enter, leave = cross_street(table, chain.start, own), cross_street(table, chain.end, own)
    if direction == "backward":
        enter, leave = leave, enter
    return {"enter": enter, "leave": leave}
