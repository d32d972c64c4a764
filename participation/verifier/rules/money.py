"""Budget rules that need only sums: greedy down the list of scores, and knapsack.

All amounts are whole numbers of the smallest unit, all answers exact.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from fractions import Fraction
from itertools import accumulate

MOST_SETS = 5_000_000


class TooManySets(ValueError):
    """There are too many projects with too different costs to be sure of the best set."""


def down_the_list(
    costs: Sequence[int],
    scores: Sequence[int],
    money: int,
    *,
    skip: bool = True,
    bought: Collection[int] = (),
) -> list[int]:
    """Places of the projects bought by falling score, in the order bought, besides `bought`.

    skip: what does not fit is passed over; else the list ends there. Equal scores: list order.
    """
    found = []
    for place in sorted(range(len(costs)), key=lambda one: (-scores[one], one)):
        if place in bought:
            continue
        if costs[place] <= money:
            money -= costs[place]
            found.append(place)
        elif not skip:
            break
    return found


def best_set(costs: Sequence[int], scores: Sequence[int], money: int) -> list[int]:
    """Places of the affordable set with the highest score together, ascending.

    Of sets with that score the cheapest, then the one that keeps the projects that stand first.
    Sets are built up project by project, the best value for money first; one is dropped when
    another costs no more and is worth more, or when it could not become the best even if parts of
    projects could be bought (Martello and Toth, Knapsack Problems, 1990, ch. 2).
    """
    size = len(costs)
    # One number that compares as (score, minus cost, the list's order) would.
    worth = [
        ((scores[one] * (money + 1) - costs[one]) << size) + (1 << size - 1 - one)
        for one in range(size)
    ]
    wanted = [one for one in range(size) if scores[one] > 0 and costs[one] <= money]
    free = [one for one in wanted if not costs[one]]
    items = [one for one in wanted if costs[one]]
    items.sort(key=lambda one: Fraction(-worth[one], costs[one]))
    shop = Shop([costs[one] for one in items], [worth[one] for one in items], money)
    return sorted([*free, *(one for at, one in enumerate(items) if shop.best() >> at & 1)])


Affordable = tuple[int, int, int]
"""A set of projects: cost, worth, and its projects as bits."""


class Shop:
    """Things with a price and a worth, the best value for money first, and money to spend."""

    def __init__(self, costs: Sequence[int], worth: Sequence[int], money: int) -> None:
        self.costs, self.worth, self.money = costs, worth, money
        self.cost_before = list(accumulate(costs, initial=0))
        self.worth_before = list(accumulate(worth, initial=0))
        # A worth that some set is known to reach.
        self.sure = 0
        self.found: int | None = None

    def best(self) -> int:
        """The set with the most worth, as bits."""
        if self.found is None:
            sets: list[Affordable] = [(0, 0, 0)]
            for at in range(len(self.costs)):
                sets = self._promising(self._undominated(sets, at), at + 1)
                if len(sets) > MOST_SETS:
                    raise TooManySets(f"more than {MOST_SETS:,} sets of projects to compare")
            self.found = sets[-1][2]
        return self.found

    def _undominated(self, sets: list[Affordable], at: int) -> list[Affordable]:
        """The sets with and without one thing more, ascending in cost and in worth."""
        cost, worth, bit = self.costs[at], self.worth[at], 1 << at
        most = self.money - cost
        more = [(c + cost, w + worth, chosen | bit) for c, w, chosen in sets if c <= most]
        kept, best = [], -1
        for entry in sorted(sets + more):
            if entry[1] > best:
                best = entry[1]
                kept.append(entry)
        return kept

    def _promising(self, sets: list[Affordable], after: int) -> list[Affordable]:
        """Those that the things from `after` on could still make the best."""
        reach = []
        spent, value = self.cost_before, self.worth_before
        for cost, worth, _ in sets:
            limit = spent[after] + self.money - cost
            whole = bisect_right(spent, limit) - 1
            reached = worth + value[whole] - value[after]
            self.sure = max(self.sure, reached)
            if whole < len(self.costs):
                reached += self.worth[whole] * (limit - spent[whole]) // self.costs[whole] + 1
            reach.append(reached)
        return [entry for entry, most in zip(sets, reach, strict=True) if most >= self.sure]
