"""Zones, gateways and trips: synthetic, seeded, and adding up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.twin.analyses.towns import block_town, buildings, streets
from twin.analyses.network import drive_network, join_ends
from twin.analyses.sampling import CENTRAL_WORLD as CENTRAL
from twin.analyses.traffic.demand import demand_of, distances_km
from twin.analyses.traffic.demand.gateways import Gateways, gateways_of, usable_gateways
from twin.analyses.traffic.demand.zones import Zones, job_floor_m2, zones_of
from twin.analyses.traffic.parameters import TrafficParameters

P = TrafficParameters()
HEAVY = np.full(3, 0.05)


def test_a_commercial_block_has_jobs_on_all_floors_and_a_house_over_a_shop_on_one() -> None:
    rows = buildings(
        {"at": (0, 0), "usage": "commercial"},
        {"at": (50, 0), "usage2": "commercial"},
        {"at": (90, 0), "usage": "commercial", "usage2": "residential"},
        {"at": (130, 0), "usage": "commercial", "light": True},
        {"at": (170, 0)},
    )
    np.testing.assert_allclose(job_floor_m2(rows), [400, 100, 200, 0, 0])


def test_unknown_storeys_are_a_storey_every_three_metres() -> None:
    rows = buildings({"at": (0, 0), "usage": "commercial", "storeys": np.nan, "height_m": 9.0})
    assert job_floor_m2(rows)[0] == pytest.approx(300)


def test_zones_hold_all_trips_and_are_the_same_every_time() -> None:
    rng = np.random.default_rng(1)
    rows = buildings(*({"at": tuple(xy)} for xy in rng.uniform(0, 900, (60, 2))))
    first, again = (zones_of(rows, replace(P, zones=7)) for _ in range(2))
    assert len(first) == 7
    assert first.departures.sum() == pytest.approx(60 * 100 * P.departures_per_dwelling)
    np.testing.assert_array_equal(first.xy, again.xy)


def test_there_are_never_more_zones_than_buildings() -> None:
    assert len(zones_of(buildings({"at": (0, 0)}, {"at": (80, 0)}), P)) == 2


def test_a_street_that_leaves_the_area_is_a_gateway_by_its_importance_and_direction() -> None:
    table = streets(
        {"line": [(0, 50), (50, 50)]},
        {"line": [(50, 50), (100, 50)], "direction": "forward", "importance": 4},
        {"line": [(50, 50), (50, 80)]},
    )
    table = type(table)(table.urn, table.geometry, dict(table.columns))
    c = table.columns
    nodes = join_ends(table.geometry, c["level"], c["z_start_m"], c["z_end_m"])
    found = gateways_of(table, nodes, P)
    by_x = {
        float(nodes.xy[n][0]): (e, v)
        for n, e, v in zip(found.node, found.enter, found.leave, strict=True)
    }
    assert by_x[0.0] == (P.gateway_3, P.gateway_3)
    assert by_x[100.0] == (0.0, P.gateway_4)


def test_a_gateway_that_leads_nowhere_has_no_traffic() -> None:
    table = streets(
        {"line": [(0, 50), (50, 50)]},
        {"line": [(50, 50), (90, 90)]},
        {"line": [(100, 10), (80, 10)], "direction": "forward"},
    )
    c = table.columns
    nodes = join_ends(table.geometry, c["level"], c["z_start_m"], c["z_end_m"])
    every = gateways_of(table, nodes, P)
    network = drive_network(table, nodes, every.node)
    left = nodes.xy[usable_gateways(every, network).node][:, 0]
    assert 100.0 in nodes.xy[every.node][:, 0]
    assert 100.0 not in left


def test_rules_of_the_road_do_not_change_the_distances_people_plan_with() -> None:
    town = block_town().tables["street"]
    c = town.columns
    nodes = join_ends(town.geometry, c["level"], c["z_start_m"], c["z_end_m"])
    places = np.array([[0.0, 0.0], [600.0, 600.0]])
    closed = town.with_columns(car=np.zeros(len(town), dtype=bool))
    for table in (town, closed):
        assert distances_km(table, nodes, places)[0, 1] == pytest.approx(1.2)


def zones(departures: list[float], arrivals: list[float]) -> Zones:
    n = len(departures)
    xy = np.column_stack([np.arange(n) * 500.0, np.zeros(n)])
    return Zones(xy, np.array(departures), np.array(arrivals), 0.0, 0.0)


def test_through_traffic_never_turns_back_to_a_gateway_beside_its_own() -> None:
    gates = Gateways(np.array([0, 1, 2]), np.array([100.0] * 3), np.array([100.0] * 3), HEAVY[:3])
    where = np.array([[0.0, 0.0], [100.0, 0.0], [2000.0, 0.0]])
    found = demand_of(zones([500, 500], [200, 200]), gates, np.ones((5, 5)), where, P, CENTRAL)
    pairs = set(zip(found.origin.tolist(), found.destination.tolist(), strict=True))
    assert (2, 3) not in pairs
    assert (2, 4) in pairs


def test_entering_and_leaving_traffic_balance() -> None:
    gates = Gateways(
        np.array([0, 1]), np.array([300.0, 100.0]), np.array([100.0, 100.0]), HEAVY[:2]
    )
    where = np.array([[0.0, 0.0], [2000.0, 0.0]])
    found = demand_of(zones([500, 500], [200, 200]), gates, np.ones((4, 4)), where, P, CENTRAL)
    local_in = found.trips[(found.origin >= 2) & (found.destination < 2)].sum()
    local_out = found.trips[(found.origin < 2) & (found.destination >= 2)].sum()
    assert local_in == pytest.approx(local_out, rel=1e-3)


def test_demand_scales_with_its_draw() -> None:
    none = Gateways(np.empty(0, dtype=np.int64), np.empty(0), np.empty(0), HEAVY[:0])
    found = demand_of(
        zones([50, 50], [20, 20]),
        none,
        np.ones((2, 2)),
        np.empty((0, 2)),
        P,
        {**CENTRAL, "demand": 1.1},
    )
    assert found.total == pytest.approx(110)
