"""Odd crowds among comments that wait for a public place, by numbers alone. No database, no clock.

Thresholds and what is often behind them: decisions/0018-crowds.md.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import merge

from participation.disclosure.grid import upwards

LEAST = 5
"""So many people make a crowd, and no fewer than half of those who wait in the cell."""
TIMES = 2.0
"""Accounts of one time are odd when their share here is this many times the usual one."""
ENOUGH, BESIDE, OF_A_CELL = 20, 50, 2
"""Of so many people elsewhere, at least and at most, is seen what is usual; of a cell so many."""
ALIKE = 0.8
"""Texts are alike that share this part of all their different words."""
DAY_S, WEEKS_S, MINUTES_S = 86_400, 28 * 86_400, 600


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


class Spoken:
    """Who spoke about places of a question, to hold the people of a cell against those elsewhere.

    Elsewhere is outside the cell's quarter, since somebody who plants accounts plants them all
    around; and few of each cell are asked, or the planted ones would say what is usual.
    """

    def __init__(self, people: Iterable[Arrival] = ()) -> None:
        self._people = sorted(people, key=lambda one: one.wrote)
        self._wrote = [one.wrote for one in self._people]

    def share_elsewhere(self, crowd: Crowd, inside: Sequence[Arrival]) -> float | None:
        """Of those elsewhere who wrote at the time of these, how many have an account of then.

        Of about the same time, since who waits in a lively place has just come. None where too few
        have spoken elsewhere.
        """
        if len(self._people) < ENOUGH:
            return None
        middle = sorted(one.wrote for one in inside)[len(inside) // 2]
        quarter, of_cell = upwards(crowd.cell)[1], Counter[str]()
        asked: list[Arrival] = []
        for one in self._nearest(middle):
            if of_cell[one.cell] < OF_A_CELL and upwards(one.cell)[1] != quarter:
                of_cell[one.cell] += 1
                asked.append(one)
            if len(asked) == BESIDE:
                break
        if len(asked) < ENOUGH:
            return None
        return sum(0 <= one.made - crowd.begins < crowd.length_s for one in asked) / len(asked)

    def _nearest(self, middle: int) -> Iterator[Arrival]:
        """Those who wrote next to that moment first."""
        at = bisect_left(self._wrote, middle)
        return merge(
            self._people[at:], self._people[:at][::-1], key=lambda one: abs(one.wrote - middle)
        )


def odd_crowds(
    arrivals: Sequence[Arrival],
    *,
    accounts: Sequence[int] = (),
    spoken: Spoken | None = None,
    networks: Mapping[str, Mapping[str, int]] | None = None,
) -> list[Crowd]:
    """All crowds, at most one of each kind in each cell.

    accounts: when each account of the site was made. spoken: all who
    spoke in the question. networks: cell -> network word -> how many
    comments came from it there lately.
    """
    by_cell: dict[str, list[Arrival]] = defaultdict(list)
    for one in arrivals:
        by_cell[one.cell].append(one)
    ordered, spoken = sorted(accounts), spoken or Spoken()
    found: list[Crowd | None] = []
    for cell, inside in sorted(by_cell.items()):
        if len(inside) < LEAST:
            continue
        found += [
            _made_on_a_day(inside, ordered, spoken) or _made_in_weeks(inside, spoken),
            _at_once("crowd-wrote", inside, lambda one: one.wrote, MINUTES_S),
            _alike(inside),
            _from_one_network(inside, (networks or {}).get(cell, {})),
        ]
    return [crowd for crowd in found if crowd is not None]


def _made_on_a_day(
    inside: Sequence[Arrival], accounts: Sequence[int], spoken: Spoken
) -> Crowd | None:
    """Accounts of one day, unless so many of all were made that day, or elsewhere: a launch."""
    crowd = _at_once("crowd-made", inside, lambda one: one.made, DAY_S)
    if crowd is None:
        return None
    usual = spoken.share_elsewhere(crowd, inside) or 0.0
    if accounts:
        first, last = (bisect_left(accounts, crowd.begins + more) for more in (0, DAY_S))
        usual = max(usual, (last - first) / len(accounts))
    return crowd if crowd.number / crowd.of >= TIMES * usual else None


def _made_in_weeks(inside: Sequence[Arrival], spoken: Spoken) -> Crowd | None:
    """Accounts of the same four weeks, unless so many elsewhere are as well.

    Not held against all accounts of the site, since a question brings people of its own.
    """
    crowd = _at_once("crowd-weeks", inside, lambda one: one.made, WEEKS_S)
    usual = spoken.share_elsewhere(crowd, inside) if crowd else None
    if crowd is None or usual is None:
        return None
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
