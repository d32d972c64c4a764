"""Cohorts of vehicles give the fleet that statistics count."""

from __future__ import annotations

import numpy as np
import pytest

from twin.analyses.air.emissions.fleet import (
    AGEING,
    FIRST_YEAR,
    LAST_YEAR,
    Shares,
    cars,
    euro_shares,
    others,
    with_electric,
)


def diesel(shares: Shares) -> float:
    return sum(share for (fuel, _euro), share in shares.items() if fuel == "diesel")


def share_of(shares: Shares, *keys: tuple[str, str]) -> float:
    return sum(shares.get(key, 0.0) for key in keys)


@pytest.mark.parametrize("year", range(FIRST_YEAR, LAST_YEAR + 1))
def test_shares_sum_to_one_in_every_year(year: int) -> None:
    for shares in (cars(year), *(others(kind, year) for kind in ("van", "heavy", "bus"))):
        assert sum(shares.values()) == pytest.approx(1.0)


def test_cars_are_as_old_as_counted() -> None:
    # SDES (French ministry for ecological transition): 10.2 years on 1 January 2020.
    weights = AGEING["car"].weights(driven=False)
    assert weights @ (np.arange(len(weights)) + 0.5) == pytest.approx(10.2, abs=0.3)


@pytest.mark.parametrize(("january", "counted"), [(2020, 0.59), (2022, 0.552)])
def test_as_many_cars_are_diesel_as_counted(january: int, counted: float) -> None:
    # SDES: 59 % of cars on 1 January 2020, 55.2 % on 1 January 2022.
    assert diesel(cars(january - 1, driven=False)) == pytest.approx(counted, abs=0.02)


def test_kilometres_by_sticker_are_as_counted() -> None:
    # CGDD: of 470 billion km in 2018, 40 % with Crit'Air 2 (diesel Euro 5 and 6, petrol Euro 4),
    # 28 % with Crit'Air 3 (diesel Euro 4, petrol Euro 2 and 3).
    shares = cars(2018)
    second = [("diesel", "5"), ("diesel", "6"), ("diesel", "6c"), ("petrol", "4")]
    third = [("diesel", "4"), ("petrol", "2"), ("petrol", "3")]
    assert share_of(shares, *second) == pytest.approx(0.40, abs=0.04)
    assert share_of(shares, *third) == pytest.approx(0.28, abs=0.04)


def test_a_class_begins_within_a_year() -> None:
    found = euro_shares("car", 2015)
    assert found == {"5": pytest.approx(0.67), "6": pytest.approx(0.33)}


def test_old_cars_are_of_no_class() -> None:
    assert euro_shares("car", 1980) == {"0": 1.0}


def test_the_fleet_grows_younger_and_more_electric() -> None:
    assert diesel(cars(2030)) < diesel(cars(2024)) < diesel(cars(2015))
    assert cars(2030)["electric", ""] > cars(2024)["electric", ""]


def test_another_electric_share_keeps_the_rest_in_proportion() -> None:
    before, after = cars(2024), with_electric(cars(2024), 0.5)
    assert after["electric", ""] == 0.5
    ratio = after["diesel", "6"] / after["petrol", "6"]
    assert ratio == pytest.approx(before["diesel", "6"] / before["petrol", "6"])
    assert sum(after.values()) == pytest.approx(1.0)
