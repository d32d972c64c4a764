"""The compiled loops' own sort."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from twin.analyses.noise.geometry.order import Keys, Numbers, put_in_order


@njit
def _ordered(key: Keys, number: Numbers, count: int) -> None:
    """The way in from Python, which the loops do without."""
    put_in_order(key, number, count)


def test_the_smallest_key_comes_first_and_takes_its_number_along() -> None:
    key, number = np.array([3.0, 1.0, 2.0]), np.array([30, 10, 20])
    _ordered(key, number, 3)
    assert key.tolist() == [1.0, 2.0, 3.0]
    assert number.tolist() == [10, 20, 30]


def test_of_equal_keys_the_lower_number_comes_first() -> None:
    key, number = np.array([1.0, 1.0, 1.0, 0.0]), np.array([7, 5, 6, 9])
    _ordered(key, number, 4)
    assert number.tolist() == [9, 5, 6, 7]


def test_what_lies_beyond_the_count_stays() -> None:
    key, number = np.array([2.0, 1.0, 0.0]), np.array([2, 1, 0])
    _ordered(key, number, 2)
    assert number.tolist() == [1, 2, 0]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 99)), max_size=40))
def test_it_orders_as_python_does(pairs: list[tuple[int, int]]) -> None:
    key = np.array([float(one) for one, _ in pairs])
    number = np.array([other for _, other in pairs], dtype=np.int64)
    _ordered(key, number, len(pairs))
    assert list(zip(key.tolist(), number.tolist(), strict=True)) == sorted(pairs)
