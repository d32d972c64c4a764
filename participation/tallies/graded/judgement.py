"""Majority judgement: the option with the best middle grade.

M. Balinski, R. Laraki (2007), A theory of measuring, electing and ranking, PNAS 104(21). Of an even
number of grades the lower middle one counts. Options with the same middle grade: one such grade is
taken from each, again and again, until the middle grades differ. Ties that are left, as published:
the option that stands first on the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cmp_to_key

from participation.tallies.graded.grades import histogram
from participation.tallies.sheets import Sheet

Value = tuple[tuple[int, int], ...]
"""Middle grades in the order taken away: (grade, how many in a row)."""
END = (-1, 0)


@dataclass(frozen=True)
class Judgement:
    """order: options, best first. middle: option -> grade. counts: option -> ballots per grade.

    values: option -> its majority value. tied: options that no amount of taking away tells from
    the winner.
    """

    order: tuple[int, ...]
    middle: dict[int, int]
    counts: dict[int, tuple[int, ...]]
    values: dict[int, Value]
    tied: tuple[int, ...]

    @property
    def winner(self) -> int | None:
        """The first in order; None without a ballot."""
        return self.order[0] if self.order and sum(self.counts[self.order[0]]) else None


def majority_judgement(sheet: Sheet, highest: int = 5) -> Judgement:
    """Rank all options by their majority value; grades 0 (worst) to `highest`."""
    grades = histogram(sheet, highest).tolist()
    counts = dict(zip(sheet.options, map(tuple, grades), strict=True))
    values = {one: majority_value(count) for one, count in counts.items()}

    def worse(one: int, other: int) -> int:
        return _worse(values[one], values[other])

    # Sorting keeps the list's order among those that nothing tells apart.
    order = sorted(sheet.options, key=cmp_to_key(worse))
    best = [one for one in order if order and values[one] == values[order[0]]]
    return Judgement(
        order=tuple(order),
        middle={one: value[0][0] if value else 0 for one, value in values.items()},
        counts=counts,
        values=values,
        tied=tuple(best) if len(best) > 1 else (),
    )


def majority_value(counts: Sequence[int]) -> Value:
    """Middle grades in the order taken away, as (grade, how many in a row).

    counts: ballots per grade. Two options of equally many ballots compare by these sequences; the
    runs keep them as short as the number of grades allows, not as long as the number of ballots.
    """
    left = list(counts)
    runs: list[tuple[int, int]] = []
    while total := sum(left):
        below, grade = 0, 0
        while below + left[grade] <= (total - 1) // 2:
            below += left[grade]
            grade += 1
        above = total - below - left[grade]
        # The middle stays in this block while it holds more than it lacks on either side.
        taken = left[grade] - max(below - above, above - 1 - below, 0)
        taken = max(1, min(left[grade], taken))
        left[grade] -= taken
        if runs and runs[-1][0] == grade:
            runs[-1] = (grade, runs[-1][1] + taken)
        else:
            runs.append((grade, taken))
    return tuple(runs)


def _worse(one: Value, other: Value) -> int:
    """Below zero when `one` is better, above when it is worse, 0 when nothing tells them apart."""
    for (grade, length), (grade_other, length_other), then, then_other in zip(
        one, other, [*one[1:], END], [*other[1:], END], strict=False
    ):
        if grade != grade_other:
            return grade_other - grade
        if length < length_other:
            return grade - then[0]
        if length > length_other:
            return then_other[0] - grade
    return 0


def first_difference(one: Value, other: Value) -> tuple[int, int, int] | None:
    """(grades taken away before, middle grade then of `one`, of `other`); None when all are equal.

    Both values are of equally many ballots.
    """
    mine, theirs = [list(run) for run in one], [list(run) for run in other]
    taken = 0
    while mine and theirs:
        if mine[0][0] != theirs[0][0]:
            return taken, mine[0][0], theirs[0][0]
        same = min(mine[0][1], theirs[0][1])
        taken += same
        for runs in (mine, theirs):
            runs[0][1] -= same
            if not runs[0][1]:
                runs.pop(0)
    return None
