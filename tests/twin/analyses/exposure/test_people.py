"""Who lives where: counts of a census cell are kept, and what is not known is not made up."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.twin.analyses.exposure.street import cells, city, houses
from twin.analyses.exposure.people import PERSONS_PER_DWELLING, residents_of

counts = st.lists(st.one_of(st.just(math.nan), st.floats(0, 500)), min_size=2, max_size=2)
homes = st.lists(st.floats(0, 80), min_size=6, max_size=6)


def test_without_a_census_residents_are_those_of_the_buildings() -> None:
    found = residents_of(city(houses(3, residents=[4.0, 0.0, 7.5])))
    assert found.people.tolist() == [4.0, 0.0, 7.5]
    assert (found.by_census, found.shares) == (0.0, {})


def test_residents_that_are_not_known_are_estimated_from_dwellings() -> None:
    building = houses(3, residents=[np.nan] * 3, dwellings=[10.0, np.nan, 0.0])
    found = residents_of(city(building))
    assert found.people.tolist() == [10 * PERSONS_PER_DWELLING, 0.0, 0.0]
    assert found.estimated == pytest.approx(10 * PERSONS_PER_DWELLING)


def test_a_cells_residents_are_spread_by_what_lives_in_its_buildings() -> None:
    census = cells([(0, 20)], residents=[60.0])
    found = residents_of(city(houses(3, residents=[10.0, 20.0, 5.0]), census_cell=census))
    assert found.people.tolist() == [20.0, 40.0, 5.0]
    assert found.by_census == 60.0


def test_a_cell_without_homes_is_told_and_not_spread() -> None:
    census = cells([(0, 10), (500, 600)], residents=[12.0, 30.0])
    found = residents_of(city(houses(1), census_cell=census))
    assert found.people.tolist() == [12.0]
    assert found.unplaced == 30.0


def test_a_cell_without_a_count_leaves_its_buildings_alone() -> None:
    census = cells([(0, 20)], share_over_65=[0.25])
    found = residents_of(city(houses(2), census_cell=census))
    assert found.people.tolist() == [10.0, 10.0]
    assert found.shares["over_65"].tolist() == [0.25, 0.25]
    assert found.by_census == 0.0


def test_a_building_where_cells_overlap_is_in_the_first() -> None:
    census = cells([(0, 10), (-5, 40)], residents=[7.0, 90.0])
    assert residents_of(city(houses(2), census_cell=census)).cell.tolist() == [0, 1]


@given(homes, counts)
def test_the_residents_of_every_cell_are_kept(people: list[float], count: list[float]) -> None:
    census = cells([(0, 30), (30, 60)], residents=count)
    found = residents_of(city(houses(6, residents=people), census_cell=census))
    for number, wanted in enumerate(count):
        inside = found.cell == number
        lived = np.array(people)[inside].sum()
        if math.isnan(wanted) or lived == 0:
            assert found.people[inside].sum() == pytest.approx(lived)
        else:
            assert found.people[inside].sum() == pytest.approx(wanted)


def test_groups_are_those_that_some_cell_tells_about() -> None:
    census = cells([(0, 20)], residents=[60.0], share_over_65=[0.2], share_under_18=[0.25])
    found = residents_of(city(houses(3), census_cell=census))
    assert set(found.shares) == {"over_65", "under_18"}
    assert found.shares["under_18"].tolist() == [0.25, 0.25, 0.0]


def test_the_poorest_areas_hold_a_fifth_of_the_residents() -> None:
    outlines = [(k * 10.0, k * 10.0 + 10) for k in range(5)]
    income = [30e3, 18e3, 22e3, 25e3, 40e3]
    census = cells(outlines, residents=[20.0] * 5, income_eur=income)
    found = residents_of(city(houses(5), census_cell=census))
    assert found.shares["poorest_areas"].tolist() == [0, 1, 0, 0, 0]


def test_a_building_is_in_the_district_that_holds_its_middle() -> None:
    found = residents_of(city(houses(3)))
    assert [found.districts[k] for k in found.district] == ["West", "West", "East"]
