"""Meeting traffic counts: the GEH statistic, and trips adjusted to synthetic counts."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array

from tests.twin.analyses.towns import block_town, silent
from twin.analyses.contract import Outcome, Upstream
from twin.analyses.traffic import Traffic, TrafficParameters
from twin.analyses.traffic.counts import adjust, geh, share_within
from twin.citystate import CityState, Table

MODEL = Traffic()
QUICK = TrafficParameters(zones=8, samples=1, gap=1e-5, plan_gap=1e-5, draw_gap=1e-4)
TOWN = block_town()


def test_geh_of_1000_modelled_and_900_counted_is_3_244() -> None:
    # sqrt(2 * 100^2 / 1900)
    assert geh(np.array([1000.0]), np.array([900.0]))[0] == pytest.approx(3.2444, abs=1e-4)


def test_no_cars_where_none_were_counted_is_a_perfect_fit() -> None:
    assert geh(np.zeros(1), np.zeros(1))[0] == 0


def test_two_of_three_counts_are_met() -> None:
    share = share_within(np.array([100.0, 500.0, 900.0]), np.array([110.0, 510.0, 100.0]))
    assert share == pytest.approx(2 / 3)


def test_counts_twice_the_model_double_all_trips() -> None:
    share = csr_array(np.array([[1.0, 0.0, 0.5], [0.0, 1.0, 0.5]]))
    trips = np.array([100.0, 60.0, 40.0])
    np.testing.assert_allclose(adjust(trips, share, 2 * (share @ trips)), 2.0, rtol=1e-6)


def test_each_pair_moves_towards_its_own_count() -> None:
    share = csr_array(np.eye(2))
    factor = adjust(np.array([100.0, 100.0]), share, np.array([150.0, 80.0]))
    np.testing.assert_allclose(factor, [1.5, 0.8], rtol=1e-3)


def test_hidden_trips_are_met_at_every_count() -> None:
    rng = np.random.default_rng(3)
    share = csr_array((rng.random((12, 60)) < 0.3).astype(float))
    first = rng.uniform(5, 50, 60)
    hidden = first * rng.uniform(0.5, 3.0, 60)
    counted = share @ hidden
    factor = adjust(first, share, counted)
    assert share_within(share @ first, counted) < 1
    assert share_within(share @ (first * factor), counted, bound=1.0) == 1


def test_no_pair_changes_more_than_fourfold() -> None:
    factor = adjust(np.array([10.0, 10.0]), csr_array(np.eye(2)), np.array([900.0, 0.0]))
    assert factor.max() <= 4
    assert factor.min() >= 0.25


def test_without_counts_nothing_changes() -> None:
    none = csr_array((0, 3))
    np.testing.assert_array_equal(adjust(np.ones(3), none, np.empty(0)), 1)


def ask(state: CityState) -> Outcome:
    return MODEL.apply(MODEL.prepare(state, QUICK, silent), state, QUICK, Upstream(), silent)


def test_a_city_without_counts_says_so() -> None:
    found = ask(TOWN)
    assert found.facts["counts"] == 0
    assert any("no traffic counts" in note for note in found.notes)


def test_a_city_with_counts_is_brought_nearer_to_them() -> None:
    today = ask(TOWN).layers[0]
    rows, volume = today.feature_ids, today.columns["volume_veh_h"].astype(float)
    busy = np.argsort(-volume)[:6]
    street = TOWN.tables["street"]
    columns = {
        "street": np.append(street.urn[rows[busy]], "urn:unknown"),
        "veh_h": np.append(volume[busy] * 3, 100.0),
    }
    points = np.full(7, None, dtype=object)
    count = Table(np.array([f"urn:c{k}" for k in range(7)]), points, columns)
    found = ask(TOWN.with_table("count", count, "counted"))
    assert found.facts["counts"] == 6
    assert found.facts["geh_under_5"] > found.facts["geh_under_5_before"]
    now = found.layers[0].columns["volume_veh_h"][busy]
    assert np.abs(now / (volume[busy] * 3) - 1).mean() < 0.15
