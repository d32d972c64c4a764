"""What an election file holds, once read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

Tiers = tuple[tuple[str, ...], ...]
"""A ranking: the liked best first; options within one tier are level."""


class Unreadable(ValueError):
    """A file that does not say what it should; the text names the line and what stands there."""


@dataclass(frozen=True)
class Project:
    """Something that money may go to.

    selected: what the file says of the official outcome, None where it says nothing: 0 no, 1 yes, 2
    yes by a special clause of the rule, 3 paid from another purse. columns: as written.
    """

    id: str
    cost: Fraction
    name: str = ""
    selected: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Vote:
    """One ballot: projects in the order written, and their points where the vote type has them."""

    voter: str
    projects: tuple[str, ...]
    points: tuple[int | Fraction, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class BudgetElection:
    """A participatory budget. meta: as written. remarks: what was odd in the file, with its line.

    vote_type: approval, ordinal, cumulative, scoring or choose-1.
    """

    meta: Mapping[str, str]
    projects: tuple[Project, ...]
    votes: tuple[Vote, ...]
    budget: Fraction
    vote_type: str
    rule: str
    remarks: tuple[str, ...] = ()

    @property
    def official(self) -> frozenset[str] | None:
        """The projects that the rule selected (1, and 2 of a custom rule); None where silent."""
        if not self.projects or any(one.selected is None for one in self.projects):
            return None
        counted = (1, 2) if self.rule == "greedy-custom" else (1,)
        return frozenset(one.id for one in self.projects if one.selected in counted)


@dataclass(frozen=True)
class RankedElection:
    """Rankings over named alternatives. orders: ranking -> how many voters; may be incomplete.

    remarks: what was odd in the file.
    """

    alternatives: Mapping[str, str]
    orders: Mapping[Tiers, int]
    meta: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    @property
    def voters(self) -> int:
        """How many ballots there are."""
        return sum(self.orders.values())
