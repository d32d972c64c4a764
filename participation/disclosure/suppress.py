"""Tables of people without small counts.

Two steps. *Primary*: a count of 1 to 9 is not shown. *Complementary*: a row or column (or the
grand total) in which just one count is missing would give it away by subtraction, so the next
smallest is taken out too, until none can be found that way. Source of the method: Hundepool et
al., Statistical Disclosure Control, Wiley 2012, ch. 4. Zero is shown: it tells of nobody. A
hidden count is None.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

from participation.disclosure import TEN

K = TypeVar("K", bound=Hashable)
R = TypeVar("R", bound=Hashable)
C = TypeVar("C", bound=Hashable)


def suppress_list(counts: Mapping[K, int], *, least: int = TEN) -> dict[K, int | None]:
    """One row of counts whose sum may be public; hidden ones are None."""
    table = {("", key): value for key, value in counts.items()}
    hidden = _close(table, [[("", key) for key in counts]], least)
    return {key: None if ("", key) in hidden else value for key, value in counts.items()}


def suppress_table(
    counts: Mapping[tuple[R, C], int], rows: Sequence[R], columns: Sequence[C], *, least: int = TEN
) -> dict[tuple[R, C], int | None]:
    """A table whose row sums, column sums and total may be public; hidden counts are None."""
    full = {(row, column): counts.get((row, column), 0) for row in rows for column in columns}
    lines = [[(row, column) for column in columns] for row in rows]
    lines += [[(row, column) for row in rows] for column in columns]
    hidden = _close(full, lines, least)
    return {place: None if place in hidden else value for place, value in full.items()}


def _close(table: Mapping[K, int], lines: Sequence[Sequence[K]], least: int) -> set[K]:
    """The places to hide: small counts, and with them as many as protect each line."""
    hidden = {place for place, value in table.items() if 0 < value < least}
    while True:
        open_line = next((line for line in lines if _exposed(table, line, hidden, least)), None)
        if open_line is None:
            return hidden
        left = [place for place in open_line if place not in hidden and table[place] > 0]
        left = left or [place for place in open_line if place not in hidden]
        hidden.add(min(left, key=lambda place: (table[place], open_line.index(place))))


def _exposed(table: Mapping[K, int], line: Sequence[K], hidden: set[K], least: int) -> bool:
    """Whether subtraction in this line tells a hidden count, or bounds a group under `least`."""
    inside = [place for place in line if place in hidden]
    if not inside or len(inside) == len(line):
        return False
    return len(inside) == 1 or sum(table[place] for place in inside) < least
