"""The two ranked rules, from how many ballots put each option above each other one."""

from __future__ import annotations

from collections.abc import Sequence

Wins = Sequence[Sequence[int]]


def schulze_strengths(wins: Wins) -> list[list[int]]:
    """The strongest chain of wins from each option to each other: as strong as its weakest win.

    M. Schulze, Social Choice and Welfare 36 (2011); a win is as strong as the ballots behind it.
    """
    size = range(len(wins))
    found = [[wins[a][b] if wins[a][b] > wins[b][a] else 0 for b in size] for a in size]
    for through in size:
        onward = found[through]
        for row in found:
            reach = row[through]
            if reach and row is not onward:
                row[:] = [max(was, min(reach, more)) for was, more in zip(row, onward, strict=True)]
    for place in size:
        found[place][place] = 0
    return found


def schulze_order(strength: Wins) -> list[int]:
    """Places, best first: those that no other has the stronger chain to, in the list's order.

    Then by how many others an option has the stronger chain to; level ones in the list's order.
    """
    size = range(len(strength))
    beaten = [sum(strength[a][b] > strength[b][a] for b in size) for a in size]
    unbeaten = [all(strength[a][b] >= strength[b][a] for b in size) for a in size]
    # Nothing beats len(strength) others, so the unbeaten come first.
    return sorted(size, key=lambda one: -len(strength) if unbeaten[one] else -beaten[one])


def locked_wins(wins: Wins) -> list[tuple[int, int, bool]]:
    """(winner, loser, locked) from the clearest win down; one that closes a circle is left out.

    T. N. Tideman, Social Choice and Welfare 4 (1987). A win is the clearer the more ballots are for
    it, then the fewer against it; ties: the winner that stands first, the loser that stands last.
    """
    size = range(len(wins))
    pairs = [(a, b) for a in size for b in size if wins[a][b] > wins[b][a]]
    pairs.sort(
        key=lambda pair: (-wins[pair[0]][pair[1]], wins[pair[1]][pair[0]], pair[0], -pair[1])
    )
    below: list[set[int]] = [set() for _ in size]
    found = []
    for winner, loser in pairs:
        locked = winner not in _reached(below, loser)
        if locked:
            below[winner].add(loser)
        found.append((winner, loser, locked))
    return found


def _reached(below: Sequence[set[int]], start: int) -> set[int]:
    """All places that locked wins lead to from one, and itself."""
    found, waiting = {start}, [start]
    while waiting:
        more = below[waiting.pop()] - found
        found |= more
        waiting += more
    return found


def locked_order(wins: Wins) -> list[int]:
    """Places, best first: again and again the first on the list that no locked win is against."""
    losers = {place: set[int]() for place in range(len(wins))}
    for winner, loser, locked in locked_wins(wins):
        if locked:
            losers[loser].add(winner)
    order: list[int] = []
    while losers:
        first = next(place for place, above in losers.items() if not above & losers.keys())
        order.append(first)
        del losers[first]
    return order
