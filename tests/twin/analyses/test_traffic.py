"""The traffic analysis on small towns: what a plan changes, and what it must never break."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import pytest

from portal.errors import BadInput
from tests.twin.analyses.towns import block_town, buildings, city, edited, silent, streets
from twin.analyses.contract import Cancelled, Outcome, Upstream
from twin.analyses.traffic import Traffic, TrafficParameters
from twin.citystate import CityState

QUICK = TrafficParameters(zones=8, samples=3, gap=1e-6, plan_gap=1e-6, draw_gap=1e-6)
TOWN = block_town()
MODEL = Traffic()
OPERATOR = MODEL.prepare(TOWN, QUICK, silent)


def ask(state: CityState, parameters: TrafficParameters = QUICK) -> Outcome:
    return MODEL.apply(OPERATOR, state, parameters, Upstream(), silent)


def value(outcome: Outcome, code: str) -> float:
    return next(i.central for i in outcome.indicators if i.code == code and not i.area)


BASE = ask(TOWN)


def volume(outcome: Outcome, column: str = "volume_veh_h") -> dict[int, float]:
    layer = outcome.layers[0]
    return dict(zip(layer.feature_ids.tolist(), layer.columns[column].tolist(), strict=True))


def test_the_same_question_gives_the_same_answer() -> None:
    again = MODEL.apply(MODEL.prepare(TOWN, QUICK, silent), TOWN, QUICK, Upstream(), silent)
    np.testing.assert_array_equal(
        again.layers[0].columns["volume_veh_h"], BASE.layers[0].columns["volume_veh_h"]
    )
    assert list(again.indicators) == list(BASE.indicators)


def test_traffic_settles_to_the_gap_that_was_asked_for() -> None:
    assert BASE.facts["worst_relative_gap"] <= QUICK.gap
    assert BASE.facts["converged"]


def test_every_departure_from_home_is_driven() -> None:
    wanted = 4 * 950 * QUICK.departures_per_dwelling
    assert BASE.facts["trips"] == pytest.approx(wanted, abs=0.1)


def test_every_street_value_is_a_number() -> None:
    for name, column in BASE.layers[0].columns.items():
        assert np.isfinite(column).all(), name


def test_volumes_of_both_directions_add_up() -> None:
    both, ahead, back = (
        volume(BASE, name) for name in ("volume_veh_h", "volume_forward", "volume_backward")
    )
    assert all(both[k] == pytest.approx(ahead[k] + back[k], abs=1e-3) for k in both)


def test_bounds_hold_the_central_value() -> None:
    assert all(i.low <= i.central <= i.high for i in BASE.indicators)
    assert all(len(i.samples) == QUICK.samples for i in BASE.indicators)


def test_a_town_that_is_its_own_mirror_image_has_mirrored_traffic() -> None:
    # The blocks lie symmetric about the middle row line, so rows 0 and 3 carry alike; homes sit
    # 20 m north of their junction, the clusters one per block, hence the 1 % tolerance.
    names = TOWN.tables["street"].columns["name"]
    found = volume(BASE)
    rows = [sum(v for k, v in found.items() if names[k] == f"Row {j}") for j in (1, 2)]
    assert rows[0] == pytest.approx(rows[1], rel=0.05)


def test_a_closed_street_has_no_traffic_and_stays_in_the_layer() -> None:
    busiest = max(volume(BASE), key=lambda k: volume(BASE)[k])
    closed = ask(edited(TOWN, "street", [busiest], car=False))
    assert volume(closed)[busiest] == 0
    assert volume(closed).keys() == volume(BASE).keys()


def test_closing_the_busiest_street_of_this_town_lengthens_the_average_trip() -> None:
    busiest = max(volume(BASE), key=lambda k: volume(BASE)[k])
    closed = ask(edited(TOWN, "street", [busiest], car=False))
    assert value(closed, "trip_minutes") > value(BASE, "trip_minutes")


def test_a_lower_limit_moves_traffic_away() -> None:
    busiest = max(volume(BASE), key=lambda k: volume(BASE)[k])
    slow = ask(edited(TOWN, "street", [busiest], speed_kmh=20.0))
    assert volume(slow)[busiest] < volume(BASE)[busiest]


def test_fewer_lanes_move_traffic_away() -> None:
    busiest = max(volume(BASE), key=lambda k: volume(BASE)[k])
    narrow = ask(edited(TOWN, "street", [busiest], lanes=1.0))
    assert volume(narrow)[busiest] < volume(BASE)[busiest]


def test_a_one_way_street_has_traffic_only_that_way() -> None:
    one_way = ask(edited(TOWN, "street", [0], direction="backward"))
    assert volume(one_way, "volume_forward")[0] == 0


def test_draws_are_the_same_world_in_every_plan() -> None:
    # With the draws paired, a plan that changes nothing changes no sample either.
    again = ask(edited(TOWN, "street", [0], lanes=2.0))
    assert [i.samples for i in again.indicators] == [i.samples for i in BASE.indicators]


def test_closing_every_street_is_told_in_words() -> None:
    with pytest.raises(BadInput, match="finds a way"):
        ask(edited(TOWN, "street", slice(None), car=False))


def test_a_cut_off_corner_is_counted_and_said() -> None:
    # All streets but the easternmost closed: the homes west are more than 400 m from it.
    line = TOWN.tables["street"].geometry
    west = np.array([k for k, s in enumerate(line) if s.bounds[0] < 550.0])
    cut = ask(edited(TOWN, "street", west, car=False))
    assert cut.facts["unrouted_trips"] > 0
    assert any("no way at all" in note for note in cut.notes)


def test_a_city_without_streets_is_told_in_words() -> None:
    only_paths = city(streets({"line": [(0, 0), (9, 9)], "road_class": "path"}), buildings())
    with pytest.raises(BadInput, match="no streets"):
        MODEL.prepare(only_paths, QUICK, silent)


def test_a_city_without_homes_or_jobs_is_told_in_words() -> None:
    empty = city(TOWN.tables["street"], buildings({"at": (0, 0), "dwellings": 0.0}))
    with pytest.raises(BadInput, match="no building"):
        MODEL.prepare(empty, QUICK, silent)


def test_unknown_lanes_and_speed_get_a_default_that_is_said() -> None:
    bare = edited(TOWN, "street", slice(None), lanes=np.nan, mean_speed_kmh=np.nan)
    found = MODEL.apply(MODEL.prepare(bare, QUICK, silent), bare, QUICK, Upstream(), silent)
    assert found.facts["defaulted_km_lanes"] == pytest.approx(4.8)
    assert found.facts["defaulted_km_speed"] == pytest.approx(4.8)
    assert sum("a default stands in" in note for note in found.notes) == 2
    assert np.isfinite(found.layers[0].columns["speed_kmh"]).all()


def test_today_nobody_gains_and_nobody_bears() -> None:
    assert value(BASE, "homes_less_traffic") == value(BASE, "homes_more_traffic") == 0


def test_homes_at_a_closed_street_gain_and_homes_at_the_way_round_bear() -> None:
    column = TOWN.tables["street"].columns["name"] == "Column 0"
    west = np.flatnonzero(column)
    closed = ask(edited(TOWN, "street", west[1:2], car=False))
    # The homes stand at the four streets of column 0; those of the closed one lose their cars.
    before, after = volume(BASE), volume(closed)
    doors = OPERATOR.doors.street.tolist()
    homes = OPERATOR.doors.homes
    fewer = sum(
        count
        for row, count in zip(doors, homes, strict=True)
        if after[row] <= before[row] - max(50.0, before[row] / 4)
    )
    assert value(closed, "homes_less_traffic") == fewer


def test_districts_get_their_own_figures() -> None:
    import shapely

    from twin.citystate import Table

    shape = np.array([shapely.box(-50, -50, 250, 700)], dtype=object)
    west = Table(np.array(["urn:d"]), shape, {"name": np.array(["West"])})
    found = ask(TOWN.with_table("district", west, "d"))
    part = next(i for i in found.indicators if i.code == "vehicle_km" and i.area == "West")
    assert 0 < part.central < value(found, "vehicle_km")


def test_a_run_can_be_stopped() -> None:
    with pytest.raises(Cancelled):
        MODEL.apply(
            OPERATOR, edited(TOWN, "street", [0], lanes=1.0), QUICK, Upstream(), _stop_after(2)
        )


def test_facts_are_plain_json() -> None:
    assert json.loads(json.dumps(BASE.facts, allow_nan=False)) == BASE.facts


def _stop_after(calls: int) -> Callable[[float, str], None]:
    seen: list[float] = []

    def progress(share: float, text: str) -> None:
        seen.append(share)
        if len(seen) > calls:
            raise Cancelled

    return progress
