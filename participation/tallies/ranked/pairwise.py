"""The pairwise matrix: for every two options, how many ballots put the one before the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from participation.tallies.sheets import Sheet, sheet_of

Ranking = tuple[tuple[int, ...], ...]
"""Tiers of a ballot, the liked best first; options in one tier are level."""


@dataclass(frozen=True)
class Pairwise:
    """wins[a][b]: ballots that put option a before option b, by place in `options`.

    options: in the order by which ties are broken. ballots: how many there are, empty ones too.
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


def ranked_sheet(
    rows: Mapping[Ranking, int] | Iterable[tuple[Any, int]], options: Sequence[int]
) -> Sheet:
    """The table of tiers: 0 for the best; None for an abstention.

    An option that a ballot leaves out stands below all that it ranks, level with the others left
    out. Raises ValueError on an unknown option, one ranked twice, or a count below zero.
    """
    last = len(set(options))
    pairs = rows.items() if isinstance(rows, Mapping) else rows
    return sheet_of(pairs, options, _spread, blank=last, highest=last)


def _spread(ballots: list[Any]) -> tuple[list[int], NDArray[np.int64], NDArray[np.int64]]:
    """Every option's tier, counted from the best."""
    tiers = list(chain.from_iterable(ballots))
    counts = list(map(len, ballots))
    lengths = np.fromiter(map(len, tiers), dtype=np.int64, count=len(tiers))
    number = np.concatenate([np.arange(count) for count in counts])
    sizes = np.bincount(np.repeat(np.arange(len(ballots)), counts), lengths, len(ballots))
    named = list(chain.from_iterable(tiers))
    return named, np.repeat(number, lengths), sizes.astype(np.int64)


def pairwise(sheet: Sheet) -> Pairwise:
    """Count all pairs exactly: one comparison of two rows of the table for each."""
    size = len(sheet.options)
    wins = [[0] * size for _ in range(size)]
    for weight, values in sheet.planes():
        for one in range(size):
            for other in range(size):
                if one != other:
                    ahead = np.count_nonzero(values[one] < values[other])
                    wins[one][other] += weight * int(ahead)
    return Pairwise(sheet.options, tuple(map(tuple, wins)), sheet.ballots)
