"""Noise from data as it comes: gaps, overlaps, slips. A level everywhere, or a plain sentence."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from portal.errors import BadInput
from tests.twin.analyses import noise_town
from tests.twin.analyses.noise_town import HOUSES, QUICK, TRAFFIC, houses, town
from tests.twin.analyses.towns import city, edited, silent, streets
from twin.analyses.contract import Layer, Outcome, Upstream
from twin.analyses.noise import Noise
from twin.citystate import CityState, Table

NOISE = Noise()


@pytest.fixture
def told(monkeypatch):
    """Works a state out with the same traffic on each of its streets."""

    def work(state: CityState, **kmh: float) -> Outcome:
        flows = noise_town.flows(len(state.tables["street"]), **kmh)
        monkeypatch.setattr("twin.analyses.noise.model.flows_of", lambda outcome, state: flows)
        operator = NOISE.prepare(state, QUICK, silent)
        return NOISE.apply(operator, state, QUICK, TRAFFIC, silent)

    return work


def layer(outcome: Outcome, name: str) -> Layer:
    return next(one for one in outcome.layers if one.name == name)


def assert_whole(outcome: Outcome) -> None:
    """Every number of every layer and figure is one, and no level is unbelievable."""
    for one in outcome.layers:
        for name, values in one.columns.items():
            if values.dtype.kind == "f":
                assert np.isfinite(values).all(), (one.name, name)
        if "lden" in one.columns:
            assert (one.columns["lden"] >= 20.0).all()
            assert (one.columns["lden"] < 95.0).all()
    for figure in outcome.indicators:
        assert np.isfinite([figure.low, figure.central, figure.high]).all(), figure.code


def with_street(line: list[tuple[float, float]], **values: object) -> CityState:
    """The town with one more street."""
    before = [
        {"line": [(0.0, 0.0), (110.0, 0.0)]},
        {"line": [(110.0, 0.0), (250.0, 0.0)]},
    ]
    return city(streets(*before, {"line": line, **values}), houses(*HOUSES))


def test_the_town_as_it_is_has_no_gap(told):
    assert_whole(told(town()))


def test_a_street_of_no_length_gives_off_nothing(told):
    found = told(with_street([(60.0, 5.0), (60.0, 5.0)]))
    assert_whole(found)
    without = told(with_street([(60.0, 5.0), (60.0, 5.0)], level=-1))
    np.testing.assert_array_equal(
        layer(found, "facades").columns["lden"], layer(without, "facades").columns["lden"]
    )


def test_a_street_at_speed_nothing_counts_as_the_slowest(told):
    slow, slowest = (told(town(), light_kmh=speed, heavy_kmh=speed) for speed in (0.0, 20.0))
    assert_whole(slow)
    np.testing.assert_array_equal(
        layer(slow, "facades").columns["lden"], layer(slowest, "facades").columns["lden"]
    )


def test_a_street_whose_heights_are_missing_is_level(told):
    found = told(with_street([(110.0, 0.0), (110.0, 150.0)], z_start_m=np.nan, z_end_m=np.nan))
    assert_whole(found)


def test_a_street_that_climbs_a_cliff_by_a_slip_counts_as_level(told):
    assert_whole(told(with_street([(110.0, 0.0), (112.0, 0.0)], z_start_m=5.0, z_end_m=400.0)))


def test_a_house_over_a_street_keeps_the_sound_under_it_and_says_so(told):
    over = told(town(houses(*HOUSES, (60, -6, 75, 6))))
    assert_whole(over)
    assert over.facts["noise_covered"] > 0


def test_a_house_round_a_house_leaves_no_receiver_inside_a_wall(told):
    found = told(town(houses(*HOUSES, (15, 5, 75, 30))))
    assert_whole(found)
    rows = layer(found, "facades").columns
    frame = layer(found, "facades").frame
    spots = shapely.points(rows["east_m"] + frame.x0, rows["north_m"] + frame.y0)
    walls = shapely.union_all([shapely.box(*box) for box in (*HOUSES, (15, 5, 75, 30))])
    assert not shapely.contains(walls, spots).any()


def test_houses_that_share_a_wall_or_lie_on_each_other_give_levels(told):
    assert_whole(told(town(houses(*HOUSES, (40, 10, 45, 25), (20, 10, 40, 25), (85, 20, 95, 30)))))


def test_a_house_of_no_height_is_no_obstacle(told):
    gone = told(town(houses(*HOUSES, height_m=[0.0, *[12.0] * 7])))
    assert_whole(gone)
    assert 0 not in layer(gone, "buildings").feature_ids


def test_a_house_of_unknown_height_and_storeys_is_flagged(told):
    state = town(houses(*HOUSES, height_m=[np.nan, *[12.0] * 7], storeys=[np.nan, *[4.0] * 7]))
    found = told(state)
    assert_whole(found)
    house = layer(found, "buildings")
    assert int(house.columns["quality"][house.feature_ids == 0][0]) & 2


def test_ground_that_nobody_knows_is_flat(told):
    state = town(houses(*HOUSES, ground_z_m=np.nan))
    state = edited(state, "street", [0, 1, 2], z_start_m=np.nan, z_end_m=np.nan)
    assert_whole(told(state))


def test_a_house_far_off_the_ground_around_it_gives_levels(told):
    assert_whole(told(town(houses(*HOUSES, ground_z_m=[900.0, *[5.0] * 7]))))


def test_a_street_under_a_bridge_and_the_bridge_are_both_heard(told):
    assert_whole(told(with_street([(60.0, -100.0), (60.0, 100.0)], level=1)))


def test_a_city_without_houses_has_a_grid_of_levels(told):
    columns = {name: values[:0] for name, values in houses(*HOUSES).columns.items()}
    found = told(town(Table(np.empty(0, dtype=str), np.empty(0, dtype=object), columns)))
    assert_whole(found)
    assert len(layer(found, "grid").columns["lden"]) > 0
    assert layer(found, "grid").columns["lden"].max() > 50.0


def test_a_city_without_streets_for_cars_is_told_so():
    state = edited(town(), "street", [0, 1, 2], road_class="path")
    with pytest.raises(BadInput, match="no streets"):
        NOISE.prepare(state, QUICK, silent)


def test_a_result_of_other_streets_is_refused(told, monkeypatch):
    operator = NOISE.prepare(town(), QUICK, silent)
    monkeypatch.setattr(
        "twin.analyses.noise.model.flows_of", lambda outcome, state: noise_town.flows(7)
    )
    with pytest.raises(BadInput):
        NOISE.apply(operator, town(), QUICK, TRAFFIC, silent)


def test_without_a_traffic_result_nothing_is_made_up():
    operator = NOISE.prepare(town(), QUICK, silent)
    with pytest.raises(BadInput):
        NOISE.apply(operator, town(), QUICK, Upstream(), silent)
