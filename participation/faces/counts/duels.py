"""Two options one to one, and the tables of all pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from participation.faces.counts.bars import Part, stacked
from participation.faces.finding import Choice

Cell = tuple[int, bool] | None
"""A number and whether it is the larger of its pair; None for an option with itself."""
Matrix = tuple[tuple[Choice, tuple[Cell, ...]], ...]
# More would make a page of megabytes; the download has all.
MOST_SIDE = 30


@dataclass(frozen=True)
class Duel:
    """Two options, one to one: ballots for the one, level, for the other.

    locked: whether Ranked Pairs kept this win; None elsewhere.
    """

    one: Choice
    other: Choice
    ahead: int
    level: int
    behind: int
    parts: tuple[Part, ...]
    locked: bool | None = None


def duel(
    by_id: Mapping[int, Choice],
    one: int,
    other: int,
    said: tuple[int, int, int],
    locked: bool | None = None,
) -> Duel:
    """The duel of two options; said: ballots ahead, level, behind."""
    ahead, level, behind = said
    parts = stacked([("won", ahead), ("level", level), ("other", behind)], sum(said))
    return Duel(by_id[one], by_id[other], ahead, level, behind, parts, locked)


def matrix_of(
    choices: Sequence[Choice], places: Sequence[int], values: Sequence[Sequence[int]]
) -> Matrix:
    """A table of all pairs in the order of `choices`; places: theirs in `values`.

    Empty when it would be too large for a page.
    """
    if len(choices) > MOST_SIDE:
        return ()
    return tuple(
        (
            choice,
            tuple(
                None
                if row == column
                else (values[row][column], values[row][column] > values[column][row])
                for column in places
            ),
        )
        for choice, row in zip(choices, places, strict=True)
    )
