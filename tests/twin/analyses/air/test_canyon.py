"""Street canyons: their shape from buildings, and how their air turns over."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from tests.twin.analyses.towns import buildings, edited
from twin.analyses.air.canyon.ospm import canyon_factors, side_of_street, stirring_m_s
from twin.analyses.air.canyon.shape import DEFAULT_HEIGHT_M, canyons, heights_m
from twin.analyses.air.dispersion.mesh import mesh_of
from twin.analyses.air.dispersion.near import HOURS
from twin.analyses.air.dispersion.rose import default_rose
from twin.citystate import CityState, Table

STREET = np.array([shapely.LineString([(0, 0), (0, 30)])], dtype=object)


def wall(x: float) -> shapely.Polygon:
    """A row of houses beside the street, 10 m deep, its facade at x."""
    far = x + math.copysign(10.0, x)
    return shapely.box(min(x, far), -50, max(x, far), 80)


def shape_of(*sides: tuple[float, float]) -> tuple[list[float], list[float], bool]:
    """Distances and heights left and right of a street that runs north, and if it is a canyon."""
    mesh = mesh_of(STREET, np.array([0]))
    shapes = np.array([wall(x) for x, _height in sides], dtype=object)
    found = canyons(mesh.stretches, shapes, np.array([height for _x, height in sides]))
    return found.distance_m[0].tolist(), found.height_m[0].tolist(), bool(found.is_canyon[0])


def test_a_street_between_houses_is_as_wide_and_high_as_they_stand() -> None:
    assert shape_of((-8.0, 12.0), (10.0, 18.0)) == ([8.0, 10.0], [12.0, 18.0], True)


def test_an_open_side_is_as_far_away_and_has_no_height() -> None:
    assert shape_of((-8.0, 12.0)) == ([8.0, 8.0], [12.0, 0.0], True)


def test_houses_far_away_make_no_canyon() -> None:
    assert not shape_of((-45.0, 12.0), (50.0, 12.0))[2]


def test_the_nearer_of_two_rows_counts() -> None:
    distances, heights, _is = shape_of((-8.0, 12.0), (-25.0, 40.0), (10.0, 15.0))
    assert distances == [8.0, 10.0]
    assert heights == [12.0, 15.0]


def test_unknown_heights_are_assumed_and_counted() -> None:
    table = buildings({"at": (0, 0), "height_m": np.nan}, {"at": (30, 0), "height_m": 12.0})
    _shapes, heights, assumed = heights_m(table)
    assert heights.tolist() == [DEFAULT_HEIGHT_M, 12.0]
    assert assumed.tolist() == [True, False]


def test_a_height_that_the_connector_filled_in_counts_as_assumed_and_stays() -> None:
    table = buildings({"at": (0, 0), "height_m": 6.0}, {"at": (30, 0), "height_m": 12.0})
    table.columns["quality"] = np.array(["height assumed; storeys from height", "storeys from it"])
    _shapes, heights, assumed = heights_m(table)
    assert heights.tolist() == [6.0, 12.0]
    assert assumed.tolist() == [True, False]


def test_a_building_taken_away_and_a_shed_are_no_walls() -> None:
    table = buildings({"at": (0, 0), "height_m": 0.0}, {"at": (30, 0), "height_m": 2.5})
    assert len(heights_m(table)[0]) == 0


def test_traffic_stirs_as_worked_out_by_hand() -> None:
    # 0.30 sqrt((0.5 /s x 10 m/s x 2 m2 + 0.05 /s x 10 m/s x 16 m2) / 18 m) = 0.30
    assert stirring_m_s(1800.0, 180.0, 36.0, 18.0) == pytest.approx(0.30)


def lee(wind: float = 5.0, own: float = 18.0, other: float = 18.0) -> float:
    return side_of_street(-1.0, wind, 18.0, own, other, 0.2, 2.0)


def test_the_lee_of_a_square_canyon_is_as_worked_out_by_hand() -> None:
    # H = W = 18 m, wind 5 m/s across: u_b = 5 ln(2/0.6)/ln(18/0.6) x 0.8, plume over 18 m of 36 m,
    # below the roofs all the way; the turning air is shut in: its slanting side ends at the roof.
    ground = 5.0 * math.log(2 / 0.6) / math.log(18 / 0.6) * 0.8
    rise = math.sqrt((0.1 * ground) ** 2 + 0.2**2)
    exchange = math.sqrt(0.5**2 + 0.4 * 0.2**2)
    direct = math.sqrt(2 / math.pi) / (18 * rise) * math.log((2 + rise / ground * 18) / 2)
    turning = 18 / (18 * exchange * 18)
    assert lee() == pytest.approx(direct + turning, rel=1e-12)


def test_facing_the_wind_a_square_canyon_has_only_the_turning_air() -> None:
    exchange = math.sqrt(0.5**2 + 0.4 * 0.2**2)
    facing = side_of_street(1.0, 5.0, 18.0, 18.0, 18.0, 0.2, 2.0)
    assert facing == pytest.approx(1 / (18 * exchange), rel=1e-12)


def test_the_lee_side_has_the_worse_air() -> None:
    assert lee() > 2 * side_of_street(1.0, 5.0, 18.0, 18.0, 18.0, 0.2, 2.0)


def test_more_wind_and_more_stirring_thin_the_air() -> None:
    assert lee(wind=8.0) < lee(wind=5.0) < lee(wind=3.0)
    calm = side_of_street(-1.0, 3.0, 18.0, 18.0, 18.0, 0.1, 2.0)
    assert side_of_street(-1.0, 3.0, 18.0, 18.0, 18.0, 0.4, 2.0) < calm


def test_both_sides_are_alike_when_the_wind_blows_along_the_street() -> None:
    sides = [side_of_street(a, 4.0, 15.0, 12.0, 12.0, 0.2, 4.0) for a in (-1e-9, 1e-9)]
    assert sides[0] > 0
    assert sides[1] > 0


@given(
    st.floats(-1, 1), st.floats(1, 15), st.floats(6, 80), st.floats(0, 60), st.floats(0, 60),
    st.floats(0.01, 1),
)  # fmt: skip
def test_a_canyon_never_gives_nonsense(
    across: float, wind: float, width: float, own: float, other: float, stir: float
) -> None:
    value = side_of_street(across, wind, width, own, other, stir, 4.0)
    assert math.isfinite(value)
    assert 0.0 <= value < 10.0


def test_a_street_the_other_way_round_swaps_its_sides() -> None:
    rose = default_rose()
    found = []
    for sign in (1.0, -1.0):
        year, hour = np.zeros((1, 2)), np.zeros((1, 2, HOURS))
        sides = np.array([[12.0, 20.0]]) if sign > 0 else np.array([[20.0, 12.0]])
        canyon_factors(
            np.array([0]), np.array([0.6 * sign]), np.array([0.8 * sign]),
            np.array([[8.0, 8.0]]), sides, rose.share, rose.wind_m_s, 0.15, 4.0, 1.0, year, hour,
        )  # fmt: skip
        found.append(year[0])
    assert found[0] == pytest.approx(found[1][::-1], rel=1e-9)


def test_a_missing_column_of_heights_is_a_default_too() -> None:
    table = buildings({"at": (0, 0)})
    bare = Table(table.urn, table.geometry, {"dwellings": table.columns["dwellings"]})
    assert heights_m(bare)[2].tolist() == [True]


def test_a_tower_is_no_other_for_an_edit_of_its_use() -> None:
    state = CityState("EPSG:2154", {"building": buildings({"at": (0, 0)})}, "test")
    other = edited(state, "building", [0], usage="commercial")
    assert heights_m(other.tables["building"])[1].tolist() == [12.0]
