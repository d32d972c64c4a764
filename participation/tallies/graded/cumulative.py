"""Cumulative points: every ballot spreads the same number of points; the most points win.

Ties, as published: the option that more ballots gave points to, then the one that stands first on
the list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from participation.tallies.graded.grades import Grades


@dataclass(frozen=True)
class Cumulative:
    """order: options, best first. points, givers: option -> sum, ballots that gave it any."""

    order: tuple[int, ...]
    points: dict[int, int]
    givers: dict[int, int]
    tied: tuple[int, ...]


def cumulative(ballots: Mapping[Grades, int], options: Sequence[int], purse: int) -> Cumulative:
    """Sum the points; a ballot may keep some.

    Raises ValueError when one spends more than `purse`, names an unknown option or one twice.
    """
    points = dict.fromkeys(options, 0)
    givers = dict.fromkeys(options, 0)
    for ballot, times in ballots.items():
        given = dict(ballot)
        if times < 0 or len(given) < len(ballot):
            raise ValueError("a number of ballots below zero, or an option named twice")
        if any(one not in points for one in given):
            raise ValueError("a ballot names an option that is not on the list")
        if min(given.values(), default=0) < 0 or sum(given.values()) > purse:
            raise ValueError(f"a ballot gives points below zero, or more than {purse}")
        for one, value in given.items():
            points[one] += value * times
            givers[one] += times * (value > 0)
    order = sorted(options, key=lambda one: (-points[one], -givers[one], list(options).index(one)))
    best = [one for one in order if points[one] == points[order[0]]]
    return Cumulative(
        tuple(order), dict(points), dict(givers), tuple(best) if len(best) > 1 else ()
    )
