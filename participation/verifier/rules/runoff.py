"""Instant runoff: in every round the option that is first on the fewest ballots goes out.

T. Hare; with several options at one place as T. Delemazure and D. Peters (EC 2024) count them: a
ballot counts for each of those that are first on it. Of options on equally few ballots, the one
that stands last on the list goes out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

Tiers = Sequence[Sequence[int]]


class Heap:
    """Ballots in heaps by what is first on them among the options still in.

    row: for each option by place how many ballots have it first, then how many name none of those
    still in.
    """

    def __init__(self, ballots: Iterable[tuple[Any, int]], options: Sequence[int]) -> None:
        self.place = {option: at for at, option in enumerate(options)}
        self.left = set(options)
        self.row = [0] * (len(options) + 1)
        self._heaps: dict[int, list[tuple[Tiers, int]]] = {option: [] for option in options}
        for tiers, times in ballots:
            self._lay(tiers, times)

    def _lay(self, tiers: Tiers, times: int) -> None:
        for at, tier in enumerate(tiers):
            first = [option for option in tier if option in self.left]
            if first:
                for option in first:
                    self.row[self.place[option]] += times
                    self._heaps[option].append((tiers[at:], times))
                return
        self.row[-1] += times

    def drop(self, option: int) -> None:
        """The option goes out; ballots that have another beside it stay where they are."""
        self.left.remove(option)
        self.row[self.place[option]] = 0
        for tiers, times in self._heaps.pop(option):
            if not any(other in self.left for other in tiers[0]):
                self._lay(tiers[1:], times)


def rows_of(
    ballots: Iterable[tuple[Any, int]], options: Sequence[int], gone: Sequence[int]
) -> list[list[int]]:
    """The row of each round, when options go out in the order `gone`."""
    heap, found = Heap(ballots, options), []
    for option in gone:
        found.append(list(heap.row))
        heap.drop(option)
    return found


def rounds_of(
    ballots: Iterable[tuple[Any, int]], options: Sequence[int], hidden: Sequence[Sequence[int]]
) -> list[tuple[int, list[int | None], int]]:
    """Each round: what goes out, ballots by place (None for what is out), those that name none.

    hidden: rows of ballots that are in sums only, one for each round; raises ValueError where they
    count for an option that is out.
    """
    heap = Heap(ballots, options)
    found = []
    for more in hidden:
        row = [one + other for one, other in zip(heap.row, more, strict=True)]
        if any(row[at] and option not in heap.left for option, at in heap.place.items()):
            raise ValueError("ballots are stated to count for an option that is out")
        out = min(heap.left, key=lambda one: (row[heap.place[one]], -heap.place[one]))
        votes = [row[at] if one in heap.left else None for one, at in heap.place.items()]
        found.append((out, votes, row[-1]))
        heap.drop(out)
    return found
