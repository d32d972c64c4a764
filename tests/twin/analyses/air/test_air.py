"""The air of a small town from its traffic to its layers and figures."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import shapely

from portal.errors import BadInput
from tests.twin.analyses.towns import block_town, city, edited, silent, streets
from twin.analyses.air import Air, AirParameters
from twin.analyses.air import model as room
from twin.analyses.air.figures import FACTS, INDICATORS
from twin.analyses.contract import Outcome, Upstream
from twin.analyses.flows import Flows
from twin.citystate import CityState, Table

AIR = Air()
PLAIN = AirParameters(grid_m=40.0, samples=3)
TRAFFIC = Upstream({"traffic": Outcome((), ())})
TOWN = block_town()
OPERATOR = AIR.prepare(TOWN, PLAIN, silent)
WORLDS = 4


def flows(
    light: float = 300.0, heavy: float = 10.0, kmh: float = 30.0, worlds: int = WORLDS
) -> Flows:
    count = len(TOWN.tables["street"])
    day, peak = np.ones((worlds, 3, 2, count)), np.ones((worlds, 2, count))
    return Flows(
        light * day, heavy * day, kmh * day, kmh * day, light * peak, heavy * peak, kmh * peak
    )


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Applies the operator with given flows and parameters."""

    def with_flows(given: Flows, parameters: AirParameters = PLAIN) -> Outcome:
        monkeypatch.setattr(room, "flows_of", lambda _traffic, _state: given)
        return AIR.apply(OPERATOR, TOWN, parameters, TRAFFIC, silent)

    return with_flows


def central(outcome: Outcome, code: str, area: str = "") -> float:
    return next(i.central for i in outcome.indicators if i.code == code and i.area == area)


def column(outcome: Outcome, layer: str, name: str) -> np.ndarray:
    return next(one for one in outcome.layers if one.name == layer).columns[name]


def test_a_day_adds_up_by_hand(run: Any) -> None:
    # 24 streets of 200 m, 300 vehicles an hour each way, 24 hours, CO2 at 30 km/h.
    from twin.analyses.air.emissions.factors import CO2, factors

    km = 24 * 0.2 * 2 * 24 * 300.0
    grams = factors(2024).at(False, CO2, np.array([30.0]))[0]
    found = run(flows(heavy=0.0))
    assert central(found, "co2_kg_day") == pytest.approx(km * grams / 1000.0, rel=1e-9)


def test_without_traffic_there_is_what_comes_from_outside(run: Any) -> None:
    found = run(flows(0.0, 0.0))
    assert np.unique(column(found, "buildings", "no2")) == pytest.approx([9.0])
    assert np.unique(column(found, "grid", "pm25")) == pytest.approx([8.5])
    assert central(found, "nox_kg_day") == 0.0


def test_more_traffic_means_worse_air_everywhere(run: Any) -> None:
    some, more = (column(run(flows(light)), "buildings", "no2") for light in (300.0, 900.0))
    assert (more > some).all()


def test_slower_than_the_functions_know_is_finite(run: Any) -> None:
    found = run(flows(kmh=0.0))
    assert all(np.isfinite(v).all() for layer in found.layers for v in layer.columns.values())


def test_bounds_hold_the_central_value(run: Any) -> None:
    found = run(flows())
    for name in ("no2", "pm25"):
        middle = column(found, "buildings", name)
        assert (column(found, "buildings", f"low_{name}") <= middle).all()
        assert (column(found, "buildings", f"high_{name}") >= middle).all()
    for one in found.indicators:
        assert one.low <= one.central <= one.high
        assert len(one.samples) == 3


def test_layers_and_draws_are_named_as_agreed(run: Any) -> None:
    found = {layer.name: layer for layer in run(flows()).layers}
    assert set(found["buildings"].columns) == {
        "no2", "pm10", "pm25", "nox", "no2_hour", "low_no2", "high_no2", "low_pm25", "high_pm25",
        "quality",
    }  # fmt: skip
    assert set(found["buildings_draws"].columns) == {
        f"{name}_{draw}" for name in ("no2", "pm10", "pm25") for draw in range(3)
    }
    assert set(found["grid"].columns) == {"no2", "pm10", "pm25", "low_no2", "high_no2"}
    assert set(found["grid_draws"].columns) == {"no2_0", "no2_1", "no2_2"}
    assert found["grid"].frame == OPERATOR.frame
    assert found["buildings"].units["no2"] == "µg/m³"


def test_one_world_has_no_draws(run: Any) -> None:
    found = run(flows(worlds=1), replace(PLAIN, samples=0))
    assert {layer.name for layer in found.layers} == {"buildings", "grid"}


def test_the_same_question_has_the_same_answer(run: Any) -> None:
    one, two = run(flows()), run(flows())
    for first, second in zip(one.layers, two.layers, strict=True):
        for name, values in first.columns.items():
            assert values.tobytes() == second.columns[name].tobytes()


def test_a_younger_fleet_means_cleaner_air(run: Any) -> None:
    old, new = (run(flows(), replace(PLAIN, year=year)) for year in (2015, 2030))
    assert central(new, "nox_kg_day") < 0.5 * central(old, "nox_kg_day")
    assert (column(new, "buildings", "no2") < column(old, "buildings", "no2")).all()


def test_electric_cars_still_wear_tyres(run: Any) -> None:
    found = run(flows(heavy=0.0), replace(PLAIN, electric_share=1.0))
    assert central(found, "pm10_kg_day") > 0.0
    assert found.facts["electric_percent"] == 100.0


def test_the_worst_hour_is_above_the_background(run: Any) -> None:
    assert (column(run(flows()), "buildings", "no2_hour") > 9.0).all()


