"""A count in rounds, as a table: a row for each option, a column for each round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from participation.tallies.outcome import Tally

MOST_SHOWN = 12
"""The last rounds; those before are in the download."""
Cell = tuple[int, bool] | None
"""Ballots, and whether the option goes out with them; None where it is out already."""


@dataclass(frozen=True)
class Rounds:
    """numbers: of the rounds shown. spent: ballots that name none of those still in."""

    numbers: tuple[int, ...]
    spent: tuple[int, ...]


def rounds_of(tally: Tally) -> Rounds:
    """The rounds of a tally whose detail has them."""
    every, shown = tally.detail["rounds"], _shown(tally)
    numbers = range(len(every) - len(shown) + 1, len(every) + 1)
    return Rounds(tuple(numbers), tuple(spent for _out, _votes, spent in shown))


def cells_of(tally: Tally, option: int) -> tuple[Cell, ...]:
    """What each of these rounds says of an option."""
    at = list(tally.detail["options"]).index(option)
    return tuple(
        None if votes[at] is None else (votes[at], out == option)
        for out, votes, _spent in _shown(tally)
    )


def _shown(tally: Tally) -> Sequence[Any]:
    rounds: Sequence[Any] = tally.detail["rounds"]
    return rounds[-MOST_SHOWN:]
