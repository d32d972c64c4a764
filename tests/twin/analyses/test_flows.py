"""Two classes of vehicles, the hours of the day, and what a ban on lorries moves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.twin.analyses.towns import block_town, buildings, city, edited, silent, streets
from twin.analyses.contract import Outcome, Upstream
from twin.analyses.flows import HOURS, Flows, flows_of
from twin.analyses.flows.periods import (
    PEAK_SHARE,
    PERIOD_SHARE,
    daily_factors,
    heavy_factors,
    light_factors,
)
from twin.analyses.traffic import Traffic, TrafficParameters
from twin.analyses.traffic.solving import solve, streets_of
from twin.citystate import CityState

MODEL = Traffic()
QUICK = TrafficParameters(zones=8, samples=2, gap=1e-7, plan_gap=1e-7, draw_gap=1e-6)
TOWN = block_town()
OPERATOR = MODEL.prepare(TOWN, QUICK, silent)


def ask(state: CityState, parameters: TrafficParameters = QUICK) -> Outcome:
    return MODEL.apply(OPERATOR, state, parameters, Upstream(), silent)


BASE = ask(TOWN)
FLOWS = flows_of(BASE, TOWN)


def banned(*rows: int) -> CityState:
    street = TOWN.tables["street"]
    flag = np.zeros(len(street), dtype=bool)
    flag[list(rows)] = True
    return TOWN.with_table("street", street.with_columns(no_heavy=flag), f"ban{rows}")


def value(outcome: Outcome, code: str) -> float:
    return next(one.central for one in outcome.indicators if one.code == code and not one.area)


def test_a_day_has_the_published_shares_of_day_evening_and_night() -> None:
    assert sum(PERIOD_SHARE) == pytest.approx(1)
    day = light_factors() * np.array(HOURS)
    np.testing.assert_allclose(day / day.sum(), [0.7, 0.2, 0.1])


def test_the_peak_hour_is_7_4_percent_of_an_average_day() -> None:
    # 6.96 % of a weekday, and a weekday is 0.7624 / 5 of a week: 1.067 average days.
    assert pytest.approx(0.0743, abs=1e-4) == PEAK_SHARE
    assert daily_factors(np.array([3]))[0] == pytest.approx(1 / 0.0743, rel=1e-3)


def test_heavy_traffic_falls_towards_the_night_as_published() -> None:
    # Collecting road: 10, 6, 3 percent. Odds 0.1111, 0.06383, 0.03093 against those by day.
    relative = heavy_factors(np.array([4]))[:, 0] / light_factors()
    np.testing.assert_allclose(relative, [1, 0.57447, 0.27835], rtol=1e-4)


def test_nothing_heavy_drives_at_night_in_a_dead_end() -> None:
    assert heavy_factors(np.array([6]))[2, 0] == 0


def test_every_array_is_finite_and_of_its_shape() -> None:
    shape = (QUICK.samples + 1, 3, 2, len(TOWN.tables["street"]))
    for name in ("light", "heavy", "light_kmh", "heavy_kmh"):
        found = getattr(FLOWS, name)
        assert found.shape == shape
        assert np.isfinite(found).all()
    assert FLOWS.peak_kmh.min() >= 5
    assert FLOWS.heavy_kmh.min() >= 5


def test_the_peak_hour_is_the_layer_s_volume() -> None:
    layer = BASE.layers[0]
    both = (FLOWS.peak_light + FLOWS.peak_heavy)[0].sum(axis=0)
    np.testing.assert_allclose(both[layer.feature_ids], layer.columns["volume_veh_h"], rtol=1e-3)


def test_a_day_adds_up_to_the_layer_s_daily_traffic() -> None:
    layer = BASE.layers[0]
    day = np.einsum("pds,p->s", FLOWS.light[0] + FLOWS.heavy[0], np.array(HOURS))
    np.testing.assert_allclose(day[layer.feature_ids], layer.columns["daily_veh"], rtol=1e-3)


def test_less_traffic_at_night_is_faster() -> None:
    assert (FLOWS.light_kmh[:, 2] >= FLOWS.light_kmh[:, 0] - 1e-9).all()


def test_local_trips_are_3_percent_heavy() -> None:
    assert BASE.facts["heavy_trips"] == pytest.approx(0.03 * BASE.facts["trips"], rel=1e-2)
    np.testing.assert_allclose(
        FLOWS.peak_heavy[0].sum() / (FLOWS.peak_light + FLOWS.peak_heavy)[0].sum(), 0.03, rtol=1e-3
    )


def test_the_share_of_heavy_vehicles_is_its_world_s() -> None:
    share = FLOWS.peak_heavy.sum(axis=(1, 2)) / (FLOWS.peak_light + FLOWS.peak_heavy).sum(
        axis=(1, 2)
    )
    assert len(np.unique(np.round(share, 5))) == QUICK.samples + 1


def test_a_state_without_the_column_bans_nobody() -> None:
    assert BASE.facts["heavy_ban_km"] == 0
    same = ask(banned())
    assert value(same, "heavy_vehicle_km") == pytest.approx(value(BASE, "heavy_vehicle_km"))


def _busiest() -> int:
    layer = BASE.layers[0]
    return int(layer.feature_ids[np.argmax(layer.columns["volume_veh_h"])])


def test_a_ban_takes_lorries_off_the_street_and_leaves_the_cars() -> None:
    row, found = _busiest(), ask(banned(_busiest()))
    flows: Flows = flows_of(found, TOWN)
    assert flows.peak_heavy[:, :, row].max() == 0
    now, before = flows.peak_light[0, :, row].sum(), FLOWS.peak_light[0, :, row].sum()
    assert now >= 0.99 * before


def test_banned_lorries_drive_elsewhere() -> None:
    found = ask(banned(_busiest()))
    assert value(found, "heavy_vehicle_km") == pytest.approx(
        value(BASE, "heavy_vehicle_km"), rel=0.1
    )
    assert found.facts["unrouted_heavy_trips"] == 0


def test_lorries_kept_out_everywhere_are_counted_and_said() -> None:
    found = ask(banned(*range(len(TOWN.tables["street"]))))
    # But for those between places at the same corner, which use no street.
    assert found.facts["unrouted_heavy_trips"] > 0.9 * BASE.facts["heavy_trips"]
    assert any("Some lorries" in note for note in found.notes)
    assert value(found, "heavy_vehicle_km") == 0


def test_a_ban_in_the_base_holds_from_the_start() -> None:
    state = banned(_busiest())
    found = MODEL.apply(MODEL.prepare(state, QUICK, silent), state, QUICK, Upstream(), silent)
    warm = ask(state)
    for code in ("vehicle_km", "heavy_vehicle_km", "trip_minutes"):
        assert value(found, code) == pytest.approx(value(warm, code), rel=5e-3), code
    assert flows_of(found, state).peak_heavy[:, :, _busiest()].max() == 0


def test_a_closed_street_has_a_speed_and_no_traffic() -> None:
    state = edited(TOWN, "street", [_busiest()], car=False)
    flows = flows_of(ask(state), state)
    assert flows.light[..., _busiest()].max() == 0
    assert flows.light_kmh[..., _busiest()].min() > 0


def test_no_layer_no_flows() -> None:
    with pytest.raises(KeyError, match="flows"):
        flows_of(replace(BASE, layers=()), TOWN)


def test_impossible_figures_of_streets_never_reach_the_flows() -> None:
    odd = [
        {"line": [(0, 0), (200, 0)], "speed_kmh": 0.0, "mean_speed_kmh": 0.0},
        {"line": [(200, 0), (200, 200)], "lanes": np.nan, "mean_speed_kmh": np.nan},
        {"line": [(200, 200), (0, 200)], "lanes": -2.0, "importance": 9},
        {"line": [(0, 200), (0, 0)], "speed_kmh": -5.0},
        {"line": [(0, 0), (0, 0.0)]},
    ]
    table = streets(*odd)
    homes = buildings({"at": (20, 20)}, {"at": (180, 180), "usage": "commercial"})
    state = city(table, homes)
    found = MODEL.apply(MODEL.prepare(state, QUICK, silent), state, QUICK, Upstream(), silent)
    flows = flows_of(found, state)
    assert all(np.isfinite(getattr(flows, name)).all() for name in vars(flows))
    assert all(np.isfinite(c).all() for layer in found.layers for c in layer.columns.values())


def test_a_mirrored_town_has_the_mirrored_traffic() -> None:
    import shapely

    def flipped(shapes: object) -> object:
        return shapely.transform(shapes, lambda xy: xy * np.array([1.0, -1.0]))

    tables = {
        kind: replace(table, geometry=flipped(table.geometry))
        for kind, table in TOWN.tables.items()
    }
    mirror = CityState(TOWN.crs, tables, "mirror")
    found = MODEL.apply(MODEL.prepare(mirror, QUICK, silent), mirror, QUICK, Upstream(), silent)
    assert value(found, "vehicle_km") == pytest.approx(value(BASE, "vehicle_km"), rel=0.02)


def test_every_world_of_a_plan_settles_where_it_would_from_nothing() -> None:
    tight = replace(QUICK, gap=1e-9, plan_gap=1e-9, draw_gap=1e-9)
    crowded = replace(tight, departures_per_dwelling=0.5)
    operator = MODEL.prepare(TOWN, crowded, silent)
    state = edited(TOWN, "street", [_busiest()], car=False)
    plan = streets_of(
        state.tables["street"], operator.nodes, operator.gateways, operator.candidates
    )
    led = solve(plan, operator.demands, crowded, silent, before=operator.today)
    fresh = solve(plan, operator.demands, crowded, silent)
    for one, other in zip(led.runs, fresh.runs, strict=True):
        np.testing.assert_allclose(one.volume, other.volume, rtol=1e-3, atol=0.5)


def test_an_operator_kept_on_disk_gives_the_same_bytes(tmp_path: Path) -> None:
    from twin.runs.operators.files import read_operator, write_operator

    with (tmp_path / "operator").open("wb") as file:
        write_operator(OPERATOR, file)
    kept = read_operator(tmp_path / "operator")
    state = edited(TOWN, "street", [_busiest()], car=False)
    now, then = ask(state), MODEL.apply(kept, state, QUICK, Upstream(), silent)
    for one, other in zip(now.layers, then.layers, strict=True):
        for name, column in one.columns.items():
            assert column.tobytes() == other.columns[name].tobytes(), name


def test_one_thread_or_two_give_the_same_bytes() -> None:
    from twin.analyses.parallel import set_threads

    state = edited(TOWN, "street", [_busiest()], car=False)
    found = []
    for count in (1, 2):
        set_threads(count)
        found.append(ask(state))
    set_threads(0)
    for one, two in zip(found[0].layers, found[1].layers, strict=True):
        for name, column in one.columns.items():
            assert column.tobytes() == two.columns[name].tobytes(), name
