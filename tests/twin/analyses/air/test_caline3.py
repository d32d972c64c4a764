"""CALINE3's published examples, to the printed digit."""

from __future__ import annotations

from typing import Any

import pytest

from tests.twin.analyses.air.caline3_examples import ONE_AG, PAGES
from twin.analyses.air.dispersion.caline3 import (
    PPM_PER_UG_M3,
    Link,
    Weather,
    concentration_ug_m3,
    total_ppm,
)

CASES = [
    (roads, Weather(wind, origin, stability, lid, roughness), ambient, receptor)
    for roads, wind, origin, stability, lid, roughness, ambient, receptors in PAGES
    for receptor in receptors
]
PRINTED_LINKS = sum(len(receptor[4]) for *_rest, receptor in CASES)


def by_road(roads: Any, weather: Weather, at: tuple[float, ...]) -> list[float]:
    return [
        concentration_ug_m3(Link(*road), weather, at[0], at[1], at[2]) * PPM_PER_UG_M3
        for road in roads
    ]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_road_adds_what_is_printed(case: Any) -> None:
    roads, weather, _ambient, (x, y, z, _total, printed) = case
    if printed:
        assert by_road(roads, weather, (x, y, z)) == pytest.approx(printed, abs=0.0501)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_total_is_the_printed_one(case: Any) -> None:
    # The program adds what it prints: ambient and roads, each rounded to 0.1 ppm.
    roads, weather, ambient, (x, y, z, total, _printed) = case
    rounded = sum(round(one + 1e-9, 1) for one in by_road(roads, weather, (x, y, z)))
    assert ambient + rounded == pytest.approx(total, abs=1e-6)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_total_without_rounding_is_near_the_printed_one(case: Any) -> None:
    roads, weather, ambient, (x, y, z, total, _printed) = case
    found = total_ppm([Link(*road) for road in roads], weather, x, y, z, ambient)
    assert found == pytest.approx(total, abs=0.05 * len(roads) + 1e-6)


def test_all_346_printed_contributions_are_looked_at() -> None:
    assert PRINTED_LINKS == 346


def test_calm_air_counts_as_one_metre_a_second() -> None:
    road = Link(*ONE_AG[0])
    calm, slow = (Weather(wind, 270.0, 6, 1000.0, 10.0) for wind in (0.0, 1.0))
    at = (30.0, 0.0, 1.8)
    assert concentration_ug_m3(road, calm, *at) == concentration_ug_m3(road, slow, *at)


def test_upwind_of_the_road_the_air_is_clean() -> None:
    weather = Weather(1.0, 90.0, 6, 1000.0, 10.0)
    assert concentration_ug_m3(Link(*ONE_AG[0]), weather, 500.0, 0.0, 1.8) == 0.0
