"""Greedy's two conventions, Poznań's clause, and the exact knapsack."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.tallies.budgets import BudgetProfile, greedy, knapsack, profile_of

Wish = tuple[int, int]
"""Cost and score of a project."""


def _profile(wishes: list[Wish], budget: int) -> BudgetProfile:
    names = [f"p{one}" for one in range(len(wishes))]
    return profile_of(
        {name: Fraction(cost) for name, (cost, _) in zip(names, wishes, strict=True)},
        Fraction(budget),
        [],
        {name: Fraction(score) for name, (_, score) in zip(names, wishes, strict=True)},
    )


FIRST_TOO_DEAR = [(30, 9), (90, 8), (40, 7)]


def test_greedy_passes_over_what_does_not_fit() -> None:
    assert greedy(_profile(FIRST_TOO_DEAR, 100)).winners == ("p0", "p2")


def test_greedy_without_skipping_ends_at_what_does_not_fit() -> None:
    assert greedy(_profile(FIRST_TOO_DEAR, 100), skip=False).winners == ("p0",)


def test_a_withdrawn_project_does_not_end_the_list() -> None:
    found = greedy(_profile([(999_999_999, 9), (40, 7)], 100), skip=False)
    assert found.winners == ("p1",)


def test_a_project_below_the_least_score_is_not_built() -> None:
    assert greedy(_profile([(10, 49), (10, 50)], 100), least_score=Fraction(50)).winners == ("p1",)


@pytest.mark.parametrize(("left", "built"), [(80, True), (79, False)])
def test_poznan_tops_up_from_four_fifths_of_the_cost(left: int, built: bool) -> None:
    found = greedy(_profile([(100, 5), (1, 4)], left), skip=False, last_share=Fraction(4, 5))
    assert (found.winners == ("p0",)) is built


def test_level_scores_keep_the_published_order() -> None:
    assert greedy(_profile([(60, 5), (60, 5)], 100)).winners == ("p0",)


def test_knapsack_prefers_two_small_ones_to_the_most_wanted() -> None:
    assert knapsack(_profile([(100, 10), (50, 6), (50, 6)], 100)).winners == ("p1", "p2")


WISHES = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=1, max_size=8)


@given(WISHES, st.integers(0, 60))
def test_knapsack_equals_trying_every_set(wishes: list[Wish], budget: int) -> None:
    everyone = range(len(wishes))
    sets = chain.from_iterable(combinations(everyone, size) for size in range(len(wishes) + 1))
    best = max(
        sum(wishes[one][1] for one in chosen)
        for chosen in sets
        if sum(wishes[one][0] for one in chosen) <= budget
    )
    found = knapsack(_profile(wishes, budget))
    assert sum(found.scores[name] for name in found.winners) == best
    assert found.spent <= budget


@given(WISHES, st.integers(0, 60))
def test_greedy_leaves_nothing_that_would_fit(wishes: list[Wish], budget: int) -> None:
    found = greedy(_profile(wishes, budget))
    left = found.budget - found.spent
    lost = {f"p{one}": cost for one, (cost, _) in enumerate(wishes)}.items()
    assert all(cost > left for name, cost in lost if name not in found.winners)
