"""Capacity, lanes and CO2 against figures worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from tests.twin.analyses.towns import streets
from twin.analyses.network import drive_network, join_ends
from twin.analyses.sampling import band, indicator, latin_hypercube
from twin.analyses.traffic.measures import co2_g_km, fuel_g_km
from twin.analyses.traffic.supply import Supply, supply

LINE = [(0.0, 0.0), (100.0, 0.0)]


def offer(**street: object) -> Supply:
    table = streets({"line": LINE}, {"line": [LINE[1], (100.0, 90.0), LINE[0]]}, {"line": LINE})
    changed = {name: table.columns[name].astype(object) for name in street}
    for name, value in street.items():
        changed[name][0] = value
    table = table.with_columns(**{n: v.astype(table.columns[n].dtype) for n, v in changed.items()})
    c = table.columns
    nodes = join_ends(table.geometry, c["level"], c["z_start_m"], c["z_end_m"])
    return supply(table, drive_network(table, nodes))


def test_a_two_way_street_shares_its_lanes() -> None:
    assert offer(lanes=2.0).capacity[0] == pytest.approx(0.45 * 1900)


def test_a_two_way_street_of_one_lane_gives_each_direction_half() -> None:
    assert offer(lanes=1.0).capacity[0] == pytest.approx(0.225 * 1900)


def test_a_one_way_street_has_all_its_lanes() -> None:
    assert offer(direction="forward", lanes=3.0).capacity[0] == pytest.approx(3 * 0.45 * 1900)


@pytest.mark.parametrize("lanes", [np.nan, 0.0, -1.0])
def test_impossible_lanes_count_as_the_default(lanes: float) -> None:
    found = offer(lanes=lanes)
    assert found.capacity[0] == pytest.approx(0.45 * 1900)
    assert found.defaulted_km["lanes"] == pytest.approx(0.1)


def test_a_local_street_carries_less_than_a_main_street() -> None:
    assert offer(importance=6).capacity[0] < offer(importance=3).capacity[0]


def test_a_motorway_has_the_published_curve_of_a_free_flowing_road() -> None:
    # Horowitz (1991), freeway of 50 mph: 0.56 and 3.6; all of the hour, 1,900 cars per lane.
    found = offer(importance=1)
    assert (found.b[0], found.power[0]) == (0.56, 3.6)
    assert found.capacity[0] == pytest.approx(1900)


def test_time_doubles_at_the_capacity_of_a_street_with_junctions() -> None:
    found = offer(importance=4)
    assert 1 + found.b[0] * 1.0 ** found.power[0] == 2


def test_without_the_column_lorries_may_go_everywhere() -> None:
    assert offer().heavy_allowed.all()


def test_an_impossible_limit_falls_back_on_the_assumed_one() -> None:
    assert offer(speed_kmh=0.0).free_kmh[0] == pytest.approx(30.0)


def test_fuel_at_50_is_the_guidebooks() -> None:
    # (174 + 0.364*50 + 0.00874*2500) / (1 + 0.0685*50 - 0.000247*2500) = 214.05 / 3.8075
    assert fuel_g_km(np.array([50.0]))[0] == pytest.approx(214.05 / 3.8075)


def test_co2_is_3_169_g_per_g_of_fuel() -> None:
    speed = np.array([30.0])
    assert co2_g_km(speed)[0] / fuel_g_km(speed)[0] == pytest.approx(3.169, abs=5e-4)


def test_co2_is_held_at_the_ends_of_the_functions_range() -> None:
    slow, ten, fast, top = co2_g_km(np.array([3.0, 10.0, 180.0, 130.0]))
    assert (slow, fast) == (ten, top)


def test_crawling_gives_off_more_than_driving_at_50() -> None:
    crawl, town = co2_g_km(np.array([12.0, 50.0]))
    assert crawl > 1.5 * town


def test_draws_are_one_from_each_slice_of_every_range() -> None:
    draws = latin_hypercube({"a": (0.0, 10.0), "b": (1.0, 2.0)}, 10, seed=7)
    assert sorted(int(one["a"]) for one in draws) == list(range(10))
    assert draws == latin_hypercube({"a": (0.0, 10.0), "b": (1.0, 2.0)}, 10, seed=7)


def test_no_draws_give_bounds_without_width() -> None:
    found = indicator("vehicle_km", "veh·km/h", 5.0, [])
    assert (found.low, found.central, found.high) == (5.0, 5.0, 5.0)


def test_bounds_are_the_5th_and_95th_percentile() -> None:
    found = indicator("vehicle_km", "veh·km/h", 50.0, [float(k) for k in range(101)])
    assert (found.low, found.high) == (5.0, 95.0)


def test_a_band_never_excludes_the_central_value() -> None:
    low, high = band([np.array([3.0]), np.array([4.0])], np.array([9.0]))
    assert low[0] < 4
    assert high[0] == 9
