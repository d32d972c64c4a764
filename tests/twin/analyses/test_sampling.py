"""Draws of uncertain inputs: seeded, one per slice, the same in every analysis and plan."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy.stats import qmc

from twin.analyses.sampling import (
    CENTRAL_WORLD,
    WHY,
    WORLD_SAMPLES,
    WORLDS,
    band,
    latin_hypercube,
    percentiles,
    worlds,
)


def test_the_first_world_is_the_central_one() -> None:
    assert worlds()[0] == CENTRAL_WORLD
    assert len(worlds()) == 1 + WORLD_SAMPLES


def test_central_is_within_every_range() -> None:
    assert all(low <= CENTRAL_WORLD[name] <= high for name, (low, high) in WORLDS.items())


def test_every_range_says_why() -> None:
    assert set(WHY) == set(WORLDS)


def test_equal_seeds_draw_equal_worlds() -> None:
    assert worlds(9, 1) == worlds(9, 1)


def test_other_seeds_draw_other_worlds() -> None:
    assert worlds(9, 1)[1:] != worlds(9, 2)[1:]


@pytest.mark.parametrize("name", list(WORLDS))
def test_each_slice_of_a_range_is_drawn_once(name: str) -> None:
    low, high = WORLDS[name]
    share = [(world[name] - low) / (high - low) for world in worlds()[1:]]
    assert sorted(int(one * WORLD_SAMPLES) for one in share) == list(range(WORLD_SAMPLES))


def test_draws_are_those_of_scipy() -> None:
    unit = qmc.LatinHypercube(d=2, rng=np.random.default_rng(7)).random(9)
    drawn = latin_hypercube({"a": (0.0, 1.0), "b": (0.0, 1.0)}, 9, 7)
    assert np.allclose([[one["a"], one["b"]] for one in drawn], unit)


def test_no_samples_is_the_central_world_alone() -> None:
    assert worlds(0) == [CENTRAL_WORLD]


def test_no_ranges_draw_nothing() -> None:
    assert latin_hypercube({}, 9, 1) == []


@given(arrays.arrays(float, (9, 4), elements=st.floats(-100, 100)))
def test_percentiles_equal_those_of_numpy(draws: np.ndarray) -> None:
    assert np.allclose(percentiles(draws), np.percentile(draws, [5, 95], axis=0))


def test_one_draw_is_both_ends() -> None:
    assert [end.tolist() for end in percentiles(np.array([[3.0, 4.0]]))] == [[3, 4], [3, 4]]


def test_a_draw_without_a_value_leaves_no_bounds() -> None:
    low, high = percentiles(np.array([[1.0, 1.0], [2.0, np.nan], [3.0, 3.0]]))
    assert np.isnan([low[1], high[1]]).all()
    assert np.isfinite([low[0], high[0]]).all()


def test_a_band_never_leaves_out_the_central_value() -> None:
    low, high = band([np.array([1.0]), np.array([2.0])], np.array([5.0]))
    assert low.item() <= 5.0 <= high.item()
