"""Streets are cut where another of the same level ends on them, and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from twin.analyses.network import split_at_nodes

MAIN = [(0, 0, 1), (50, 0, 2), (100, 0, 3)]


def lines(*coordinates: Sequence[tuple[float, ...]]) -> NDArray[Any]:
    return np.array([shapely.LineString(line) for line in coordinates], dtype=object)


def test_a_side_street_cuts_the_street_it_ends_on() -> None:
    found = split_at_nodes(lines(MAIN, [(30, 0, 0), (30, 80, 0)]), np.zeros(2))
    assert found.source.tolist() == [0, 0, 1]
    assert found.part.tolist() == [0, 1, 0]
    np.testing.assert_allclose(shapely.length(found.lines), [30, 70, 80])


def test_the_cut_has_the_height_of_the_street_that_is_cut() -> None:
    found = split_at_nodes(lines(MAIN, [(25, 0, 9), (25, 80, 9)]), np.zeros(2))
    np.testing.assert_allclose(
        shapely.get_coordinates(found.lines[0], include_z=True)[-1], [25, 0, 1.5]
    )


def test_pieces_keep_the_direction_of_their_source() -> None:
    found = split_at_nodes(lines(MAIN[::-1], [(30, 0, 0), (30, 80, 0)]), np.zeros(2))
    starts = shapely.get_coordinates(shapely.get_point(found.lines[:2], 0))
    np.testing.assert_allclose(starts, [[100, 0], [30, 0]])


def test_a_bridge_that_ends_above_a_street_does_not_cut_it() -> None:
    found = split_at_nodes(lines(MAIN, [(30, 0, 9), (30, 80, 9)]), np.array([0, 1]))
    assert len(found.lines) == 2


def test_streets_that_only_cross_stay_whole() -> None:
    found = split_at_nodes(lines(MAIN, [(30, -50, 0), (30, 80, 0)]), np.zeros(2))
    assert len(found.lines) == 2


def test_two_side_streets_at_one_place_cut_once() -> None:
    sides = [[(30, 0, 0), (30, 80, 0)], [(30, 0, 0), (30, -80, 0)]]
    assert len(split_at_nodes(lines(MAIN, *sides), np.zeros(3)).lines) == 4


def test_nothing_gives_nothing() -> None:
    assert len(split_at_nodes(np.empty(0, dtype=object), np.empty(0)).lines) == 0


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(1.0, 99.0), max_size=6))
def test_cutting_never_changes_the_length_of_a_street(places: list[float]) -> None:
    sides = [[(x, 0.0, 0.0), (x, 40.0, 0.0)] for x in places]
    found = split_at_nodes(lines(MAIN, *sides), np.zeros(1 + len(sides)))
    own = found.lines[found.source == 0]
    np.testing.assert_allclose(shapely.length(own).sum(), 100)