def test_every_figure_and_fact_has_its_text(run: Any) -> None:
    found = run(flows())
    assert {one.code for one in found.indicators} <= set(INDICATORS)
    assert all(INDICATORS[one.code].unit == one.unit for one in found.indicators)
    assert set(found.facts) <= set(FACTS)


def test_districts_share_out_the_emissions(monkeypatch: pytest.MonkeyPatch) -> None:
    halves = np.array([shapely.box(-50, -50, 299, 700), shapely.box(299, -50, 700, 700)])
    district = Table(
        np.array(["urn:west", "urn:east"]), halves, {"name": np.array(["West", "East"])}
    )
    state = TOWN.with_table("district", district, "halves")
    operator = AIR.update(OPERATOR, TOWN, state, PLAIN, silent)
    monkeypatch.setattr(room, "flows_of", lambda _traffic, _state: flows())
    found = AIR.apply(operator, state, PLAIN, TRAFFIC, silent)
    parts = central(found, "co2_kg_day", "West") + central(found, "co2_kg_day", "East")
    assert parts == pytest.approx(central(found, "co2_kg_day"))


def test_assumed_weather_is_said(run: Any) -> None:
    assert {room.ASSUMED_ROSE, room.ASSUMED_AIR} <= set(run(flows()).notes)
    measured = replace(PLAIN, weather=((240.0, 1.0, 3.0, 4, 800.0),))
    assert room.ASSUMED_ROSE not in run(flows(), measured).notes
    brought = replace(PLAIN, background_no2=14.0)
    assert room.ASSUMED_AIR not in run(flows(), brought).notes


def test_unknown_heights_are_said_and_harm_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    state = edited(TOWN, "building", [0, 3], height_m=np.nan)
    operator = AIR.update(OPERATOR, TOWN, state, PLAIN, silent)
    monkeypatch.setattr(room, "flows_of", lambda _traffic, _state: flows())
    found = AIR.apply(operator, state, PLAIN, TRAFFIC, silent)
    assert room.ASSUMED_HEIGHTS in found.notes
    assert found.facts["air_heights_assumed"] == 2
    assert (column(found, "buildings", "quality").astype(int) & 2).nonzero()[0].tolist() == [0, 3]
    assert all(np.isfinite(v).all() for layer in found.layers for v in layer.columns.values())


def bare(state: CityState) -> CityState:
    return CityState(state.crs, {"street": state.tables["street"]}, "bare")


def test_a_city_without_houses_has_a_grid_only(monkeypatch: pytest.MonkeyPatch) -> None:
    state = bare(TOWN)
    operator = AIR.prepare(state, PLAIN, silent)
    monkeypatch.setattr(room, "flows_of", lambda _traffic, _state: flows())
    found = AIR.apply(operator, state, PLAIN, TRAFFIC, silent)
    assert len(column(found, "grid", "no2"))
    assert room.SMALL in found.notes


def test_a_city_without_streets_is_refused() -> None:
    paths = streets({"line": [(0, 0), (100, 0)], "road_class": "path"})
    with pytest.raises(BadInput):
        AIR.prepare(city(paths, TOWN.tables["building"]), PLAIN, silent)


def test_weather_that_cannot_be_is_refused() -> None:
    with pytest.raises(BadInput):
        AIR.prepare(TOWN, replace(PLAIN, weather=((0.0, 1.0, 3.0, 9, 800.0),)), silent)


def test_a_traffic_result_without_flows_is_refused() -> None:
    with pytest.raises(BadInput):
        AIR.apply(OPERATOR, TOWN, PLAIN, TRAFFIC, silent)


def test_flows_of_another_number_of_worlds_are_refused(run: Any) -> None:
    with pytest.raises(BadInput):
        run(flows(worlds=2))


def test_streets_of_no_length_or_place_are_left_out() -> None:
    nowhere = shapely.LineString([(np.nan, 0.0), (1.0, 1.0)])
    table = TOWN.tables["street"]
    odd = table.geometry.copy()
    odd[0], odd[1] = shapely.LineString([(0, 0), (0, 0)]), nowhere
    state = TOWN.with_table("street", Table(table.urn, odd, table.columns), "odd")
    found = AIR.prepare(state, PLAIN, silent)
    assert found.length_km[:2].tolist() == [0.0, 0.0]
    assert np.isfinite(found.values).all()


@pytest.mark.parametrize(
    "odd",
    [
        {"background_no2": -1.0},
        {"background_o3": float("nan")},
        {"primary_no2": 1.5},
        {"roughness_cm": 0.0},
        {"worst_stability": 9},
        {"grid_m": 0.0},
        {"electric_share": 1.2},
    ],
)
def test_settings_that_make_no_sense_are_refused(odd: dict[str, float]) -> None:
    with pytest.raises(BadInput):
        AIR.prepare(TOWN, replace(PLAIN, **odd), silent)


def test_a_house_over_the_street_harms_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    table = TOWN.tables["building"]
    over = Table(
        np.append(table.urn, "urn:over"),
        np.append(table.geometry, shapely.box(80, -15, 120, 15)),
        {name: np.append(values, values[:1]) for name, values in table.columns.items()},
    )
    state = TOWN.with_table("building", over, "over")
    operator = AIR.update(OPERATOR, TOWN, state, PLAIN, silent)
    monkeypatch.setattr(room, "flows_of", lambda _traffic, _state: flows())
    found = AIR.apply(operator, state, PLAIN, TRAFFIC, silent)
    assert all(np.isfinite(v).all() for layer in found.layers for v in layer.columns.values())
