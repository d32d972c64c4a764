"""People are assigned to facades as Annex II, 2.8 of the directive on noise says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.analyses.exposure.facades import (
    facades_of,
    levels_at,
    one_dwelling_a_floor,
    places_before,
)

FLATS = np.array([False] * 9)
worlds = st.lists(st.lists(st.floats(30, 90), min_size=6, max_size=6), min_size=1, max_size=4)
buildings = st.lists(st.integers(0, 8), min_size=6, max_size=6)


def assigned(building: list[int], lden: list[float], single: np.ndarray = FLATS) -> dict:
    """Building -> [(level, share of its residents)], the loudest first."""
    rows = np.array(building)
    facades = facades_of(rows, single)
    level = levels_at(facades, rows, np.array([lden], np.float32), 30.0)[0]
    found: dict[int, list[tuple[float, float]]] = {}
    for row, value, share in zip(facades.building, level, facades.share, strict=True):
        found.setdefault(int(row), []).append((round(float(value), 3), float(share)))
    return found


def test_residents_are_spread_evenly_over_the_louder_half() -> None:
    assert assigned([4] * 4, [50, 65, 55, 60]) == {4: [(65.0, 0.5), (60.0, 0.5)]}


def test_of_an_odd_number_the_quietest_receiver_is_left_out() -> None:
    assert assigned([4] * 5, [50, 65, 55, 60, 45]) == {4: [(65.0, 0.5), (60.0, 0.5)]}


def test_one_receiver_alone_takes_all() -> None:
    assert assigned([4], [50]) == {4: [(50.0, 1.0)]}


def test_a_home_that_spans_its_floor_is_at_the_loudest_facade() -> None:
    single = FLATS.copy()
    single[4] = True
    assert assigned([4] * 4, [50, 65, 55, 60], single) == {4: [(65.0, 1.0)]}


def test_receivers_may_come_in_any_order() -> None:
    mixed = assigned([7, 2, 7, 2], [61, 40, 51, 70])
    assert mixed == {2: [(70.0, 1.0)], 7: [(61.0, 1.0)]}


def test_where_no_road_is_heard_the_floor_counts() -> None:
    assert assigned([1], [float("nan")]) == {1: [(30.0, 1.0)]}
    assert assigned([1], [float("-inf")]) == {1: [(30.0, 1.0)]}
    assert assigned([1], [12.0]) == {1: [(30.0, 1.0)]}


@pytest.mark.parametrize(
    ("dwellings", "storeys", "single"),
    [(1, 1, True), (4, 4, True), (5, 4, False), (1, np.nan, True), (2, np.nan, False),
     (np.nan, 4, False), (0, 4, False)],
)  # fmt: skip
def test_at_most_one_dwelling_a_floor_spans_it(
    dwellings: float, storeys: float, single: bool
) -> None:
    asked = one_dwelling_a_floor(np.array([float(dwellings)]), np.array([float(storeys)]))
    assert asked.tolist() == [single]


@given(buildings)
def test_all_residents_of_a_building_are_assigned(building: list[int]) -> None:
    rows = np.array(building)
    facades = facades_of(rows, FLATS)
    total = np.bincount(facades.building, facades.share, minlength=9)
    assert np.allclose(total[np.unique(rows)], 1.0)
    assert total.sum() == pytest.approx(len(set(building)))


@given(buildings, worlds)
def test_places_hold_the_loudest_levels_of_their_building_in_every_world(
    building: list[int], levels: list[list[float]]
) -> None:
    rows, drawn = np.array(building), np.array(levels)
    facades = facades_of(rows, FLATS)
    placed = levels_at(facades, rows, drawn, 30.0)
    for row in np.unique(rows):
        own = np.sort(drawn[:, rows == row], axis=1)[:, ::-1]
        here = placed[:, facades.building == row]
        assert np.allclose(here, own[:, : here.shape[1]], atol=1e-6)


@given(buildings)
def test_a_place_is_its_own_in_the_same_city(building: list[int]) -> None:
    facades = facades_of(np.array(building), FLATS)
    assert places_before(facades, facades).tolist() == list(range(len(facades)))


def test_ranks_are_matched_by_share_where_a_wall_came_up_next_door() -> None:
    now, before = facades_of(np.array([3] * 4), FLATS), facades_of(np.array([3] * 8), FLATS)
    assert places_before(now, before).tolist() == [1, 3]


def test_a_new_building_has_no_place_today() -> None:
    now, before = facades_of(np.array([1, 2]), FLATS), facades_of(np.array([1]), FLATS)
    assert places_before(now, before).tolist() == [0, -1]
    nothing = facades_of(np.array([], dtype=int), FLATS)
    assert places_before(now, nothing).tolist() == [-1, -1]
