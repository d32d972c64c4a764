"""Grades and scores: STAR and majority judgement, from how often each option got each grade."""

from __future__ import annotations

from collections.abc import Sequence

Counts = Sequence[Sequence[int]]


def star_points(grades: Counts) -> list[int]:
    """The sum of each option's scores."""
    return [sum(grade * times for grade, times in enumerate(row)) for row in grades]


def star_order(grades: Counts, before: Counts) -> list[int]:
    """Places by points; the first two go into the runoff.

    Ties, as published: who wins more duels against those with as many points (a duel: more ballots
    give it the higher score), who has more fives, who stands first on the list.
    """
    points = star_points(grades)
    size = range(len(points))

    def duels(one: int) -> int:
        return sum(
            points[other] == points[one] and before[one][other] > before[other][one]
            for other in size
        )

    return sorted(size, key=lambda one: (-points[one], -duels(one), -grades[one][-1], one))


def middle_grades(counts: Sequence[int]) -> bytes:
    """The lower middle grade, then the one once that is taken away, and so on, a byte each.

    Balinski and Laraki, PNAS 104 (2007). Of two options with equally many ballots the better one
    has the higher grade where these first differ, so comparing the bytes compares the options.
    Taking away the middle again and again reads the sorted grades from there to both ends in turn.
    """
    grades = b"".join(bytes([grade]) * times for grade, times in enumerate(counts))
    if not grades:
        return b""
    middle = (len(grades) - 1) // 2
    down, up = grades[:middle][::-1], grades[middle + 1 :]
    found = bytearray(len(grades))
    found[0] = grades[middle]
    found[1::2], found[2::2] = (down, up) if len(grades) % 2 else (up, down)
    return bytes(found)
