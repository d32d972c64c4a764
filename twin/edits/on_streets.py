"""Kinds that change pieces of street: what they share, and how several streets are one sentence."""

from __future__ import annotations

from abc import abstractmethod
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, ClassVar, Protocol, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.templatetags.words import number
from twin.citystate import CityState, Table
from twin.edits.contract import EditKind, Facts, Params
from twin.edits.parameters import Parameter, Streets
from twin.overlay import Draft
from twin.overlay.chains import between
from twin.overlay.draft import row_index

NAMED_STREETS = 3


class StreetChange(Protocol):
    """A change of streets."""

    kind: ClassVar[str]

    @property
    def streets(self) -> tuple[str, ...]:
        """Their URNs."""
        ...

    def make(self, draft: Draft) -> None:
        """As in `Change`."""
        ...


S = TypeVar("S", bound=StreetChange)


class OnStreets(EditKind[S]):
    """A kind of change that is told street by street; it says `what` becomes of each."""

    parameters: ClassVar[tuple[Parameter, ...]] = (Streets(),)
    reaches: ClassVar[tuple[str, ...]] = ("traffic",)

    @abstractmethod
    def what(self, params: Params) -> str:
        """What becomes of the streets, in the active language: "closed to cars"."""

    def facts(self, change: S, city: CityState) -> Facts:
        """The first three streets by name, and how many more there are."""
        table = city.tables["street"]
        parts = _parts(table, rows_of(change.streets, table))
        return {"parts": parts[:NAMED_STREETS], "more": len(parts) - NAMED_STREETS}

    def sentence(self, params: Params, facts: Params) -> str:
        """Every street with what becomes of it and where."""
        what = self.what(params)
        parts = [_part(part, what, facts) for part in facts.get("parts", [])]
        more = int(facts.get("more", 0))
        if more > 0:
            parts.append(
                ngettext(
                    "%(count)d more street: %(what)s", "%(count)d more streets: %(what)s", more
                )
                % {"count": more, "what": what}
            )
        return "; ".join(parts)


def rows_of(streets: tuple[str, ...], table: Table) -> list[int]:
    """Their rows in the table of streets."""
    index = row_index(table)
    return [index[urn] for urn in streets]


def _parts(table: Table, rows: list[int]) -> list[dict[str, Any]]:
    """One entry per street name: between which cross streets, how much of it, how many metres."""
    names = table.columns["name"]
    by_name: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        by_name[str(names[row])].append(row)
    parts = []
    for name, of_name in sorted(by_name.items(), key=lambda item: (item[0] == "", item[0])):
        start, end = between(table, of_name, name)
        drivable = (names == name) & table.columns["car"]
        metres = float(table.columns["length_m"][of_name].sum())
        parts.append(
            {
                "street": name,
                "start": start,
                "end": end,
                "whole": bool(name) and int(drivable.sum()) <= len(set(of_name)),
                "metres": round(metres / 10) * 10,
            }
        )
    return parts


def _part(part: Mapping[str, Any], what: str, facts: Mapping[str, Any]) -> str:
    says = {
        **part,
        "metres": number(part["metres"]),
        "street": part["street"] or _("A street without a name"),
        "what": what,
    }
    if facts.get("enter") and facts.get("leave"):
        return _("%(street)s: %(what)s, from %(enter)s to %(leave)s") % {**says, **facts}
    if part.get("whole"):
        return _("%(street)s: %(what)s along its whole length") % says
    if part.get("start") and part.get("end"):
        return _("%(street)s: %(what)s between %(start)s and %(end)s") % says
    if part.get("start"):
        return _("%(street)s: %(what)s on %(metres)s m from %(start)s") % says
    return _("%(street)s: %(what)s on %(metres)s m") % says
