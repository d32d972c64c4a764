"""Ranked rules in their plainest form: every ballot by itself, every path by itself."""

from __future__ import annotations

from itertools import combinations, pairwise, permutations

Ballot = tuple[tuple[int, ...], ...]


def place(ballot: Ballot, option: int) -> int:
    """The tier of an option, below all tiers when it is not ranked."""
    return next((at for at, tier in enumerate(ballot) if option in tier), len(ballot))


def prefers(ballots: list[Ballot], one: int, other: int) -> int:
    """How many ballots put `one` before `other`."""
    return sum(place(ballot, one) < place(ballot, other) for ballot in ballots)


def strongest_chain(
    wins_of: dict[tuple[int, int], int], options: list[int], one: int, other: int
) -> int:
    """The weakest link of the best chain of wins, trying every chain."""
    best = 0
    between = [option for option in options if option not in (one, other)]
    for size in range(len(between) + 1):
        for middle in permutations(between, size):
            chain = (one, *middle, other)
            links = list(pairwise(chain))
            wins = [(wins_of[a, b], wins_of[b, a]) for a, b in links]
            if all(mine > theirs for mine, theirs in wins):
                best = max(best, min(mine for mine, _ in wins))
    return best


def schulze_winners(ballots: list[Ballot], options: list[int]) -> set[int]:
    """Options that no other has a stronger chain to than back."""
    wins = {pair: prefers(ballots, *pair) for pair in permutations(options, 2)}
    chains = {pair: strongest_chain(wins, options, *pair) for pair in wins}
    return {
        one
        for one in options
        if all(chains[one, other] >= chains[other, one] for other in options if other != one)
    }


def instant_runoff_order(ballots: list[Ballot], options: list[int]) -> list[int]:
    """Rounds by hand: every ballot looked at again in each, best last out."""
    left, gone = list(options), []
    while len(left) > 1:
        first = dict.fromkeys(left, 0)
        for ballot in ballots:
            named = [tier for tier in ballot if any(one in left for one in tier)]
            for one in named[0] if named else ():
                if one in left:
                    first[one] += 1
        gone.append([one for one in left if first[one] == min(first.values())][-1])
        left.remove(gone[-1])
    return [*left, *reversed(gone)]


def copeland_like_condorcet(ballots: list[Ballot], options: list[int]) -> int | None:
    """The option that beats every other, if there is one."""
    beaten = set()
    beats_all = dict.fromkeys(options, 0)
    for one, other in combinations(options, 2):
        mine, theirs = prefers(ballots, one, other), prefers(ballots, other, one)
        if mine > theirs:
            beats_all[one] += 1
            beaten.add(other)
        elif theirs > mine:
            beats_all[other] += 1
            beaten.add(one)
    return next((one for one in options if beats_all[one] == len(options) - 1), None)


def middle_grades(counts: list[int]) -> list[int]:
    """Lower middle grades, taken away one at a time."""
    grades = sorted(grade for grade, times in enumerate(counts) for _ in range(times))
    found = []
    while grades:
        found.append(grades.pop((len(grades) - 1) // 2))
    return found
