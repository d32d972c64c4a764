"""All ballots of a vote as one table of small numbers, so that counting is a few array sums."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from participation.tallies.content import Choice, read
from participation.tallies.rule import Contents

Bits = NDArray[np.bool_]
Whole = Sequence[int] | NDArray[np.int64]
Spread = Callable[[list[Any]], tuple[list[int], Whole, Whole]]
"""Ballots -> options named, the number given to each, and how many each ballot names."""
AT_ONCE = 64
"""Ballots put into the table at once; more would leave more lists to the garbage collector."""


@dataclass(frozen=True)
class Sheet:
    """Ballots as columns. values: shape (options, ballots), what each says of each option.

    options: ids in the order by which ties are broken. times: how many said the same, shape
    (ballots,). abstentions: ballots that are not in the table.
    """

    options: tuple[int, ...]
    values: NDArray[np.unsignedinteger[Any]]
    times: NDArray[np.int64]
    abstentions: int = 0

    @property
    def ballots(self) -> int:
        """Ballots in the table."""
        return int(self.times.sum())

    def planes(self) -> list[tuple[int, NDArray[np.unsignedinteger[Any]]]]:
        """(2^k, the columns whose number of ballots has bit k): exact weights without products."""
        most = int(self.times.max()) if self.times.size else 0
        found = []
        for bit in range(most.bit_length()):
            chosen = (self.times >> bit & 1).astype(bool)
            values = self.values if chosen.all() else np.ascontiguousarray(self.values[:, chosen])
            found.append((1 << bit, values))
        return found


def in_order(choices: Sequence[Choice]) -> tuple[int, ...]:
    """Ids in the order that breaks ties: keep-as-is, then the published order."""
    return tuple(one.id for one in sorted(choices, key=lambda one: not one.is_baseline))


def sheet_of(
    rows: Iterable[tuple[Any, int]],
    options: Sequence[int],
    spread: Spread,
    *,
    blank: int = 0,
    highest: int = 1,
    twice: bool = False,
) -> Sheet:
    """The table of (ballot, times) rows; what a ballot does not name is `blank`.

    A ballot of None is an abstention. Raises ValueError on an unknown option, one named twice
    (unless `twice`), a number outside 0 to `highest`, or a count below zero.
    """
    parts, waiting, times, abstentions = [], [], [], 0
    size = len(set(options))
    kind = np.dtype(np.uint8 if max(size, highest) < 256 else np.uint16)
    ids = np.array(options, dtype=np.int64)

    def table(ballots: list[Any]) -> NDArray[np.unsignedinteger[Any]]:
        found = np.full((size, len(ballots)), blank, dtype=kind)
        named, numbers, sizes = spread(ballots) if ballots else ([], [], [])
        if len(named):
            place = _places(_whole(named), ids)
            ballot = np.repeat(np.arange(len(ballots)), sizes)
            if not twice and np.bincount(place * len(ballots) + ballot).max() > 1:
                raise ValueError("a ballot names an option twice")
            number = _whole(numbers)
            if number.min() < 0 or number.max() > highest:
                raise ValueError(f"a ballot gives an option a number that is not 0 to {highest}")
            found[place, ballot] = number
        return found

    for ballot, number in rows:
        if number < 0:
            raise ValueError("a number of ballots below zero")
        if ballot is None:
            abstentions += number
            continue
        waiting.append(ballot)
        times.append(number)
        if len(waiting) == AT_ONCE:
            parts.append(table(waiting))
            waiting = []
    parts.append(table(waiting))
    return Sheet(
        options=tuple(options),
        values=np.concatenate(parts, axis=1),
        times=np.array(times, dtype=np.int64),
        abstentions=abstentions,
    )


def _whole(numbers: Whole) -> NDArray[np.int64]:
    """An array of whole numbers; raises ValueError when one is something else."""
    found = np.array(numbers)
    if found.dtype.kind not in "iu" or found.ndim != 1:
        raise ValueError("a ballot holds something that is no whole number")
    return found.astype(np.int64)


def _places(named: NDArray[np.int64], ids: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each named option stands in `ids`; raises ValueError on one that does not."""
    order = np.argsort(ids)
    found = order[np.minimum(np.searchsorted(ids, named, sorter=order), len(ids) - 1)]
    wrong = ids[found] != named
    if wrong.any():
        unknown = named[int(np.argmax(wrong))]
        raise ValueError(f"a ballot names option {unknown}, which is not on the list")
    return found


def contents_of(contents: Contents, form: str) -> Iterable[tuple[Any, int]]:
    """(what the ballot says, times) of canonical texts; None for an abstention.

    Raises ValueError on a text of another form.
    """
    pairs = contents.items() if hasattr(contents, "items") else contents
    for text, times in pairs:
        found = read(text)
        if found.get("abstain") is True:
            yield None, times
        elif form in found:
            yield found[form], times
        else:
            raise ValueError(f"a ballot of another form than {form}: {text[:80]}")
