"""Approval: each ballot names all options its voter can live with; the most named wins.

Ties, as published: keep-as-is wins a tie it is part of (a change needs more support than none);
else the option that stands first in the published order. Brams and Fishburn, Approval Voting,
1983.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from participation.tallies.outcome import Ballots, Standing, Tally


def approval(ballots: Ballots, options: Sequence[int], baseline: int | None = None) -> Tally:
    """Count approvals exactly. An option named twice on a ballot counts once.

    Raises ValueError on an unknown option or a count below zero.
    """
    counts = dict.fromkeys(options, 0)
    total = 0
    for named, times in ballots.items():
        if times < 0:
            raise ValueError("a number of ballots below zero")
        total += times
        for option in set(named):
            if option not in counts:
                raise ValueError(f"a ballot names option {option}, which is not on the list")
            counts[option] += times
    order = sorted(
        options, key=lambda one: (-counts[one], one != baseline, list(options).index(one))
    )
    standings = tuple(
        Standing(
            option=option,
            approvals=counts[option],
            share=Fraction(counts[option], total) if total else Fraction(0),
            place=1 + sum(counts[other] > counts[option] for other in options),
        )
        for option in order
    )
    winner = order[0] if total and order else None
    tied = tuple(one.option for one in standings if one.place == 1) if total else ()
    return Tally("approval", total, standings, winner, tied if len(tied) > 1 else ())
