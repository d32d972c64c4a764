"""Raking: weights by which the groups of a sample have the shares they have in the population.

Each margin is met in turn, again and again, until all are met at once (iterative proportional
fitting): W. E. Deming, F. F. Stephan (1940), On a least squares adjustment of a sampled frequency
table when the expected marginal totals are known, Annals of Mathematical Statistics 11(4). Weights
are trimmed within the rounds: D. Izrael, M. Battaglia, M. Frankel (2009), Extreme survey weight
adjustment as a component of sample balancing, SAS Global Forum, paper 247. Effective number: L.
Kish (1965), Survey Sampling, Wiley, section 11.7. The same input gives the same weights: there is
no seed, and sums are taken in the order of the groups' names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

Group = tuple[str, ...]
"""The category of a group in each margin, in the margins' order."""

MOST_ROUNDS = 500


@dataclass(frozen=True)
class Raked:
    """weights: of one person of a group, 1 on average. gap: largest distance left between a
    weighted share and its target (0 to 1). trimmed: people whose weight is at a limit. missing:
    (margin, category) that has a target but nobody in it; the others share its target.
    effective_n: as many equally weighted people would tell as much.
    """

    weights: Mapping[Group, float]
    people: int
    rounds: int
    converged: bool
    gap: float
    trimmed: int
    missing: tuple[tuple[int, str], ...]
    effective_n: float


def rake(
    groups: Mapping[Group, int],
    margins: Sequence[Mapping[str, float]],
    *,
    least: float = 0.0,
    most: float = float("inf"),
    tolerance: float = 1e-9,
    rounds: int = MOST_ROUNDS,
) -> Raked:
    """Weights that bring `groups` (people per group) to `margins` (targets per category).

    Targets may be numbers or shares; only their proportions matter. least, most: limits of a
    weight, as multiples of the average. Raises ValueError when a group has a category without a
    target, a number is below zero, or nobody is in any group.
    """
    sizes = {group: groups[group] for group in sorted(groups) if groups[group]}
    _check(sizes, margins)
    targets, missing = _targets(sizes, margins)
    people = sum(sizes.values())
    weights = dict.fromkeys(sizes, 1.0)
    gap, done = _gap(sizes, weights, targets), 0
    while gap > tolerance and done < rounds:
        before = dict(weights)
        for place, shares in enumerate(targets):
            _meet(sizes, weights, place, shares, people)
        for group, weight in weights.items():
            weights[group] = min(max(weight, least), most)
        done += 1
        gap = _gap(sizes, weights, targets)
        if all(abs(weights[group] - before[group]) <= tolerance / 10 for group in sizes):
            break
    average = fsum(sizes[group] * weights[group] for group in sizes) / people
    at_limit = sum(sizes[group] for group in sizes if weights[group] in (least, most))
    return Raked(
        weights={group: weight / average for group, weight in weights.items()},
        people=people,
        rounds=done,
        converged=gap <= tolerance,
        gap=gap,
        trimmed=at_limit,
        missing=missing,
        effective_n=effective_number((weights[group], sizes[group]) for group in sizes),
    )


def effective_number(weights: Iterable[tuple[float, int]]) -> float:
    """Kish's effective number of (weight, people): the sum squared over the sum of squares."""
    pairs = list(weights)
    total = fsum(weight * people for weight, people in pairs)
    squares = fsum(weight * weight * people for weight, people in pairs)
    return total * total / squares if squares else 0.0


def _check(sizes: Mapping[Group, int], margins: Sequence[Mapping[str, float]]) -> None:
    if not sizes or min(sizes.values()) < 0:
        raise ValueError("there is nobody to weigh, or a group with fewer people than none")
    if any(target < 0 for margin in margins for target in margin.values()):
        raise ValueError("a target below zero")
    for group in sizes:
        if len(group) != len(margins):
            raise ValueError(f"{group} does not name a category for each margin")
        for category, margin in zip(group, margins, strict=True):
            if not margin.get(category):
                raise ValueError(f"there are people in {category!r}, but it has no target")


def _targets(
    sizes: Mapping[Group, int], margins: Sequence[Mapping[str, float]]
) -> tuple[list[dict[str, float]], tuple[tuple[int, str], ...]]:
    """Shares of those categories that have people, and the categories that have none."""
    targets, missing = [], []
    for place, margin in enumerate(margins):
        there = {group[place] for group in sizes}
        missing += [(place, name) for name in sorted(margin) if margin[name] and name not in there]
        total = fsum(margin[name] for name in sorted(there))
        targets.append({name: margin[name] / total for name in sorted(there)})
    return targets, tuple(missing)


def _sums(
    sizes: Mapping[Group, int], weights: Mapping[Group, float], place: int
) -> dict[str, float]:
    parts: dict[str, list[float]] = {}
    for group, people in sizes.items():
        parts.setdefault(group[place], []).append(people * weights[group])
    return {name: fsum(values) for name, values in parts.items()}


def _meet(
    sizes: Mapping[Group, int],
    weights: dict[Group, float],
    place: int,
    shares: Mapping[str, float],
    people: int,
) -> None:
    """Scale the weights so that one margin is met exactly."""
    sums = _sums(sizes, weights, place)
    for group in sizes:
        name = group[place]
        # A weight trimmed to nothing stays nothing.
        if sums[name]:
            weights[group] *= shares[name] * people / sums[name]


def _gap(
    sizes: Mapping[Group, int],
    weights: Mapping[Group, float],
    targets: Sequence[Mapping[str, float]],
) -> float:
    """The largest distance between a weighted share and its target, over all margins."""
    worst = 0.0
    for place, shares in enumerate(targets):
        sums = _sums(sizes, weights, place)
        total = fsum(sums.values())
        for name, share in shares.items():
            worst = max(worst, abs(sums[name] / total - share))
    return worst
