"""The traffic model on the demo city: what the demo's question rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from django.conf import settings

from tests.twin.analyses.towns import edited, silent
from twin.analyses.contract import Outcome, Upstream
from twin.analyses.network import drive_network, join_ends
from twin.analyses.traffic import Traffic, TrafficParameters
from twin.analyses.traffic.model import TrafficOperator
from twin.citystate import CityState
from twin.connectors.bdtopo import BdTopo
from twin.demo.scenarios import PIECES
from twin.kinds import KINDS, urn_of
from twin.state.columnar import table_of

P = replace(TrafficParameters(), samples=0)
MODEL = Traffic()


@pytest.fixture(scope="module")
def nantes() -> CityState:
    """The streets, buildings and districts of the demo data, without a database."""
    harvest = BdTopo().read(settings.DATA_DIR, bounds=None, say=lambda text: None)
    tables = {}
    for name in ("street", "building", "district"):
        rows = [record for record in harvest.records if record.kind == name]
        shapes = np.array([row.geometry for row in rows], dtype=object)
        urns = [urn_of(harvest.city, name, row.source_id) for row in rows]
        checked: list[Mapping[str, Any]] = [KINDS[name].check(row.attributes) for row in rows]
        tables[name] = table_of(KINDS[name], urns, shapes, checked)
    return CityState(harvest.crs, tables, "nantes")


@pytest.fixture(scope="module")
def operator(nantes: CityState) -> TrafficOperator:
    return MODEL.prepare(nantes, P, silent)


@pytest.fixture(scope="module")
def today(nantes: CityState, operator: TrafficOperator) -> Outcome:
    return MODEL.apply(operator, nantes, P, Upstream(), silent)


def value(outcome: Outcome, code: str) -> float:
    return next(i.central for i in outcome.indicators if i.code == code and not i.area)


def test_nearly_all_streets_open_to_cars_are_in_the_network(nantes: CityState) -> None:
    street = nantes.tables["street"]
    c = street.columns
    nodes = join_ends(street.geometry, c["level"], c["z_start_m"], c["z_end_m"])
    network = drive_network(street, nodes)
    open_km = c["length_m"][c["car"] & ~c["restricted"]].sum() / 1000
    kept_km = c["length_m"][np.unique(network.street)].sum() / 1000
    assert kept_km > 0.9 * open_km
    left_out = network.dropped_km["not_connected"] + network.dropped_km["loop"]
    assert kept_km + left_out == pytest.approx(open_km, abs=1e-6)


def test_traffic_settles_and_every_trip_finds_a_way(today: Outcome) -> None:
    assert today.facts["relative_gap"] <= P.gap
    assert today.facts["unrouted_trips"] == 0


def test_most_streets_have_room_and_some_are_full(nantes: CityState, today: Outcome) -> None:
    layer = today.layers[0]
    length = nantes.tables["street"].columns["length_m"][layer.feature_ids]
    full = length[layer.columns["vc"] > 1].sum() / length.sum()
    assert 0.005 < full < 0.1


def test_no_street_value_is_missing(today: Outcome) -> None:
    assert all(np.isfinite(column).all() for column in today.layers[0].columns.values())


def test_rue_de_strasbourg_is_the_busiest_street_of_its_length(
    nantes: CityState, today: Outcome
) -> None:
    layer, c = today.layers[0], nantes.tables["street"].columns
    names, length = c["name"][layer.feature_ids], c["length_m"][layer.feature_ids]
    driven = {
        name: float(layer.columns["volume_veh_h"][names == name] @ length[names == name])
        / length[names == name].sum()
        for name in np.unique(names)
        if name and length[names == name].sum() > 500
    }
    assert max(driven, key=lambda name: driven[name]) == "Rue de Strasbourg"


def test_the_demo_options_differ_and_none_is_best_for_everybody(
    nantes: CityState, operator: TrafficOperator, today: Outcome
) -> None:
    rows = nantes.tables["street"].rows_of(list(PIECES))
    options: dict[str, tuple[Any, dict[str, Any]]] = {
        "castle": (rows[7:], {"car": False}),
        "slow": (rows, {"speed_kmh": 30.0}),
        "town hall": (rows[:5], {"car": False}),
    }
    found = {
        name: MODEL.apply(operator, edited(nantes, "street", which, **what), P, Upstream(), silent)
        for name, (which, what) in options.items()
    }
    local = {name: value(one, "local_vehicle_km") for name, one in found.items()}
    own = {name: _own(one, rows, nantes) for name, one in found.items()}
    assert value(today, "local_vehicle_km") < local["slow"] < local["town hall"] < local["castle"]
    assert _own(today, rows, nantes) > own["slow"] > own["town hall"] > own["castle"]


def _own(outcome: Outcome, rows: Any, city: CityState) -> float:
    """Vehicle-km on the given streets."""
    layer = outcome.layers[0]
    here = np.isin(layer.feature_ids, rows)
    length = city.tables["street"].columns["length_m"][layer.feature_ids[here]]
    return float(layer.columns["volume_veh_h"][here] @ length) / 1000
