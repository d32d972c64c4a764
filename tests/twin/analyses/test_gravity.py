"""Furness by hand, and the margins that a gravity matrix must keep."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.errors import BadInput
from twin.analyses.traffic.demand.gravity import furness, gravity


def test_furness_by_hand_keeps_the_odds_ratio_and_both_margins() -> None:
    # Seed [[1, 2], [3, 4]], rows 10 and 20, columns 15 and 15. The fit keeps the odds ratio
    # 1*4/(2*3) = 2/3: x(5 + x) = 2/3 (10 - x)(15 - x), so x^2 + 65 x - 300 = 0 and
    # x = (sqrt(5425) - 65) / 2.
    x = (np.sqrt(5425) - 65) / 2
    found = furness(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([10.0, 20]), np.array([15.0, 15]))
    np.testing.assert_allclose(found, [[x, 10 - x], [15 - x, 5 + x]], atol=1e-6)


def test_furness_from_an_even_seed_is_the_product_of_the_margins() -> None:
    found = furness(np.ones((2, 2)), np.array([30.0, 10.0]), np.array([20.0, 20.0]))
    np.testing.assert_allclose(found, [[15, 15], [5, 5]])


def test_furness_leaves_forbidden_pairs_empty() -> None:
    seed = np.array([[0.0, 1.0], [1.0, 1.0]])
    found = furness(seed, np.array([5.0, 15.0]), np.array([10.0, 10.0]))
    np.testing.assert_allclose(found, [[0, 5], [10, 5]], atol=1e-6)


def test_furness_of_no_trips_is_no_trips() -> None:
    assert not furness(np.ones((2, 2)), np.zeros(2), np.zeros(2)).any()


def test_as_many_trips_must_end_as_start() -> None:
    with pytest.raises(BadInput, match="as start"):
        furness(np.ones((2, 2)), np.array([5.0, 5.0]), np.array([5.0, 6.0]))


def test_trips_cannot_be_negative() -> None:
    with pytest.raises(BadInput, match="negative"):
        furness(np.ones((2, 2)), np.array([-5.0, 5.0]), np.array([0.0, 0.0]))


def test_a_place_twice_as_far_draws_fewer_trips() -> None:
    cost = np.array([[1.0, 2.0], [1.0, 1.0]])
    found = gravity(np.array([10.0, 10]), np.array([10.0, 10]), cost, 1.0, np.ones((2, 2)))
    assert found[0, 1] < found[0, 0]


def test_without_deterrence_distance_does_not_matter() -> None:
    cost = np.array([[1.0, 9.0], [4.0, 2.0]])
    found = gravity(np.array([10.0, 30]), np.array([20.0, 20]), cost, 0.0, np.ones((2, 2)))
    np.testing.assert_allclose(found, [[5, 5], [15, 15]], atol=1e-6)


def test_places_without_a_way_between_them_have_no_trips() -> None:
    cost = np.array([[1.0, np.inf], [1.0, 1.0]])
    found = gravity(np.array([5.0, 15]), np.array([10.0, 10]), cost, 0.5, np.ones((2, 2)))
    assert found[0, 1] == 0


@settings(max_examples=80, deadline=None)
@given(st.integers(2, 7), st.integers(0, 10**6), st.floats(0.0, 1.5))
def test_both_margins_are_kept(size: int, seed: int, deterrence: float) -> None:
    rng = np.random.default_rng(seed)
    rows, columns = rng.uniform(1, 100, size), rng.uniform(1, 100, size)
    columns *= rows.sum() / columns.sum()
    found = gravity(
        rows, columns, rng.uniform(0, 5, (size, size)), deterrence, np.ones((size, size))
    )
    np.testing.assert_allclose(found.sum(axis=1), rows, rtol=1e-5)
    np.testing.assert_allclose(found.sum(axis=0), columns, rtol=1e-5)
