"""Ballots that give every option a number, as a table, and how often each option got each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from participation.tallies.sheets import Sheet, sheet_of

Grades = tuple[tuple[int, int], ...]
"""A ballot: (option, grade) pairs; an option it leaves out gets the lowest grade."""


def graded_sheet(
    rows: Mapping[Grades, int] | Iterable[tuple[Any, int]], options: Sequence[int], highest: int
) -> Sheet:
    """The table of ballots with grades 0 to `highest`; None for an abstention.

    Raises ValueError on an unknown option, one graded twice, a grade out of range, or a count below
    zero.
    """

    pairs = rows.items() if isinstance(rows, Mapping) else rows
    return sheet_of(pairs, options, _spread, highest=highest)


def _spread(ballots: list[Any]) -> tuple[list[int], list[int], list[int]]:
    flat = list(chain.from_iterable(chain.from_iterable(ballots)))
    return flat[::2], flat[1::2], [len(ballot) for ballot in ballots]


def histogram(sheet: Sheet, highest: int) -> NDArray[np.int64]:
    """Ballots with grade 0, 1, …, highest for each option: shape (options, highest + 1)."""
    found = np.zeros((len(sheet.options), highest + 1), dtype=np.int64)
    for weight, values in sheet.planes():
        for at, row in enumerate(values):
            found[at] += weight * np.bincount(row, minlength=highest + 1)
    return found


def points_of(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sum of the grades of each option, out of a histogram."""
    return counts @ np.arange(counts.shape[1], dtype=np.int64)


def prefer(sheet: Sheet, one: int, other: int) -> tuple[int, int]:
    """Ballots with a higher number for place `one` than for place `other`, and the reverse."""
    ahead = behind = 0
    for weight, values in sheet.planes():
        ahead += weight * int(np.count_nonzero(values[one] > values[other]))
        behind += weight * int(np.count_nonzero(values[one] < values[other]))
    return ahead, behind
