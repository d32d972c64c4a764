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
MOST_OPTIONS = 65_000


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
    fill: Callable[[Any, dict[int, int], Any], None],
    blank: int = 0,
) -> Sheet:
    """The table of (ballot, times) rows; `fill` writes one ballot into its row of `blank`s.

    A ballot of None is an abstention. Raises ValueError on a count below zero, or what `fill`
    raises.
    """
    place = {option: at for at, option in enumerate(options)}
    kind = np.dtype(np.uint8 if len(place) < 255 else np.uint16)
    empty = np.full(len(place), blank, dtype=kind)
    table, times, abstentions = bytearray(), [], 0
    for ballot, number in rows:
        if number < 0:
            raise ValueError("a number of ballots below zero")
        if ballot is None:
            abstentions += number
            continue
        row = empty.tolist()
        fill(ballot, place, row)
        table += bytes(row) if kind.itemsize == 1 else np.array(row, dtype=kind).tobytes()
        times.append(number)
    values = np.frombuffer(table, dtype=kind).reshape(len(times), len(place))
    return Sheet(
        options=tuple(options),
        values=np.ascontiguousarray(values.T),
        times=np.array(times, dtype=np.int64),
        abstentions=abstentions,
    )


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
