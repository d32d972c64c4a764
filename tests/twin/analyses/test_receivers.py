"""Receivers stand 4 m high in front of exposed facades, and on a grid over the streets."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from tests.twin.analyses.towns import BUILDING, city, streets
from twin.analyses.receivers import facade_receivers, frame_of, grid_receivers
from twin.analyses.receivers.receivers import MOVED
from twin.citystate import Table


def houses(*shapes, **columns):
    """A building table of the given polygons."""
    rows = np.array(shapes, dtype=object)
    values = {name: np.array([usual] * len(rows)) for name, usual in BUILDING.items()}
    values.update({name: np.array(given) for name, given in columns.items()})
    return Table(np.array([f"urn:b{k}" for k in range(len(rows))]), rows, values)


def test_a_house_alone_has_a_receiver_two_metres_before_each_wall():
    found = facade_receivers(houses(shapely.box(0, 0, 10, 10)), spacing_m=12)
    wanted = {(5.0, -2.0): 180.0, (12.0, 5.0): 90.0, (5.0, 12.0): 0.0, (-2.0, 5.0): 270.0}
    assert {(x, y): b for (x, y), b in zip(found.xy, found.bearing_deg, strict=True)} == wanted
    assert set(found.height_m) == {4.0}
    assert found.facade_m.sum() == 40.0


def test_the_way_an_outline_is_drawn_does_not_matter():
    box = shapely.box(0, 0, 10, 10)
    ways = [facade_receivers(houses(shape)) for shape in (box, box.reverse())]
    assert {tuple(p) for p in ways[0].xy} == {tuple(p) for p in ways[1].xy}


def test_a_shared_wall_has_no_receiver():
    found = facade_receivers(houses(shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10)))
    assert sorted(found.bearing_deg[found.building == 0]) == [0.0, 180.0, 270.0]
    assert sorted(found.bearing_deg[found.building == 1]) == [0.0, 90.0, 180.0]


def test_in_a_narrow_lane_the_receiver_moves_nearer_and_says_so():
    found = facade_receivers(houses(shapely.box(0, 0, 10, 10), shapely.box(12, 0, 22, 10)))
    lane = (found.xy[:, 0] > 10) & (found.xy[:, 0] < 12)
    assert list(found.xy[lane, 0]) == [11.0, 11.0]
    assert set(found.quality[lane]) == {MOVED}
    assert set(found.quality[~lane]) == {0}


def test_a_wall_with_half_a_metre_before_it_has_no_receiver():
    found = facade_receivers(houses(shapely.box(0, 0, 10, 10), shapely.box(10.5, 0, 20, 10)))
    assert not ((found.xy[:, 0] > 10) & (found.xy[:, 0] < 10.5)).any()


def test_a_yard_has_receivers_that_face_into_it():
    house = shapely.box(0, 0, 40, 40).difference(shapely.box(10, 10, 30, 30))
    found = facade_receivers(houses(house), spacing_m=20)
    yard = shapely.contains_xy(shapely.box(10, 10, 30, 30), found.xy)
    assert yard.sum() == 4
    north = found.xy[:, 1] == 28.0
    assert list(found.bearing_deg[north & yard]) == [180.0]


def test_a_house_around_another_leaves_it_without_receivers():
    inner, outer = shapely.box(4, 4, 6, 6), shapely.box(0, 0, 10, 10)
    assert set(facade_receivers(houses(inner, outer)).building) == {1}


def test_only_buildings_that_people_live_in_have_receivers():
    table = houses(shapely.box(0, 0, 10, 10), shapely.box(50, 0, 60, 10), dwellings=[0.0, 3.0])
    assert set(facade_receivers(table).building) == {1}


def test_a_building_taken_away_stands_in_nobodys_way():
    table = houses(shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10), height_m=[12.0, 0.0])
    found = facade_receivers(table)
    assert sorted(found.bearing_deg) == [0.0, 90.0, 180.0, 270.0]


def test_a_building_of_unknown_height_still_stands():
    table = houses(shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10), height_m=[12.0, np.nan])
    assert sorted(facade_receivers(table, rows=np.array([0])).bearing_deg) == [0.0, 180.0, 270.0]


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_a_neighbour_that_goes_does_not_rename_the_others(gone):
    boxes = [shapely.box(12 * k, 0, 12 * k + 11.8, 10) for k in range(3)]
    heights = np.where(np.arange(3) == gone, 0.0, 9.0)
    before = facade_receivers(houses(*boxes))
    after = facade_receivers(houses(*boxes, height_m=heights))
    there = {int(n): tuple(p) for n, p in zip(before.number, before.xy, strict=True)}
    stayed = {int(n): tuple(p) for n, p in zip(after.number, after.xy, strict=True)}
    kept = before.number[before.building != gone]
    assert all(stayed[int(n)] == there[int(n)] for n in kept)


def test_a_kiosk_smaller_than_any_facade_has_one_receiver():
    triangle = shapely.Polygon([(0, 0), (2.4, 0), (1.0, 1.0)])
    assert len(facade_receivers(houses(triangle))) == 1


def test_no_buildings_have_no_receivers():
    assert len(facade_receivers(houses())) == 0


@given(
    st.lists(
        st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(3, 25), st.integers(3, 25)),
        min_size=1,
        max_size=8,
    )
)
def test_no_receiver_is_ever_within_half_a_metre_of_another_building(corners):
    boxes = [shapely.box(x, y, x + w, y + h) for x, y, w, h in corners]
    found = facade_receivers(houses(*boxes))
    for xy, own in zip(found.xy, found.building, strict=True):
        others = [box for k, box in enumerate(boxes) if k != own]
        assert all(shapely.distance(shapely.Point(xy), box) >= 0.5 - 1e-9 for box in others)
        assert shapely.distance(shapely.Point(xy), boxes[own]) > 0.25
    assert (np.diff(found.number) > 0).all()


def test_the_frame_lies_on_whole_steps():
    state = city(streets({"line": [(13.0, 7.0), (61.0, 45.0)]}), houses())
    frame = frame_of(state, 20.0)
    assert (frame.x0, frame.y0, frame.columns, frame.rows) == (0.0, 0.0, 4, 3)


def test_the_grid_leaves_out_cells_under_buildings():
    state = city(streets({"line": [(0.0, 0.0), (60.0, 40.0)]}), houses(shapely.box(20, 0, 40, 20)))
    grid = grid_receivers(state, frame_of(state, 20.0))
    assert list(grid.cell) == [0, 2, 3, 4, 5]
    assert tuple(grid.xy[0]) == (10.0, 10.0)


def test_a_city_without_streets_has_an_empty_grid():
    state = city(streets(), houses(shapely.box(0, 0, 10, 10)))
    assert len(grid_receivers(state, frame_of(state))) == 0
