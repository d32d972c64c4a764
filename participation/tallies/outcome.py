"""What every tally rule returns (pure)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

# A ballot's approved options -> how many ballots say exactly that.
Ballots = Mapping[tuple[int, ...], int]


@dataclass(frozen=True)
class Standing:
    """One option's place. approvals: ballots that name it. share: of all ballots, exact."""

    option: int
    approvals: int
    share: Fraction
    place: int


@dataclass(frozen=True)
class Tally:
    """The count. standings: best first. winner: None when there is no ballot.

    tied: options with as many approvals as the winner; the published rule chose among them.
    """

    rule: str
    ballots: int
    standings: tuple[Standing, ...]
    winner: int | None
    tied: tuple[int, ...] = ()


class Rule(Protocol):
    """A tally rule: ballots and the options in their published order -> Tally."""

    def __call__(self, ballots: Ballots, options: Sequence[int], baseline: int | None) -> Tally:
        """Count `ballots`; raises ValueError on a ballot that names an unknown option."""
