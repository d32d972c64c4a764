"""Ranked Pairs: lock in the clearest wins first, and leave out what would close a circle.

T. N. Tideman (1987), Independence of clones as a criterion for voting rules, Social Choice and
Welfare 4; a win is the clearer the more ballots are behind it, then the fewer are against it. Ties,
as published: the win of the option that stands first on the list, then over the one that stands
last.
"""

from __future__ import annotations

from dataclasses import dataclass

from participation.tallies.ranked.pairwise import Pairwise


@dataclass(frozen=True)
class Lock:
    """One win, in the order looked at; locked: it did not close a circle."""

    winner: int
    loser: int
    votes: int
    against: int
    locked: bool


@dataclass(frozen=True)
class RankedPairs:
    """order: options, best first. locks: every win and what became of it."""

    order: tuple[int, ...]
    locks: tuple[Lock, ...]

    @property
    def winner(self) -> int | None:
        """The first in order."""
        return self.order[0] if self.order else None


def ranked_pairs(pairs: Pairwise) -> RankedPairs:
    """The order that the locked wins leave; where they say nothing, the list's order."""
    places = range(len(pairs.options))
    wins = [(one, other) for one in places for other in places if pairs.beats(one, other)]
    wins.sort(key=lambda win: (-_for(pairs, win), _against(pairs, win), win[0], -win[1]))
    above: list[set[int]] = [set() for _ in places]
    locks = []
    for one, other in wins:
        locked = one != other and other not in above[one]
        if locked and one not in above[other]:
            over = above[one] | {one}
            for place in places:
                if place == other or other in above[place]:
                    above[place] |= over
        locks.append(
            Lock(
                pairs.options[one],
                pairs.options[other],
                _for(pairs, (one, other)),
                _against(pairs, (one, other)),
                locked,
            )
        )
    order: dict[int, None] = {}
    while len(order) < len(pairs.options):
        free = (one for one in places if one not in order and above[one] <= order.keys())
        order[next(free)] = None
    return RankedPairs(tuple(pairs.options[one] for one in order), tuple(locks))


def _for(pairs: Pairwise, win: tuple[int, int]) -> int:
    return pairs.wins[win[0]][win[1]]


def _against(pairs: Pairwise, win: tuple[int, int]) -> int:
    return pairs.wins[win[1]][win[0]]
