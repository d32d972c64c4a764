"""The pairwise matrix: for every two options, how many ballots put the one before the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Ranking = tuple[tuple[int, ...], ...]
"""Tiers of a ballot, the liked best first; options in one tier are level."""


@dataclass(frozen=True)
class Pairwise:
    """wins[a][b]: ballots that put option a before option b, by place in `options`.

    options: in published order. ballots: how many there are, empty ones too.
    """

    options: tuple[int, ...]
    wins: tuple[tuple[int, ...], ...]
    ballots: int

    def beats(self, one: int, other: int) -> bool:
        """Whether more ballots put place `one` before place `other` than the other way round."""
        return self.wins[one][other] > self.wins[other][one]

    @property
    def condorcet_winner(self) -> int | None:
        """The option that beats every other one; None when there is none."""
        places = range(len(self.options))
        for one in places:
            if all(self.beats(one, other) for other in places if other != one):
                return self.options[one]
        return None


def pairwise(ballots: Mapping[Ranking, int], options: Sequence[int]) -> Pairwise:
    """Count all pairs exactly.

    An option that a ballot leaves out stands below all that it ranks, level with the others left
    out. Raises ValueError on an unknown option, one ranked twice, or a count below zero.
    """
    place = {option: at for at, option in enumerate(options)}
    size = len(place)
    wins = [[0] * size for _ in range(size)]
    total = 0
    for tiers, times in ballots.items():
        if times < 0:
            raise ValueError("a number of ballots below zero")
        total += times
        below = set(range(size))
        for tier in _checked(tiers, place):
            below -= tier
            for one in tier:
                row = wins[one]
                for other in below:
                    row[other] += times
    return Pairwise(tuple(options), tuple(map(tuple, wins)), total)


def _checked(tiers: Ranking, place: Mapping[int, int]) -> list[set[int]]:
    """The tiers as sets of places."""
    found: list[set[int]] = []
    seen: set[int] = set()
    for tier in tiers:
        for option in tier:
            if option not in place:
                raise ValueError(f"a ballot ranks option {option}, which is not on the list")
        places = {place[option] for option in tier}
        if len(places) < len(tier) or places & seen:
            raise ValueError("a ballot ranks an option twice")
        seen |= places
        found.append(places)
    return found
