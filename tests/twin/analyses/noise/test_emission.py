"""Road emission against published values, by hand, and in its laws (CNOSSOS-EU 2.2)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from twin.analyses.noise.emission import (
    CATEGORIES,
    LIGHTS,
    NAMES,
    ROUNDABOUT,
    add_power,
    road_power,
    roadway,
)
from twin.analyses.noise.propagation import A_WEIGHTING_DB, NOMINAL_HZ

# name, flows and speeds of 1, 2, 3, 4a, 4b, temperature, surface, junction, distance, slope,
# band, level per metre: road emission unit tests of NoiseModelling (commit 35d2da1), which took
# them from the library of the European Commission. Coefficients of 2015, studded tyres on half the
# cars for four months.
PUBLISHED = """
T02 1000,1000,1000,1000,1000 70,70,70,70,70 15 NL01 1 200  10 8000 77.6711
T03 582,500,400,1000,1100    40,43,45,35,32  5 NL02 1 200  -5 1000 79.6814
T04 58,50,40,100,100         40,43,45,35,32 -5 NL03 1 200  -7 8000 58.8222
T05 58,50,40,100,100         40,43,45,35,32 -5 NL03 1  50  -7   63 82.7850
T06 1000,1000,1000,1000,1000 70,70,70,70,70 15 NL01 2  30  10 4000 85.4991
"""
DOWNHILL = [88.421, 77.1136, 75.5712, 75.6919, 73.6689, 71.3471, 68.1195, 63.4796]


def _by_category(text: str) -> dict[str, float]:
    return dict(zip(CATEGORIES, (float(value) for value in text.split(",")), strict=True))


def _one(
    category: str = "1", flow: float = 1000, speed: float = 50, **road: object
) -> NDArray[np.float64]:
    street = roadway(road.pop("gradient", 0.0), **road)
    return road_power(street, {category: flow}, {category: speed})[0]


@pytest.mark.parametrize("row", PUBLISHED.strip().splitlines(), ids=lambda row: row[:3])
def test_mixed_traffic_has_the_published_power(row: str) -> None:
    _, flows, speeds, warmth, surface, junction, away, slope, band, level = row.split()
    street = roadway(
        float(slope),
        surface=surface,
        junction=int(junction),
        junction_m=float(away),
        temperature_c=float(warmth),
        edition=2015,
    )
    found = road_power(
        street, _by_category(flows), _by_category(speeds), studded_share=0.5, studded_months=4
    )
    assert found[0, np.flatnonzero(float(band) == NOMINAL_HZ)[0]] == pytest.approx(
        float(level), abs=1e-4
    )


def test_cars_downhill_have_the_published_power_in_every_band() -> None:
    # Same source: 1000 cars at 20 km/h, -12 %, all on studded tyres for half a month, -5 degrees.
    street = roadway(-12.0, surface="NL01", temperature_c=-5.0, edition=2015)
    found = road_power(street, {"1": 1000}, {"1": 20}, studded_share=1.0, studded_months=0.5)
    np.testing.assert_allclose(found[0], DOWNHILL, atol=1e-3)


def test_both_directions_of_a_slope_are_half_the_flow_each() -> None:
    # The published row repeats a slip (rolling noise corrected for the slope); this is the hand
    # calculation with propulsion alone that stands beside it in the reference pack.
    hand = [86.688, 75.411, 73.876, 74.806, 72.977, 69.908, 66.454, 61.795]
    street = roadway([-12.0, 12.0], surface="NL01", temperature_c=-5.0, edition=2015)
    found = road_power(street, {"1": 500}, {"1": 20}, studded_share=1.0, studded_months=0.5)
    np.testing.assert_allclose(10 * np.log10((10 ** (found / 10)).sum(axis=0)), hand, atol=1e-3)


def test_a_french_city_street_has_the_published_a_weighted_power() -> None:
    street = roadway(0.0, surface="FR_R2", edition=2015)
    found = road_power(street, {"1": 3747, "3": 479}, {"1": 50, "3": 50})[0]
    weighted = 10 * np.log10((10 ** ((found + A_WEIGHTING_DB) / 10)).sum())
    assert weighted == pytest.approx(89.6, abs=0.05)


def test_a_line_of_cars_at_one_per_metre_and_second_equals_one_car() -> None:
    # 50,000 veh/h at 50 km/h: one vehicle per metre. 500 Hz, 15 degrees, by hand with the amended
    # coefficients: rolling 93.1 + 25.7 lg(50/70) + 0.08 * 5, propulsion 87.2 - 8 * 20/70.
    rolling = 93.1 + 25.7 * np.log10(50 / 70) + 0.4
    propulsion = 87.2 - 8.0 * 20 / 70
    one_car = 10 * np.log10(10 ** (rolling / 10) + 10 ** (propulsion / 10))
    assert one_car == pytest.approx(90.979, abs=1e-3)
    found = _one(flow=50_000, temperature_c=15.0)
    assert found[3] == pytest.approx(one_car, abs=1e-9)


def test_the_amended_coefficients_are_the_default() -> None:
    np.testing.assert_array_equal(_one(), _one(edition=2020))
    assert (_one() != _one(edition=2015)).all()


def test_twice_the_traffic_is_three_decibels_more() -> None:
    np.testing.assert_allclose(_one(flow=2000) - _one(flow=1000), 10 * np.log10(2))


def test_a_street_without_traffic_is_silent() -> None:
    assert np.isneginf(_one(flow=0)).all()


def test_below_twenty_and_above_130_nothing_changes() -> None:
    np.testing.assert_array_equal(_one(speed=5), _one(speed=20))
    np.testing.assert_array_equal(_one(speed=180), _one(speed=130))


def test_a_missing_speed_counts_as_the_slowest() -> None:
    np.testing.assert_array_equal(_one(speed=np.nan), _one(speed=20))


def test_two_wheelers_make_no_rolling_noise() -> None:
    # Neither cold nor surface changes them: both act on tyres alone.
    np.testing.assert_array_equal(_one("4a", temperature_c=-10.0, surface="NL11"), _one("4a"))


def test_beyond_a_hundred_metres_a_junction_is_not_heard() -> None:
    np.testing.assert_array_equal(_one(junction=LIGHTS, junction_m=100.0), _one())


def test_a_junction_of_unknown_distance_is_not_heard() -> None:
    np.testing.assert_array_equal(_one(junction=LIGHTS, junction_m=np.nan), _one())


def test_every_street_has_its_own_surface_slope_and_junction() -> None:
    mixed = roadway(
        [0.0, 6.0, -9.0], surface=["NL11", "DEF", "NL02"], junction=[0, 1, 2], junction_m=30
    )
    alone = [
        roadway(0.0, surface="NL11"),
        roadway(6.0, junction=LIGHTS, junction_m=30),
        roadway(-9.0, surface="NL02", junction=ROUNDABOUT, junction_m=30),
    ]
    for row, street in enumerate(alone):
        for whole, part in zip(mixed, street, strict=True):
            np.testing.assert_array_equal(whole[row], part[0])


def test_at_the_lights_starting_is_louder_than_rolling_through() -> None:
    # 30 km/h, 63 Hz, where propulsion rules: nearly the whole C_P of 5.5 dB.
    gain = _one(speed=30, junction=LIGHTS, junction_m=0.0)[0] - _one(speed=30)[0]
    assert 5.0 < gain <= 5.5
    assert _one(speed=30, junction=ROUNDABOUT, junction_m=0.0)[0] - _one(speed=30)[0] <= 3.1


def test_lorries_are_louder_uphill_and_downhill() -> None:
    flat = _one("3", speed=50)
    assert (_one("3", speed=50, gradient=6.0) > flat).all()
    assert (_one("3", speed=50, gradient=-8.0) > flat).all()
    np.testing.assert_array_equal(_one("3", speed=50, gradient=-4.0), flat)


def test_a_slope_counts_to_twelve_percent() -> None:
    np.testing.assert_array_equal(_one("2", gradient=25.0), _one("2", gradient=12.0))


def test_setts_are_louder_than_asphalt_and_porous_asphalt_is_quieter() -> None:
    def weighted(surface: str) -> float:
        return float((10 ** ((_one(surface=surface) + A_WEIGHTING_DB) / 10)).sum())

    assert weighted("NL11") > weighted("DEF") > weighted("NL02")


@pytest.mark.parametrize(
    "wrong",
    [
        {"surface": "wrongPavement"},
        {"surface": ["DEF", "DEF"]},
        {"junction": 3},
        {"edition": 1999},
        {"gradient": np.nan},
        {"temperature_c": np.inf},
    ],
)
def test_what_the_method_does_not_know_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"surface|junction|coefficients|missing"):
        _one(**wrong)


def test_worlds_of_louder_tyres_change_rolling_noise_alone() -> None:
    street = roadway([0.0, 3.0])
    flow, speed = np.full((2, 2), 300.0), np.full((2, 2), 40.0)
    for place, category in enumerate(CATEGORIES):
        out = np.zeros((2, 2, 8))
        add_power(street, place, flow, speed, np.array([1.0, 10**0.15]), 0.0, out)
        louder = 10 * np.log10(out[1] / out[0])
        most = 1.5 if category in {"1", "2", "3"} else 0.0
        assert (louder <= most + 1e-9).all()
        assert (louder > 0).any() == (most > 0)


@given(
    speed=st.floats(1, 200),
    gradient=st.floats(-30, 30),
    category=st.sampled_from(CATEGORIES),
    surface=st.sampled_from(sorted(NAMES)),
    away=st.floats(0, 500),
)
def test_every_street_with_traffic_has_a_power(
    speed: float, gradient: float, category: str, surface: str, away: float
) -> None:
    found = _one(
        category, 100, speed, gradient=gradient, surface=surface, junction=LIGHTS, junction_m=away
    )
    assert np.isfinite(found).all()
    assert (found > 20).all()
    assert (found < 140).all()
