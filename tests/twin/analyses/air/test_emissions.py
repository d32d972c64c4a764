"""Emission functions give the guidebook's values, wear its defaults, and the mix adds up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.twin.analyses.air.guidebook_values import VALUES
from twin.analyses.air.emissions.factors import (
    CO2,
    CO2_PER_FUEL,
    NOX,
    PM,
    SPECIES,
    WEAR10,
    WEAR25,
    Factors,
    factors,
    hot,
    speeds_kmh,
)
from twin.analyses.air.emissions.functions import FORMS, Curve, evaluate, read
from twin.analyses.air.emissions.streets import street_emissions
from twin.analyses.air.emissions.wear import (
    BRAKE_HEAVY_G_KM,
    TYRE_HEAVY_PER_AXLE,
    brake_speed_factor,
    tyre_speed_factor,
    wear_g_km,
)
from twin.analyses.flows import Flows

ROWS = [line.split() for line in VALUES.strip().splitlines()]
SPEEDS = (20, 30, 50, 80)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: " ".join(row[:4]))
def test_a_function_gives_the_guidebooks_values(row: list[str]) -> None:
    table, vehicle, euro, pollutant, *printed = row
    found = np.interp(SPEEDS, speeds_kmh(), hot(table, vehicle, euro, pollutant))
    expected = np.array(printed, dtype=float)
    assert found == pytest.approx(expected, rel=2e-4, abs=5e-5)


def test_a_constant_by_speed_band_changes_at_the_bands_edge() -> None:
    curves = read("a 1 PM CONST 0 10 60 0.003\na 1 PM CONST 0 60 90 0.002")["a", "1", "PM"]
    assert evaluate(curves, np.array([30.0, 60.0, 61.0])).tolist() == [0.003, 0.003, 0.002]


def test_a_long_row_may_run_on_a_second_line() -> None:
    assert read("a 1 FC QUAD 0 10 90 1 2\n    3")["a", "1", "FC"][0].coefficients == (1, 2, 3)


def test_speeds_outside_the_valid_range_count_as_its_ends() -> None:
    curve = Curve("QUAD", (0.0, 1.0, 0.0), 0.0, 10.0, 90.0)
    assert curve.at(np.array([1.0, 50.0, 200.0])).tolist() == [10.0, 50.0, 90.0]


def test_a_reduction_is_taken_off() -> None:
    assert Curve("CONST", (2.0,), 0.66, 10.0, 90.0).at(np.array([50.0])) == pytest.approx(0.68)


def test_all_carbon_of_fuel_becomes_co2() -> None:
    # EMEP/EEA guidebook: 3.169 kg CO2 per kg of petrol or diesel at a ratio of 1.86.
    assert pytest.approx(3.169, abs=5e-4) == CO2_PER_FUEL


def test_every_form_is_used_or_known() -> None:
    used = {row[3] for row in map(str.split, VALUES.strip().splitlines())}
    assert used <= {"NOx", "PM", "FC", "EC"}
    assert {"R25", "R27", "R30", "R19", "EXPOW", "SIG", "INVQ"} <= set(FORMS)


def test_heavy_wear_gives_the_published_defaults() -> None:
    # EMEP/EEA 2019 as in the German inventory report 2022: half loaded, four axles.
    assert pytest.approx(0.0449, abs=5e-5) == 4 * TYRE_HEAVY_PER_AXLE
    assert pytest.approx(0.0327, abs=5e-5) == BRAKE_HEAVY_G_KM


@pytest.mark.parametrize(
    ("factor", "at", "value"),
    [
        (tyre_speed_factor, 20.0, 1.39),
        (tyre_speed_factor, 80.0, 1.0008),
        (tyre_speed_factor, 120.0, 0.902),
        (brake_speed_factor, 20.0, 1.67),
        (brake_speed_factor, 65.0, 0.995),
        (brake_speed_factor, 120.0, 0.185),
    ],
)
def test_wear_falls_with_speed_as_published(factor: object, at: float, value: float) -> None:
    assert callable(factor)
    assert factor(np.array([at]))[0] == pytest.approx(value, abs=1e-9)


def test_wear_of_a_car_at_30_adds_up_by_hand() -> None:
    # PM10: 0.6 x 0.0107 x 1.39 + 0.98 x 0.0075 x 1.67 + 0.5 x 0.0150
    pm10, pm25 = wear_g_km("car", 2, np.array([30.0]))
    assert pm10[0] == pytest.approx(0.0286983, abs=1e-9)
    assert pm25[0] == pytest.approx(0.42 * 0.0107 * 1.39 + 0.39 * 0.0075 * 1.67 + 0.27 * 0.015)


@pytest.mark.parametrize("year", [2015, 2020, 2024, 2030])
def test_a_mean_vehicle_gives_off_finite_amounts_at_every_speed(year: int) -> None:
    found = factors(year)
    for table in (found.light, found.heavy):
        assert np.isfinite(table).all()
        assert (table >= 0).all()


def test_younger_fleets_give_off_less_from_the_exhaust_and_wear_alike() -> None:
    old, new = factors(2015), factors(2030)
    assert (new.light[[NOX, PM]] < old.light[[NOX, PM]]).all()
    assert np.array_equal(new.light[[WEAR10, WEAR25]], old.light[[WEAR10, WEAR25]])


def test_electric_cars_have_no_exhaust() -> None:
    found = factors(2024, 1.0)
    rest = factors(2024, 0.0)
    assert (found.light[NOX] < 0.1 * rest.light[NOX]).all()  # motorcycles remain
    assert np.array_equal(found.light[WEAR10], rest.light[WEAR10])


def test_half_electric_is_half_way() -> None:
    none, half, all_ = (factors(2024, share).light[CO2] for share in (0.0, 0.5, 1.0))
    assert half == pytest.approx((none + all_) / 2)


def test_a_car_in_town_gives_off_about_200_g_of_co2() -> None:
    assert 150 < factors(2024).at(False, CO2, np.array([30.0]))[0] < 250


def some_flows(light: float, heavy: float, kmh: float, streets: int = 2) -> Flows:
    full = np.ones((1, 3, 2, streets))
    peak = np.ones((1, 2, streets))
    return Flows(
        light * full, heavy * full, kmh * full, kmh * full, light * peak, heavy * peak, kmh * peak
    )


def test_emissions_count_vehicles_hours_and_grams() -> None:
    flat = Factors(np.ones((5, 126)), 10.0 * np.ones((5, 126)))
    found = street_emissions(some_flows(3.0, 1.0, 40.0), flat)
    # Two directions, 24 hours, 3 light at 1 g/km and 1 heavy at 10 g/km.
    assert found.day == pytest.approx(np.full((1, len(SPECIES), 2), 2 * 24 * 13.0))
    assert found.peak == pytest.approx(np.full((1, len(SPECIES), 2), 2 * 13.0))


def test_no_traffic_gives_off_nothing() -> None:
    assert not street_emissions(some_flows(0.0, 0.0, 0.0), factors(2024)).day.any()


@given(st.floats(allow_nan=True, allow_infinity=True), st.floats(-10, 500), st.floats(0, 5000))
def test_odd_speeds_never_give_odd_emissions(kmh: float, heavy_kmh: float, veh: float) -> None:
    flows = some_flows(veh, veh, kmh)
    odd = Flows(
        flows.light, flows.heavy, flows.light_kmh, np.full_like(flows.heavy, heavy_kmh),
        flows.peak_light, flows.peak_heavy, flows.peak_kmh,
    )  # fmt: skip
    found = street_emissions(odd, factors(2024))
    assert np.isfinite(found.day).all()
    assert (found.day >= 0).all()
