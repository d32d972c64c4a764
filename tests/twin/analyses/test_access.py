"""Walking minutes by hand on a network of five nodes, and what a plan changes."""

from __future__ import annotations

import json

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse.csgraph import dijkstra

from portal.errors import BadInput
from tests.twin.analyses.towns import buildings, city, places, silent, streets
from twin.analyses.access import Access, AccessParameters
from twin.analyses.access.entrances import entrances
from twin.analyses.access.parameters import WALKING_M_S
from twin.analyses.access.reach import nearest_effort_m
from twin.analyses.contract import Outcome, Upstream
from twin.analyses.network import join_ends, walk_network
from twin.analyses.network.walk import STAIRS_FACTOR
from twin.citystate import CityState, Table

# Five nodes: a square A B C D with sides of 300 m and E at the end of stairs of 100 m from C.
A, B, C, D, E = (0.0, 0.0), (300.0, 0.0), (300.0, 300.0), (0.0, 300.0), (400.0, 300.0)
SQUARE = streets(
    {"line": [A, B]},
    {"line": [B, C]},
    {"line": [C, D]},
    {"line": [D, A]},
    {"line": [C, E], "road_class": "stairs", "car": False},
)
HOMES = buildings({"at": (60.0, 10.0)}, {"at": (290.0, 200.0)}, {"at": (-10.0, 240.0)})
SHOP = ("shop", (400.0, 310.0))
SCHOOL = ("school", (100.0, -10.0))
MODEL = Access()
P = AccessParameters(samples=4)


def ask(state: CityState, base: CityState | None = None) -> Outcome:
    return MODEL.apply(MODEL.prepare(base or state, P, silent), state, P, Upstream(), silent)


def minutes(outcome: Outcome, name: str) -> list[float]:
    return outcome.layers[0].columns[f"minutes_{name}"].tolist()


def value(outcome: Outcome, code: str, group: str = "") -> float:
    return next(i.central for i in outcome.indicators if (i.code, i.group) == (code, group))


TOWN = city(SQUARE, HOMES, place=places(SHOP, SCHOOL))
FOUND = ask(TOWN)


def test_minutes_to_the_shop_are_as_worked_by_hand() -> None:
    # To C, then 100 m of stairs, then 10 m to the shop; first the 10 m from each house.
    stairs = 100 / STAIRS_FACTOR + 10
    metres = [10 + 240 + 300 + stairs, 10 + 100 + stairs, 10 + 60 + 300 + stairs]
    by_hand = [m / WALKING_M_S / 60 for m in metres]
    np.testing.assert_allclose(minutes(FOUND, "shop"), by_hand, rtol=1e-6)


def test_house_and_school_on_one_street_need_no_junction() -> None:
    by_hand = (10 + 40 + 10) / WALKING_M_S / 60
    assert minutes(FOUND, "school")[0] == pytest.approx(by_hand, rel=1e-6)


def test_minutes_to_daily_needs_are_the_mean_over_what_there_is() -> None:
    both = np.mean([minutes(FOUND, "shop"), minutes(FOUND, "school")], axis=0)
    np.testing.assert_allclose(minutes(FOUND, "daily"), both, rtol=1e-6)


def test_shares_count_dwellings() -> None:
    # Walks to the shop: 9.5, 4.0 and 7.2 minutes, a hundred homes each.
    assert value(FOUND, "within_near_shop") == pytest.approx(100 / 3)
    assert value(FOUND, "within_far_shop") == pytest.approx(100)


def test_older_people_walk_longer() -> None:
    assert value(FOUND, "minutes_daily", "over_70") > value(FOUND, "minutes_daily")


def test_bounds_come_from_slow_and_fast_walkers() -> None:
    for one in FOUND.indicators:
        assert one.low <= one.central <= one.high
        assert len(one.samples) == P.samples


