"""How often each option got each grade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Grades = tuple[tuple[int, int], ...]
"""A ballot: (option, grade) pairs; an option it leaves out gets the lowest grade."""


def histogram(
    ballots: Mapping[Grades, int], options: Sequence[int], highest: int
) -> dict[int, list[int]]:
    """option -> ballots with grade 0, 1, …, highest.

    Raises ValueError on an unknown option, one graded twice, a grade out of range, or a count below
    zero.
    """
    found = {option: [0] * (highest + 1) for option in options}
    total = 0
    for ballot, times in ballots.items():
        if times < 0:
            raise ValueError("a number of ballots below zero")
        total += times
        given = dict(ballot)
        if len(given) < len(ballot):
            raise ValueError("a ballot grades an option twice")
        for option, grade in given.items():
            if option not in found:
                raise ValueError(f"a ballot grades option {option}, which is not on the list")
            if not 0 <= grade <= highest:
                raise ValueError(f"a grade of {grade}, not 0 to {highest}")
            found[option][grade] += times
    for counts in found.values():
        counts[0] += total - sum(counts)
    return found
