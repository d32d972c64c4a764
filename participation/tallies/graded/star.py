"""STAR: the two options with the most points, then the one of them that more ballots prefer.

Score Then Automatic Runoff, points 0 to 5. Ties, as published (Equal Vote Coalition's order): in
the first round the option that wins more duels against those with as many points (a duel: more
ballots give it more points than the other), in the runoff the one with more points; then the one
with more fives; then the one that stands first on the list.
"""

from __future__ import annotations

from dataclasses import dataclass

from participation.tallies.graded.grades import histogram, points_of, prefer
from participation.tallies.sheets import Sheet

HIGHEST = 5


@dataclass(frozen=True)
class Star:
    """points: option -> sum. finalists: the two of the runoff, more points first.

    preferred: ballots that put the first, the second finalist higher. level: ballots that don't.
    counts: option -> ballots with 0, 1, …, 5 points. order: the first round's, best first.
    """

    winner: int | None
    order: tuple[int, ...]
    points: dict[int, int]
    finalists: tuple[int, ...]
    preferred: tuple[int, ...]
    level: int
    counts: dict[int, tuple[int, ...]]


def star(sheet: Sheet) -> Star:
    """Count points, then the runoff between the best two."""
    grades = histogram(sheet, HIGHEST)
    points, fives = points_of(grades).tolist(), grades[:, HIGHEST].tolist()
    options, total = sheet.options, sheet.ballots
    order = _first_round(sheet, points, fives)
    finalists = order[:2]
    ahead, behind = prefer(sheet, *finalists) if len(finalists) == 2 else (0, 0)
    # The first has at least as many points, and goes first in every tie that is left.
    first = finalists[1:] if behind > ahead else finalists
    return Star(
        winner=options[first[0]] if first and total else None,
        order=tuple(options[one] for one in order),
        points=dict(zip(options, points, strict=True)),
        finalists=tuple(options[one] for one in finalists),
        preferred=(ahead, behind) if len(finalists) == 2 else (),
        level=total - ahead - behind,
        counts={one: tuple(row) for one, row in zip(options, grades.tolist(), strict=True)},
    )


def _first_round(sheet: Sheet, points: list[int], fives: list[int]) -> list[int]:
    """Places of the options, best first."""
    places = range(len(points))

    def duels_won(one: int) -> int:
        level = [other for other in places if points[other] == points[one] and other != one]
        duels = [prefer(sheet, one, other) for other in level]
        return sum(ahead > behind for ahead, behind in duels)

    return sorted(places, key=lambda one: (-points[one], -duels_won(one), -fives[one], one))
