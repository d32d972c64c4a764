"""How far weights can move a mean when ballots carry no group: sharp bounds, not an estimate.

The groups' weights are known from who took part; what each ballot says is known from the count;
which belongs to which is nobody's to know. The weighted mean is largest when the heaviest weights
meet the largest values, smallest when they meet the smallest (rearrangement inequality: G. Hardy,
J. Littlewood, G. Pólya, Inequalities, 1934, theorem 368). Every value between can be reached by
some way of voting, so nothing narrower is honest; cf. O. D. Duncan, B. Davis (1953), An
alternative to ecological correlation, American Sociological Review 18(6).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum


@dataclass(frozen=True)
class Interval:
    """From `low` to `high`; `plain` is the mean without weights."""

    low: float
    plain: float
    high: float


def weighted_mean(values: Mapping[float, int], weights: Sequence[tuple[float, int]]) -> Interval:
    """The bounds of the weighted mean of `values` (value -> ballots).

    weights: (weight, people), as many people as ballots. Raises ValueError when the numbers
    differ or there is no ballot.
    """
    ballots = sum(values.values())
    if not ballots or ballots != sum(people for _weight, people in weights):
        raise ValueError("as many weights as ballots are needed, and at least one")
    rising = sorted(values.items())
    by_weight = sorted(weights)
    total = fsum(weight * people for weight, people in by_weight)
    return Interval(
        low=_paired(rising, by_weight[::-1]) / total,
        plain=fsum(value * times for value, times in rising) / ballots,
        high=_paired(rising, by_weight) / total,
    )


def _paired(values: Sequence[tuple[float, int]], weights: Sequence[tuple[float, int]]) -> float:
    """The sum of weight times value, both taken in the order given."""
    parts = []
    place, left = 0, weights[0][1]
    for value, times in values:
        while times:
            while not left:
                place += 1
                left = weights[place][1]
            now = min(times, left)
            parts.append(weights[place][0] * value * now)
            times, left = times - now, left - now
    return fsum(parts)
