"""Odd crowds among comments that wait for a public place, by numbers alone. No database, no clock.

Thresholds and what is often behind them: decisions/0018-crowds.md.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

LEAST = 5
"""So many people make a crowd, and no fewer than half of those who wait in the cell."""
TIMES = 2.0
"""Accounts of one day are odd when their share here is this many times that among all accounts."""
ALIKE = 0.8
"""Texts are alike that share this part of all their different words."""
DAY_S, MINUTES_S = 86_400, 600


@dataclass(frozen=True)
class Arrival:
    """One person's comment that waits. made, wrote: seconds of Unix time, of account and comment.

    words: its different words, in lower case.
    """

    comment: int
    cell: str
    made: int
    wrote: int
    words: frozenset[str] = field(default=frozenset(), repr=False)


@dataclass(frozen=True)
class Crowd:
    """number of the `of` people who wait in a cell. begins: Unix time. length_s: its span."""

    kind: str
    cell: str
    comments: tuple[int, ...]
    number: int
    of: int
    begins: int
    length_s: int


def odd_crowds(
    arrivals: Sequence[Arrival],
    *,
    accounts: Sequence[int] = (),
    networks: Mapping[str, Mapping[str, int]] | None = None,
) -> list[Crowd]:
    """All crowds, at most one of each kind in each cell.

    accounts: when each account of the site was made. networks: cell -> network word -> how many
    comments came from it there lately.
    """
    by_cell: dict[str, list[Arrival]] = defaultdict(list)
    for one in arrivals:
        by_cell[one.cell].append(one)
    ordered = sorted(accounts)
    found: list[Crowd | None] = []
    for cell, inside in sorted(by_cell.items()):
        if len(inside) < LEAST:
            continue
        found += [
            _made_together(inside, ordered),
            _at_once("crowd-wrote", inside, lambda one: one.wrote, MINUTES_S),
            _alike(inside),
            _from_one_network(inside, (networks or {}).get(cell, {})),
        ]
    return [crowd for crowd in found if crowd is not None]


def _made_together(inside: Sequence[Arrival], accounts: Sequence[int]) -> Crowd | None:
    """Accounts of one day, unless so many of all were made that day: it was a launch."""
    crowd = _at_once("crowd-made", inside, lambda one: one.made, DAY_S)
    if crowd is None or not accounts:
        return crowd
    first, last = (bisect_left(accounts, crowd.begins + more) for more in (0, DAY_S))
    usual = (last - first) / len(accounts)
    return crowd if crowd.number / crowd.of >= TIMES * usual else None


def _at_once(
    kind: str, inside: Sequence[Arrival], when: Callable[[Arrival], int], span: int
) -> Crowd | None:
    """The most of a cell's people within one span of time."""
    ordered = sorted(inside, key=when)
    best: list[Arrival] = []
    first = 0
    for last, one in enumerate(ordered):
        while when(one) - when(ordered[first]) >= span:
            first += 1
        if last + 1 - first > len(best):
            best = ordered[first : last + 1]
    return (
        _crowd(kind, best, len(inside), when(best[0]), span)
        if _odd(len(best), len(inside))
        else None
    )


def _alike(inside: Sequence[Arrival]) -> Crowd | None:
    """The largest group whose words are nearly those of one of them."""
    best: list[Arrival] = []
    for one in inside:
        group = [other for other in inside if _likeness(one.words, other.words) >= ALIKE]
        if len(group) > len(best):
            best = group
    if not _odd(len(best), len(inside)):
        return None
    begins = min(one.wrote for one in best)
    length = max(one.wrote for one in best) - begins
    return _crowd("crowd-words", best, len(inside), begins, length)


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    together = len(one | other)
    return len(one & other) / together if together else 0.0


def _from_one_network(inside: Sequence[Arrival], counts: Mapping[str, int]) -> Crowd | None:
    """Counts by network name nobody, so all who wait in the cell wait for an official."""
    most = min(max(counts.values(), default=0), len(inside))
    if not _odd(most, len(inside)):
        return None
    begins = min(one.wrote for one in inside)
    length = max(one.wrote for one in inside) - begins
    crowd = _crowd("crowd-network", inside, len(inside), begins, length)
    return Crowd(**{**vars(crowd), "number": most})


def _odd(number: int, of: int) -> bool:
    return number >= LEAST and 2 * number >= of


def _crowd(kind: str, group: Iterable[Arrival], of: int, begins: int, length: int) -> Crowd:
    comments = tuple(sorted(one.comment for one in group))
    [cell] = {one.cell for one in group}
    return Crowd(kind, cell, comments, len(comments), of, begins, length)


def by_network(counts: Iterable[tuple[int, str, int]]) -> dict[str, dict[str, int]]:
    """Coarse counts kept as "cell.network" into cell -> network -> number."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for _window, word, number in counts:
        cell, _, network = word.partition(".")
        if network:
            found[cell][network] += number
    return {cell: dict(inside) for cell, inside in found.items()}
