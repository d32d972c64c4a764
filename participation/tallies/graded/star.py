"""STAR: the two options with the most points, then the one of them that more ballots prefer.

Score Then Automatic Runoff, points 0 to 5. Ties, as published (Equal Vote Coalition's order): in
the first round the option that more ballots prefer to the other, in the runoff the one with more
points; then the one with more fives; then the one that stands first on the list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cmp_to_key

from participation.tallies.graded.grades import Grades, histogram

HIGHEST = 5


@dataclass(frozen=True)
class Star:
    """points: option -> sum. finalists: the two of the runoff, more points first.

    preferred: ballots that put the first, the second finalist higher. level: ballots that don't.
    """

    winner: int | None
    points: dict[int, int]
    finalists: tuple[int, ...]
    preferred: tuple[int, ...]
    level: int
    fives: dict[int, int]


def star(ballots: Mapping[Grades, int], options: Sequence[int]) -> Star:
    """Count points, then the runoff between the best two."""
    counts = histogram(ballots, options, HIGHEST)
    points = {one: sum(grade * n for grade, n in enumerate(c)) for one, c in counts.items()}
    fives = {one: c[HIGHEST] for one, c in counts.items()}
    total = sum(ballots.values())

    def first_round(one: int, other: int) -> int:
        ahead, behind = _prefer(ballots, one, other)
        for less, more in (
            (points[one], points[other]),
            (ahead, behind),
            (fives[one], fives[other]),
        ):
            if less != more:
                return more - less
        return list(options).index(one) - list(options).index(other)

    finalists = sorted(options, key=cmp_to_key(first_round))[:2]
    if len(finalists) < 2:
        winner = finalists[0] if finalists and total else None
        return Star(winner, dict(points), tuple(finalists), (), total, dict(fives))
    ahead, behind = _prefer(ballots, *finalists)
    # The first has at least as many points, and goes first in every tie that is left.
    winner = finalists[1] if behind > ahead else finalists[0]
    return Star(
        winner=winner if total else None,
        points=dict(points),
        finalists=tuple(finalists),
        preferred=(ahead, behind),
        level=total - ahead - behind,
        fives=dict(fives),
    )


def _prefer(ballots: Mapping[Grades, int], one: int, other: int) -> tuple[int, int]:
    """Ballots that give `one` more points than `other`, and the other way round."""
    ahead = behind = 0
    for ballot, times in ballots.items():
        given = dict(ballot)
        gap = given.get(one, 0) - given.get(other, 0)
        ahead += times * (gap > 0)
        behind += times * (gap < 0)
    return ahead, behind
