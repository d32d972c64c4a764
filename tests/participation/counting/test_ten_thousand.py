"""Each rule is counted twice on 10,000 votes: as the site does it, and in its plainest form.

Schulze, majority judgement and Equal Shares have theirs beside their examples; the verifier of the
published bundle is a third count of all (tests/participation/bundles).
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

import pytest

from participation.tallies.approval import approval, ticked_sheet
from participation.tallies.budgets import greedy, profile_of
from participation.tallies.budgets.knapsack import best_set
from participation.tallies.graded import cumulative, graded_sheet, star
from participation.tallies.ranked import instant_runoff, pairwise, ranked_pairs, ranked_sheet
from tests.participation.counting import plain_counts as plain
from tests.participation.counting.plain_rankings import instant_runoff_order

VOTES = 10_000


def _size(rng: random.Random) -> tuple[list[int], range]:
    return rng.sample(range(1, 9), rng.randint(1, 4)), range(rng.randint(1, 5))


def _numbers(rng: random.Random, options: Sequence[int], most: int) -> dict[int, int]:
    return {one: rng.randint(0, most) for one in options if rng.random() < 0.8}


def _pairs(ballot: dict[int, int]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted(ballot.items()))


def test_ten_thousand_approval_votes() -> None:
    rng = random.Random(1)
    for _ in range(VOTES):
        options, voters = _size(rng)
        ballots = [tuple(one for one in options if rng.random() < 0.5) for _ in voters]
        found = approval(ticked_sheet(Counter(ballots), options))
        assert list(found.order) == plain.approval_order(ballots, options)


def test_ten_thousand_star_votes() -> None:
    rng = random.Random(2)
    for _ in range(VOTES):
        options, voters = _size(rng)
        ballots = [_numbers(rng, options, 5) for _ in voters]
        found = star(graded_sheet(Counter(map(_pairs, ballots)), options, 5))
        assert found.winner == plain.star_winner(ballots, options)


def test_ten_thousand_votes_by_points() -> None:
    rng = random.Random(3)
    for _ in range(VOTES):
        options, voters = _size(rng)
        ballots = [_numbers(rng, options, 2) for _ in voters]
        found = cumulative(graded_sheet(Counter(map(_pairs, ballots)), options, 8), 8)
        assert list(found.order) == plain.points_order(ballots, options)


def test_ten_thousand_votes_by_ranked_pairs() -> None:
    rng = random.Random(4)
    for _ in range(VOTES):
        options, voters = _size(rng)
        ballots = []
        for _ in voters:
            ranked = rng.sample(options, rng.randint(0, len(options)))
            ballots.append(tuple((option,) for option in ranked))
        found = ranked_pairs(pairwise(ranked_sheet(Counter(ballots), options)))
        assert found.winner == plain.ranked_pairs_winner(ballots, options)


def test_ten_thousand_votes_by_instant_runoff() -> None:
    """Ballots with ties among them, and empty ones."""
    rng = random.Random(7)
    for _ in range(VOTES):
        options, voters = _size(rng)
        ballots = []
        for _ in voters:
            ranked = rng.sample(options, rng.randint(0, len(options)))
            cut = sorted(rng.sample(range(len(ranked) + 1), rng.randint(0, min(2, len(ranked)))))
            tiers = [tuple(ranked[a:b]) for a, b in zip([0, *cut], [*cut, None], strict=True)]
            ballots.append(tuple(tier for tier in tiers if tier))
        found = instant_runoff(ranked_sheet(Counter(ballots), options))
        assert list(found.order) == instant_runoff_order(ballots, options)


@pytest.mark.parametrize("skip", [True, False])
def test_ten_thousand_budgets_down_the_list(skip: bool) -> None:
    rng = random.Random(5)
    for _ in range(VOTES):
        costs = [rng.randint(1, 9) for _ in range(rng.randint(1, 5))]
        ticks = [rng.randint(0, 4) for _ in costs]
        budget = rng.randint(1, 20)
        names = {f"p{at}": Fraction(cost) for at, cost in enumerate(costs)}
        score = {f"p{at}": Fraction(number) for at, number in enumerate(ticks)}
        found = greedy(profile_of(names, Fraction(budget), [], score), skip=skip)
        wanted = plain.greedy_set(costs, ticks, budget, skip)
        assert found.winners == tuple(f"p{at}" for at in wanted)


def test_ten_thousand_knapsacks() -> None:
    rng = random.Random(6)
    for _ in range(VOTES):
        costs = [rng.randint(0, 9) for _ in range(rng.randint(1, 5))]
        ticks = [rng.randint(0, 4) for _ in costs]
        budget = rng.randint(0, 20)
        found = best_set(costs, [Fraction(number) for number in ticks], budget)
        assert found == plain.best_set(costs, ticks, budget)
