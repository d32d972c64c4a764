"""The noise analysis: levels behave as sound does, and its layers and figures are sound."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.twin.analyses import noise_town
from tests.twin.analyses.noise_town import HOUSES, QUICK, TRAFFIC, houses, town
from tests.twin.analyses.towns import city, edited, silent, streets
from twin.analyses.contract import Layer, Outcome
from twin.analyses.flows import Flows
from twin.analyses.noise import Noise
from twin.analyses.noise.figures import INDICATORS
from twin.analyses.noise.propagation import absorption_db_per_km, vertical_path
from twin.citystate import CityState

NOISE = Noise()
TOWN = town()
OPERATOR = NOISE.prepare(TOWN, QUICK, silent)


@pytest.fixture
def traffic(monkeypatch):
    """Puts flows behind the traffic outcome; returns what sets them."""

    def put(flows: Flows) -> None:
        monkeypatch.setattr("twin.analyses.noise.model.flows_of", lambda outcome, state: flows)

    put(noise_town.flows(3))
    return put


def told(state: CityState = TOWN, operator=None, **changed) -> Outcome:
    parameters = replace(QUICK, **changed)
    made = operator if operator is not None else OPERATOR
    return NOISE.apply(made, state, parameters, TRAFFIC, silent)


def layer(outcome: Outcome, name: str) -> Layer:
    return next(one for one in outcome.layers if one.name == name)


def facades(outcome: Outcome, column: str = "lden") -> np.ndarray:
    return layer(outcome, "facades").columns[column]


def test_twice_the_traffic_is_three_decibels_louder(traffic):
    before = facades(told())
    traffic(noise_town.flows(3, light=600.0, heavy=40.0))
    loud = before > 25.0
    assert np.abs(facades(told()) - before - 3.01)[loud].max() <= 0.02


def test_without_traffic_every_level_is_the_floor(traffic):
    traffic(noise_town.flows(3, light=0.0, heavy=0.0))
    assert set(facades(told())) == {20.0}


def test_thirty_is_quieter_than_fifty(traffic):
    before = facades(told())
    traffic(noise_town.flows(3, light_kmh=30.0, heavy_kmh=30.0))
    change = facades(told()) - before
    assert change.max() < 0.0
    assert -5.0 < change.mean() < -1.0


def test_without_lorries_it_is_quieter(traffic):
    before = facades(told())
    traffic(noise_town.flows(3, heavy=0.0))
    assert (facades(told()) < before).all()


def test_evening_and_night_weigh_more_in_lden(traffic):
    found = told()
    day, evening, night, den = (
        facades(found, name).astype(float) for name in ("lday", "levening", "lnight", "lden")
    )
    energy = 12 * 10 ** (day / 10) + 4 * 10 ** ((evening + 5) / 10) + 8 * 10 ** ((night + 10) / 10)
    assert np.abs(10 * np.log10(energy / 24) - den).max() < 0.03


def test_the_side_away_from_the_street_is_quieter(traffic):
    found = layer(told(), "facades").columns
    own = found["building"] == 1
    street, yard = own & (found["bearing_deg"] == 180), own & (found["bearing_deg"] == 0)
    assert found["lden"][street].min() - found["lden"][yard].max() > 8.0


def test_the_loudest_and_the_quietest_facade_stand_for_a_house(traffic):
    outcome = told()
    house, facade = layer(outcome, "buildings"), layer(outcome, "facades").columns
    for row, number in enumerate(house.feature_ids):
        own = facade["building"] == number
        assert house.columns["lden"][row] == facade["lden"][own].max()
        assert house.columns["quiet_lden"][row] == facade["lden"][own].min()


def test_no_layer_has_a_hole(traffic):
    for one in told().layers:
        assert (np.diff(one.feature_ids) > 0).all()
        assert all(np.isfinite(values).all() for values in one.columns.values())
        assert set(one.columns) == set(one.units)


def test_bounds_hold_the_central_level_and_draws_are_those_of_the_samples(traffic):
    outcome = told()
    found = layer(outcome, "facades").columns
    assert (found["low_lden"] <= found["lden"]).all()
    assert (found["high_lden"] >= found["lden"]).all()
    draws = layer(outcome, "facades_draws").columns
    assert set(draws) == {f"{name}_{k}" for name in ("lden", "lnight") for k in range(3)}


def test_figures_are_named_and_are_shares(traffic):
    figures = {one.code: one for one in told().indicators}
    assert set(figures) == set(INDICATORS)
    assert all(0.0 <= one.central <= 100.0 for one in figures.values())
    assert figures["facade_lden_55"].central >= figures["facade_lden_68"].central


def test_echoes_make_a_street_between_houses_louder(traffic):
    dry = NOISE.prepare(TOWN, replace(QUICK, reflect_m=0.0), silent)
    more = facades(told()) - facades(told(operator=dry))
    assert more.min() >= 0.0
    assert 0.3 < more.max() < 6.0


def test_softer_ground_is_quieter(traffic):
    lawn = NOISE.prepare(TOWN, replace(QUICK, ground=1.0), silent)
    hard, soft = told(), told(operator=lawn, ground=1.0)
    assert layer(soft, "grid").columns["lden"].mean() < layer(hard, "grid").columns["lden"].mean()


def test_a_street_in_open_country_is_the_sum_of_its_metres():
    line = [(-150.0, -100.0), (150.0, 100.0)]
    wide = replace(QUICK, range_m=1000.0, step_m=50.0)
    field = NOISE.prepare(city(streets({"line": line}), houses()), wide, silent).grid
    xy, length = field.receivers.xy, float(np.hypot(300.0, 200.0))
    share = (np.arange(4000) + 0.5) / 4000
    points = np.array(line[0]) + share[:, None] * (np.array(line[1]) - line[0])
    alpha = absorption_db_per_km(wide.temperature_c, wide.humidity_percent, 101325.0)
    out_h, out_f, loss = np.zeros(8), np.zeros(8), np.zeros((4000, 8))
    flat, hard = np.full(2, 5.0), np.zeros(2)
    for row, receiver in enumerate(xy):
        for k, away in enumerate(np.hypot(*(points - receiver).T)):
            d = np.array([0.0, away])
            vertical_path(2, d, flat, hard, 5.05, 9.0, 0.0, alpha, out_h, out_f)
            loss[k] = out_f
        whole = 10.0 * np.log10((10.0 ** (-loss / 10.0)).mean(axis=0) * length)
        made = 10.0 * np.log10(field.f[field.start[row] : field.start[row + 1]].sum(axis=0))
        assert np.abs(whole - made).max() < 0.1


def test_a_receiver_knows_that_the_height_of_its_house_is_assumed(traffic):
    state = town(houses(*HOUSES, height_m=[np.nan, *[12.0] * 7]))
    found = told(state, NOISE.prepare(state, QUICK, silent))
    house = layer(found, "buildings")
    assert house.columns["quality"][house.feature_ids == 0][0] == 2
    assert found.facts["noise_heights_assumed"] == 1
    assert len(found.notes) == 2


def test_a_tunnel_gives_off_nothing_and_a_bridge_does(traffic):
    tunnel = edited(TOWN, "street", [0, 1, 2], level=[-1, 0, 0])
    quiet = told(tunnel, NOISE.prepare(tunnel, QUICK, silent))
    assert quiet.facts["noise_tunnels"] == 1
    west = layer(quiet, "facades").columns["east_m"] < 60
    assert (facades(quiet)[west] < facades(told())[west]).all()
    bridge = edited(TOWN, "street", [0, 1, 2], level=[1, 0, 0])
    high = told(bridge, NOISE.prepare(bridge, QUICK, silent))
    assert high.facts["noise_bridges"] == 1
    assert facades(high)[west].max() > 50.0
