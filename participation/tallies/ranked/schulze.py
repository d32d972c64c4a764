"""Schulze's method: the option whose chain of wins against every other is the stronger one.

M. Schulze (2011), A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent
single-winner election method, Social Choice and Welfare 36; strength of a link: winning votes.
Ties, as published: the option that stands first on the list.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from participation.tallies.ranked.pairwise import Pairwise


@dataclass(frozen=True)
class Schulze:
    """order: options, best first. strength[a][b]: of the strongest chain from place a to b.

    tied: options as good as the winner, when there are several.
    """

    order: tuple[int, ...]
    strength: tuple[tuple[int, ...], ...]
    tied: tuple[int, ...]

    @property
    def winner(self) -> int | None:
        """The first in order."""
        return self.order[0] if self.order else None


def schulze(pairs: Pairwise) -> Schulze:
    """The order of all options by their strongest chains (Floyd-Warshall, widest paths)."""
    places = range(len(pairs.options))
    wins = np.array(pairs.wins, dtype=np.int64).reshape(len(places), len(places))
    links = np.where(wins > wins.T, wins, 0)
    for through in places:
        np.maximum(links, np.minimum.outer(links[:, through], links[through]), out=links)
    np.fill_diagonal(links, 0)
    strength: list[list[int]] = links.tolist()
    # The relation is transitive, so the number of options that one defeats puts them in order.
    defeats = [sum(strength[a][b] > strength[b][a] for b in places) for a in places]
    order = sorted(places, key=lambda one: (-defeats[one], one))
    best = [one for one in places if all(strength[one][b] >= strength[b][one] for b in places)]
    order = [*best, *(one for one in order if one not in best)]
    return Schulze(
        order=tuple(pairs.options[one] for one in order),
        strength=tuple(map(tuple, strength)),
        tied=tuple(pairs.options[one] for one in best) if len(best) > 1 else (),
    )
