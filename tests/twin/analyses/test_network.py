"""From street pieces to networks: direction, bridges, what is left out and counted."""

from __future__ import annotations

import numpy as np
import pytest

from tests.twin.analyses.towns import streets
from twin.analyses.network import DriveNetwork, drive_network, join_ends, walk_network
from twin.analyses.network.defaults import free_speed_kmh
from twin.analyses.network.walk import STAIRS_FACTOR, tobler_factor
from twin.citystate import Table

A, B, C, D = (0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0)


def drive(table: Table, open_ends: list[int] | None = None) -> DriveNetwork:
    c = table.columns
    nodes = join_ends(table.geometry, c["level"], c["z_start_m"], c["z_end_m"])
    return drive_network(table, nodes, None if open_ends is None else np.array(open_ends))


def links(network: DriveNetwork) -> set[tuple[int, bool]]:
    return set(zip(network.street.tolist(), network.forward.tolist(), strict=True))


def test_a_two_way_street_is_two_links() -> None:
    assert links(drive(streets({"line": [A, B]}))) == {(0, True), (0, False)}


def test_forward_runs_as_the_line_was_drawn_and_backward_against_it() -> None:
    ring = streets(
        {"line": [A, B], "direction": "forward"},
        {"line": [C, B], "direction": "backward"},
        {"line": [C, A], "direction": "forward"},
    )
    network = drive(ring)
    start = network.nodes.xy[network.tail]
    assert links(network) == {(0, True), (1, False), (2, True)}
    np.testing.assert_allclose(start[network.street == 1], [B])


def test_a_ring_of_one_way_streets_against_each_other_carries_nobody() -> None:
    ring = streets(
        {"line": [A, B], "direction": "forward"},
        {"line": [B, C], "direction": "forward"},
        {"line": [A, C], "direction": "forward"},
    )
    network = drive(ring)
    assert (len(network), network.dropped_km["not_connected"]) == (
        0,
        pytest.approx(0.2 + np.hypot(0.1, 0.1)),
    )


def test_a_bridge_is_not_joined_with_the_street_below() -> None:
    cross = streets(
        {"line": [(0, 50), (200, 50)]},
        {"line": [(100, 0), (100, 100)], "level": 1, "z_start_m": 12.0, "z_end_m": 12.0},
    )
    c = cross.columns
    assert len(join_ends(cross.geometry, c["level"], c["z_start_m"], c["z_end_m"])) == 4


def test_ends_at_one_place_but_different_heights_stay_apart() -> None:
    stacked = streets({"line": [A, B]}, {"line": [B, C], "z_start_m": 11.0, "z_end_m": 11.0})
    c = stacked.columns
    assert len(join_ends(stacked.geometry, c["level"], c["z_start_m"], c["z_end_m"])) == 4


def test_a_bridge_is_joined_with_its_own_ramp() -> None:
    ramp = streets(
        {"line": [A, B], "z_start_m": 5.0, "z_end_m": 11.0},
        {"line": [B, C], "level": 1, "z_start_m": 11.5, "z_end_m": 12.0},
    )
    c = ramp.columns
    assert len(join_ends(ramp.geometry, c["level"], c["z_start_m"], c["z_end_m"])) == 3


def test_an_end_of_unknown_height_joins_those_of_its_own_level() -> None:
    rows = streets(
        {"line": [A, B], "z_end_m": 5.0},
        {"line": [B, C], "level": 1, "z_start_m": 12.0, "z_end_m": 12.0},
        {"line": [B, D], "level": 1, "z_start_m": np.nan, "z_end_m": np.nan},
    )
    c = rows.columns
    nodes = join_ends(rows.geometry, c["level"], c["z_start_m"], c["z_end_m"])
    assert nodes.start[2] == nodes.start[1] != nodes.end[0]


def test_what_is_left_out_is_counted_by_reason() -> None:
    table = streets(
        {"line": [A, B]},
        {"line": [B, C], "car": False},
        {"line": [A, D], "restricted": True},
        {"line": [A, (30, 40), (40, 30), A]},
        {"line": [(900, 0), (950, 0)]},
        {"line": [C, D], "direction": "forward"},
    )
    dropped = drive(table).dropped_km
    assert dropped["no_cars"] == pytest.approx(0.1)
    assert dropped["restricted"] == pytest.approx(0.1)
    assert dropped["loop"] == pytest.approx(table.columns["length_m"][3] / 1000)
    assert dropped["not_connected"] == pytest.approx(0.15)


def test_a_one_way_street_leading_out_of_the_area_is_kept() -> None:
    table = streets({"line": [A, B]}, {"line": [B, (300, 0)], "direction": "forward"})
    c = table.columns
    nodes = join_ends(table.geometry, c["level"], c["z_start_m"], c["z_end_m"])
    outer = int(nodes.end[1])
    assert (1, True) in links(drive(table, [outer]))
    assert (1, True) not in links(drive(table))


def test_a_new_limit_changes_the_driving_time_but_not_the_time_lost_at_junctions() -> None:
    one = np.array([50.0])
    free, _ = free_speed_kmh(np.array([30.0]), one, np.array([25.0]))
    # 1/25 h/km at 50 km/h is 20 ms driving + 20 ms lost; at 30 km/h 33.3 + 20 ms.
    assert free[0] == pytest.approx(1 / (1 / 30 + 1 / 50))


def test_a_mean_speed_of_zero_gets_the_default_and_is_flagged() -> None:
    limit = np.array([50.0, 50.0])
    free, guessed = free_speed_kmh(limit, limit, np.array([0.0, np.nan]))
    assert guessed.all()
    assert free == pytest.approx([28.0, 28.0])


def test_stairs_are_slower_than_a_street_and_a_slope_slower_than_level_ground() -> None:
    table = streets(
        {"line": [A, B]},
        {"line": [B, C], "road_class": "stairs", "car": False},
        {"line": [C, D], "z_start_m": 5.0, "z_end_m": 15.0},
    )
    c = table.columns
    nodes = join_ends(table.geometry, c["level"], c["z_start_m"], c["z_end_m"])
    level, stairs, slope = walk_network(table, nodes).effort_m
    assert level == pytest.approx(100)
    assert stairs == pytest.approx(100 / STAIRS_FACTOR)
    assert slope == pytest.approx(100 / tobler_factor(np.array([0.1]))[0])
    assert slope > 100


def test_tobler_by_hand_at_ten_percent() -> None:
    # Up exp(-0.35), down exp(-0.35) x exp(0.35) ... : |0.15| and |-0.05| against |0.05|.
    up, down = np.exp(-3.5 * 0.10), np.exp(-3.5 * 0.0)
    assert tobler_factor(np.array([0.1]))[0] == pytest.approx(2 / (1 / up + 1 / down))


def test_paths_that_touch_nothing_are_counted_as_not_connected() -> None:
    table = streets({"line": [A, B]}, {"line": [B, C]}, {"line": [(900, 0), (950, 0)]})
    c = table.columns
    nodes = join_ends(table.geometry, c["level"], c["z_start_m"], c["z_end_m"])
    assert walk_network(table, nodes).dropped_km["walk_not_connected"] == pytest.approx(0.05)
