"""Turnout by area: the roll's areas against how many could have voted, through the disclosure gate.

Made once, with the count, and stored: a table that is released once cannot be compared with a
later one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from participation.disclosure.suppress import suppress_list, suppress_table
from participation.models import CensusKey, Consultation, RollEntry, VotingCode

VOTED, STAYED = "voted", "stayed"


@dataclass(frozen=True)
class AreaRow:
    """One area. voted: people on the roll, None where it is not shown. eligible: how many could
    have voted (codes sent, people on the list, residents as the city states them), None unknown.
    name: "" for those whose area nobody asked.
    """

    name: str
    voted: int | None
    eligible: int | None

    def packed(self) -> list[Any]:
        """For JSON."""
        return [self.name, self.voted, self.eligible]

    @classmethod
    def unpacked(cls, row: Sequence[Any]) -> AreaRow:
        """From JSON."""
        return cls(*row)


def area_rows(consultation: Consultation, eligible: Mapping[str, int]) -> tuple[AreaRow, ...]:
    """Turnout by area as it may be published; none where no vote has an area.

    eligible: see eligible_by_area.
    """
    roll = RollEntry.objects.filter(consultation=consultation).order_by()
    voted = dict(roll.values_list("area").annotate(number=Count("pk")))
    if not any(voted):
        return ()
    by_name = {name: people for name, people in eligible.items() if name}
    return shown_rows(voted, by_name)


def shown_rows(voted: Mapping[str, int], eligible: Mapping[str, int]) -> tuple[AreaRow, ...]:
    """The rows of these numbers with small ones taken out, so that none follows by subtraction.

    Where it is known how many could vote, those who stayed away count as people too: an area in
    which all but a few voted tells of the few.
    """
    names = sorted({*voted, *eligible} - {""})
    if eligible and all(eligible.get(name, 0) >= voted.get(name, 0) for name in names):
        # Those whose area nobody asked are a row too: their number follows from the total.
        rows = [*names, *([""] if voted.get("") else [])]
        table = {(name, VOTED): voted.get(name, 0) for name in rows}
        table |= {(name, STAYED): eligible[name] - voted.get(name, 0) for name in names}
        cells = suppress_table(table, rows, (VOTED, STAYED))
        shown = {name: cells[name, VOTED] for name in rows}
    else:
        eligible = {}
        shown = suppress_list({name: voted[name] for name in [*names, ""] if voted.get(name)})
    return tuple(
        AreaRow(name, shown[name], eligible.get(name))
        for name in sorted(shown, key=lambda name: (name == "", name))
    )


def eligible_by_area(consultation: Consultation) -> dict[str, int]:
    """How many could have voted in each area, where it is known: codes, the list, or residents.

    Under "": those whose area is not known.
    """
    codes = VotingCode.objects.filter(
        batch__consultation=consultation, batch__revoked_at=None, revoked=False
    ).order_by()
    listed = CensusKey.objects.filter(consultation=consultation).order_by()
    for rows, name in ((codes, "batch__area"), (listed, "area")):
        found = dict(rows.values_list(name).annotate(number=Count("pk")))
        if found:
            return found
    return _residents(consultation.eligibility)


def _residents(eligibility: Mapping[str, Any]) -> dict[str, int]:
    """What an official stated, e.g. from the census."""
    area = eligibility.get("area")
    stated = area.get("residents") if isinstance(area, dict) else None
    if not isinstance(stated, dict):
        return {}
    return {str(name): int(people) for name, people in stated.items() if int(people) > 0}
