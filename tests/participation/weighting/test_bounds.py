"""Bounds of a weighted mean: by hand, and against every way of dealing out the weights."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.weighting import weighted_mean


def test_bounds_by_hand() -> None:
    """Three of five agree; weights 2, 2, 1, 1, 1. At best the heavy two agree: 5 of 7; at worst
    the light three: 3 of 7."""
    found = weighted_mean({1: 3, 0: 2}, [(2.0, 2), (1.0, 3)])
    assert (found.low, found.plain, found.high) == pytest.approx((3 / 7, 3 / 5, 5 / 7))


def test_equal_weights_leave_no_doubt() -> None:
    found = weighted_mean({5: 4, 0: 6}, [(1.0, 10)])
    assert found.low == found.plain == found.high == 2.0


def test_other_numbers_of_weights_than_ballots_are_refused() -> None:
    with pytest.raises(ValueError, match="as many weights"):
        weighted_mean({1: 3}, [(1.0, 2)])


@given(
    st.lists(
        st.tuples(st.integers(-2, 5), st.sampled_from([0.25, 0.5, 1.0, 1.75, 3.0])),
        min_size=1,
        max_size=6,
    )
)
def test_no_way_of_dealing_out_the_weights_leaves_the_bounds_and_two_reach_them(
    ballots: list[tuple[int, float]],
) -> None:
    values: dict[float, int] = {}
    for value, _weight in ballots:
        values[value] = values.get(value, 0) + 1
    weights = [weight for _value, weight in ballots]
    found = weighted_mean(values, [(weight, 1) for weight in weights])
    total = sum(weights)
    all_means = [
        sum(weight * value for weight, (value, _w) in zip(dealt, ballots, strict=True)) / total
        for dealt in permutations(weights)
    ]
    assert found.low == pytest.approx(min(all_means))
    assert found.high == pytest.approx(max(all_means))
