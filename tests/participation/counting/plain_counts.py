"""Every other rule in its plainest form: ballots one by one, sets one by one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, combinations, pairwise, permutations

from tests.participation.counting.plain_rankings import Ballot, prefers

Numbers = dict[int, int]
"""Option -> points or grade; what is left out has 0."""


def approval_order(ballots: Sequence[Sequence[int]], options: Sequence[int]) -> list[int]:
    """Most ticks first, then the order of the list."""
    ticks = {one: [one in ballot for ballot in ballots].count(True) for one in options}
    return sorted(options, key=lambda one: (-ticks[one], options.index(one)))


def points_order(ballots: Sequence[Numbers], options: Sequence[int]) -> list[int]:
    """Most points first, then more givers, then the order of the list."""
    points = {one: sum(ballot.get(one, 0) for ballot in ballots) for one in options}
    givers = {one: sum(ballot.get(one, 0) > 0 for ballot in ballots) for one in options}
    return sorted(options, key=lambda one: (-points[one], -givers[one], options.index(one)))


def star_winner(ballots: Sequence[Numbers], options: Sequence[int]) -> int:
    """The two with most points, then the one of them that more ballots give more."""
    points = {one: sum(ballot.get(one, 0) for ballot in ballots) for one in options}
    fives = {one: sum(ballot.get(one, 0) == 5 for ballot in ballots) for one in options}

    def ahead(one: int, other: int) -> int:
        return sum(ballot.get(one, 0) > ballot.get(other, 0) for ballot in ballots)

    def duels(one: int) -> int:
        level = [other for other in options if points[other] == points[one]]
        return sum(ahead(one, other) > ahead(other, one) for other in level)

    left = list(options)
    finalists = []
    for _ in range(min(2, len(options))):
        best = max(left, key=lambda o: (points[o], duels(o), fives[o], -options.index(o)))
        finalists.append(best)
        left.remove(best)
    if len(finalists) == 2 and ahead(finalists[1], finalists[0]) > ahead(*finalists):
        return finalists[1]
    return finalists[0]


def ranked_pairs_winner(ballots: Sequence[Ballot], options: Sequence[int]) -> int:
    """Wins locked one by one; whether one closes a circle is seen by trying every chain."""
    votes = {pair: prefers(list(ballots), *pair) for pair in permutations(options, 2)}
    wins = [(a, b) for a, b in votes if votes[a, b] > votes[b, a]]
    wins.sort(key=lambda w: (-votes[w], votes[w[::-1]], options.index(w[0]), -options.index(w[1])))
    locked: set[tuple[int, int]] = set()
    for one, other in wins:
        between = [option for option in options if option not in (one, other)]
        chains = chain.from_iterable(permutations(between, size) for size in range(len(options)))
        back = any(_all_locked((other, *middle, one), locked) for middle in chains)
        if not back:
            locked.add((one, other))
    return next(one for one in options if all(loser != one for _winner, loser in locked))


def _all_locked(path: Sequence[int], locked: set[tuple[int, int]]) -> bool:
    return all(step in locked for step in pairwise(path))


def greedy_set(costs: Sequence[int], ticks: Sequence[int], budget: int, skip: bool) -> list[int]:
    """Down the list of ticks; what does not fit is passed over, or ends the list."""
    bought = []
    for one in sorted(range(len(costs)), key=lambda one: (-ticks[one], one)):
        if costs[one] <= budget:
            bought.append(one)
            budget -= costs[one]
        elif not skip:
            break
    return sorted(bought)


def best_set(costs: Sequence[int], ticks: Sequence[int], budget: int) -> list[int]:
    """Every set tried: most ticks, then the cheaper, then the first on the list."""
    wanted = [one for one in range(len(costs)) if ticks[one]]
    sets = chain.from_iterable(combinations(wanted, size) for size in range(len(wanted) + 1))
    able = [chosen for chosen in sets if sum(costs[one] for one in chosen) <= budget]

    def rank(chosen: tuple[int, ...]) -> tuple[int, int, list[bool]]:
        kept = [one in chosen for one in range(len(costs))]
        return (sum(ticks[one] for one in chosen), -sum(costs[one] for one in chosen), kept)

    return list(max(able, key=rank))
