"""Majority judgement: the option with the best middle grade.

M. Balinski, R. Laraki (2007), A theory of measuring, electing and ranking, PNAS 104(21). Of an even
number of grades the lower middle one counts. Options with the same middle grade: one such grade is
taken from each, again and again, until the middle grades differ. Ties that are left, as published:
the option that stands first on the list.

Taking away lower middles visits the sorted grades from the middle outwards, one below and one above
in turn. So two options differ first where their sorted grades differ closest to the middle, and
that shows in the running sums of ballots per grade: nothing has to be taken away one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cmp_to_key
from itertools import accumulate

from participation.tallies.graded.grades import histogram
from participation.tallies.sheets import Sheet


@dataclass(frozen=True)
class Judgement:
    """order: options, best first. middle: option -> grade. counts: option -> ballots per grade.

    tied: options that no amount of taking away tells from the winner.
    """

    order: tuple[int, ...]
    middle: dict[int, int]
    counts: dict[int, tuple[int, ...]]
    tied: tuple[int, ...]

    @property
    def winner(self) -> int | None:
        """The first in order; None without a ballot."""
        return self.order[0] if self.order and sum(self.counts[self.order[0]]) else None


def majority_judgement(sheet: Sheet, highest: int = 5) -> Judgement:
    """Rank all options; grades 0 (worst) to `highest`."""
    grades = histogram(sheet, highest).tolist()
    counts = dict(zip(sheet.options, map(tuple, grades), strict=True))

    def worse(one: int, other: int) -> int:
        found = first_difference(counts[one], counts[other])
        return 0 if found is None else found[2] - found[1]

    # Sorting keeps the list's order among those that nothing tells apart.
    order = sorted(sheet.options, key=cmp_to_key(worse))
    best = [one for one in order if order and counts[one] == counts[order[0]]]
    return Judgement(
        order=tuple(order),
        middle={one: middle_grade(count) for one, count in counts.items()},
        counts=counts,
        tied=tuple(best) if len(best) > 1 else (),
    )


def middle_grade(counts: Sequence[int]) -> int:
    """The lower middle grade of ballots per grade; 0 without a ballot."""
    return _grade_at(counts, (sum(counts) - 1) // 2) if sum(counts) else 0


def first_difference(one: Sequence[int], other: Sequence[int]) -> tuple[int, int, int] | None:
    """(grades taken away before, middle grade then of `one`, of `other`); None when all are equal.

    one, other: ballots per grade, equally many ballots.
    """
    total = sum(one)
    middle = (total - 1) // 2
    moments: list[tuple[int, int]] = []
    for here, there in zip(accumulate(one), accumulate(other), strict=True):
        # Between the two running sums, the one has this grade still and the other a better one.
        low, high = min(here, there), max(here, there) - 1
        if low > high:
            continue
        if low <= middle:
            moments.append(_moment(min(high, middle), middle, total))
        if high > middle:
            moments.append(_moment(max(low, middle + 1), middle, total))
    if not moments:
        return None
    taken, place = min(moments)
    return taken, _grade_at(one, place), _grade_at(other, place)


def _moment(place: int, middle: int, total: int) -> tuple[int, int]:
    """How many are taken away before the grade at this place of the sorted ones; and the place."""
    away = abs(place - middle)
    first_below = total % 2 == 1
    below = place < middle
    return max(0, 2 * away - (1 if below == first_below else 0)), place


def _grade_at(counts: Sequence[int], place: int) -> int:
    return next(grade for grade, upto in enumerate(accumulate(counts)) if place < upto)