def test_a_new_square_shortens_the_walk_to_a_square() -> None:
    before = ask(city(SQUARE, HOMES, place=places(SHOP, SCHOOL, ("square", E))))
    shape = np.array([shapely.box(20, 10, 80, 50)], dtype=object)
    green = Table(np.array(["urn:g"]), shape, {"category": np.array(["square"])})
    with_square = city(SQUARE, HOMES, place=places(SHOP, SCHOOL, ("square", E)), green=green)
    after = ask(with_square)
    assert value(after, "minutes_square") < value(before, "minutes_square")
    assert all(
        now <= then
        for now, then in zip(minutes(after, "square"), minutes(before, "square"), strict=True)
    )


def test_a_kind_of_place_that_only_the_plan_has_does_not_change_daily_needs() -> None:
    plan = city(SQUARE, HOMES, place=places(SHOP, SCHOOL, ("park", B)))
    assert minutes(ask(plan, base=TOWN), "daily") == minutes(FOUND, "daily")
    assert np.isfinite(minutes(ask(plan, base=TOWN), "park")).all()


def test_closing_a_street_to_cars_changes_no_walk() -> None:
    closed = city(
        SQUARE.with_columns(car=np.zeros(5, dtype=bool)), HOMES, place=TOWN.tables["place"]
    )
    assert minutes(ask(closed), "daily") == minutes(FOUND, "daily")


def test_a_house_too_far_from_any_path_has_no_minutes_and_is_said() -> None:
    rows = buildings({"at": (60.0, 10.0)}, {"at": (5000.0, 0.0)})
    found = ask(city(SQUARE, rows, place=places(SHOP)))
    assert np.isnan(minutes(found, "shop")).tolist() == [False, True]
    assert found.facts["homes_unreachable"] == 100
    assert any("too far" in note for note in found.notes)


def test_a_house_that_the_plan_adds_gets_its_minutes() -> None:
    more = buildings(
        *({"at": at} for at in [(60.0, 10.0), (290.0, 200.0), (-10.0, 240.0), (310.0, 290.0)])
    )
    found = ask(city(SQUARE, more, place=TOWN.tables["place"]), base=TOWN)
    assert len(minutes(found, "shop")) == 4
    assert np.isfinite(minutes(found, "shop")[3])


def test_a_city_without_places_is_told_in_words() -> None:
    with pytest.raises(BadInput, match="no school, shop"):
        ask(city(SQUARE, HOMES))


def test_a_city_without_paths_is_told_in_words() -> None:
    with pytest.raises(BadInput, match="walk on"):
        ask(city(SQUARE.with_columns(foot=np.zeros(5, dtype=bool)), HOMES))


def test_facts_are_plain_json() -> None:
    assert json.loads(json.dumps(FOUND.facts, allow_nan=False)) == FOUND.facts


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.floats(-50, 350), st.floats(-50, 350)), min_size=1, max_size=6),
    st.lists(st.tuples(st.floats(-50, 350), st.floats(-50, 350)), min_size=1, max_size=4),
)
def test_one_search_for_all_places_equals_a_search_from_every_house(
    homes: list[tuple[float, float]], shops: list[tuple[float, float]]
) -> None:
    c = SQUARE.columns
    nodes = join_ends(SQUARE.geometry, c["level"], c["z_start_m"], c["z_end_m"])
    network = walk_network(SQUARE, nodes)
    here = entrances(network, SQUARE.geometry, shapely.points(homes))
    there = entrances(network, SQUARE.geometry, shapely.points(shops))
    found = nearest_effort_m(network, here, there)
    between = np.asarray(dijkstra(network.graph(), directed=False))
    (home_node, home_way), (shop_node, shop_way) = here.ends(network), there.ends(network)
    for k in range(len(homes)):
        ways = [
            home_way[i, k] + between[home_node[i, k], shop_node[j, m]] + shop_way[j, m]
            for i in (0, 1)
            for j in (0, 1)
            for m in range(len(shops))
        ]
        ways += [
            here.metres[k]
            + there.metres[m]
            + abs(here.share[k] - there.share[m]) * network.effort_m[here.edge[k]]
            for m in range(len(shops))
            if here.edge[k] == there.edge[m]
        ]
        assert found[k] == pytest.approx(min(ways), abs=1e-4)
