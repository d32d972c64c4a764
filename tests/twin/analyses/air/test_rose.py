"""The wind's habits: reading them, and what the tables made of them add up to."""

from __future__ import annotations

import math

import numpy as np
import pytest

from portal.errors import BadInput
from twin.analyses.air.dispersion.point import DISTANCES, point_table, read_point, spreads
from twin.analyses.air.dispersion.rose import SECTORS, Rose, default_rose, rose_of


def test_the_assumed_rose_covers_the_year() -> None:
    assert default_rose().share.sum() == pytest.approx(1.0)


def test_hours_are_counted_by_direction_and_stability() -> None:
    rose = rose_of([(0, 1, 2.0, 4, 800), (358, 1, 4.0, 4, 600), (90, 2, 1.0, 6, 200)])
    assert rose.stability.tolist() == [4, 6]
    assert rose.share[0].tolist() == [0.5, 0.0]
    assert rose.share[9].tolist() == [0.0, 0.5]
    assert rose.wind_m_s[0] == pytest.approx(2 / (1 / 2 + 1 / 4))


def test_calm_hours_count_as_one_metre_a_second() -> None:
    assert rose_of([(0, 1, 0.0, 4, 800)]).wind_m_s.tolist() == [1.0]


@pytest.mark.parametrize(
    "rows",
    [
        [(0, 1, 2.0, 4)],
        [(0, 1, math.nan, 4, 800)],
        [(0, -1, 2.0, 4, 800)],
        [(0, 0, 2.0, 4, 800)],
        [(0, 1, 2.0, 7, 800)],
        [(0, 1, -2.0, 4, 800)],
        [(0, 1, 2.0, 4, 0)],
    ],
)
def test_weather_that_cannot_be_is_refused(rows: list[tuple[float, ...]]) -> None:
    with pytest.raises(BadInput):
        rose_of(rows)


def even() -> Rose:
    """Wind of 3 m/s from everywhere alike, class D, no lid."""
    share = np.full((SECTORS, 1), 1.0 / SECTORS)
    return Rose(share, np.array([3.0]), np.array([4]), np.array([1000.0]))


def test_under_an_even_wind_a_ring_around_a_point_carries_all_of_it() -> None:
    # Whatever leaves the point crosses a ring of 100 m: mean over it x 2 pi r x wind x depth = 1.
    s = spreads(even(), 100.0)[0]
    sz = s.z1 * 100.0**s.z2
    table = point_table(even(), 100.0, 0.5).values
    shape = (1 + math.exp(-0.5 * (1 / sz) ** 2)) / (math.sqrt(2 * math.pi) * sz)
    for bearing in np.linspace(0, math.tau, 7):
        there = read_point(table, 100 * math.sin(bearing), 100 * math.cos(bearing))
        assert there == pytest.approx(shape / (math.tau * 100.0 * 3.0), rel=2e-3)


def test_the_table_is_read_where_it_was_made() -> None:
    table = point_table(default_rose(), 100.0, 4.0).values
    assert table.shape[0] == DISTANCES
    assert read_point(table, 0.0, 20.0) == pytest.approx(table[0, 0])


def test_the_far_side_of_the_wind_is_cleaner() -> None:
    share = np.zeros((SECTORS, 1))
    share[27] = 1.0  # from the west
    west = Rose(share, np.array([3.0]), np.array([4]), np.array([1000.0]))
    table = point_table(west, 100.0, 4.0).values
    assert read_point(table, 100.0, 0.0) > 0.0
    assert read_point(table, -100.0, 0.0) == 0.0
