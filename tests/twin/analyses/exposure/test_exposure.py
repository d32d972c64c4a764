"""Figures about people: counted whole, gainers next to losers, the same in every draw."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from portal.errors import BadInput
from tests.twin.analyses.exposure.street import (
    MODEL,
    air,
    cells,
    city,
    found,
    houses,
    noise,
    run,
    silent,
)
from twin.analyses.contract import Outcome, Upstream
from twin.analyses.exposure import ExposureParameters
from twin.analyses.exposure.figures import FACTS, INDICATORS, PAIRS
from twin.citystate import CityState, Table
from twin.runs.operators.files import read_operator, write_operator

SMALL = city(houses(4))
FOUR = list(range(4))
levels = st.lists(st.floats(35, 85), min_size=4, max_size=4)
NO2 = [12.0, 18.0, 25.0, 45.0]
LDEN = [52.0, 56.0, 64.0, 70.0]


def today(lden: list[float] = LDEN, no2: list[float] = NO2) -> tuple[Outcome, Outcome]:
    return noise(FOUR, lden, lden, lden), air(no2, no2, no2)


def central(outcome: Outcome, code: str, area: str = "", group: str = "") -> float:
    return found(outcome, code, area, group).central


@pytest.mark.parametrize(
    ("code", "people"),
    [
        ("people_lden_55", 30), ("people_lden_65", 10), ("people_lnight_50", 20),
        ("people_who_lden", 30), ("people_limit_lden", 10), ("people_limit_lnight", 0),
        ("people_no2_who", 40), ("people_no2_2030", 20), ("people_no2_limit", 10),
        ("people_pm25_who", 40), ("people_pm10_2030", 20),
    ],
)  # fmt: skip
def test_people_are_counted_above_each_limit(code: str, people: float) -> None:
    assert central(run(SMALL, today()), code) == people


def test_a_band_begins_at_its_level_and_a_limit_ends_there() -> None:
    outcome = run(SMALL, today([55.0, 53.0, 40.0, 40.0]))
    assert central(outcome, "people_lden_55") == 10
    assert central(outcome, "people_who_lden") == 10


def test_a_country_sets_its_own_limit() -> None:
    assert central(run(SMALL, today(), limit_lden_db=60.0), "people_limit_lden") == 20


def test_annoyed_people_add_up_over_houses() -> None:
    outcome = run(SMALL, today([50.0, 60.0, 70.0, 80.0]))
    assert central(outcome, "highly_annoyed") == pytest.approx(
        10 * (0.08617 + 0.15075 + 0.28373 + 0.48511), abs=1e-4
    )


def test_today_nobody_gains_or_loses() -> None:
    outcome = run(SMALL, today())
    assert {central(outcome, code) for pair in PAIRS for code in pair} == {0.0}
    assert outcome.facts["people_noise_same"] == 40


def test_a_quieter_house_and_a_louder_one_are_both_told() -> None:
    outcome = run(SMALL, today([49.0, 56.5, 64.0, 72.0]), today())
    assert central(outcome, "people_quieter") == 10
    assert central(outcome, "people_louder") == 10
    assert outcome.facts["people_noise_same"] == 20


def test_gainers_are_followed_by_losers_everywhere() -> None:
    outcome = run(SMALL, today([49.0, 56.5, 64.0, 72.0]), today())
    order = [(one.code, one.area, one.group) for one in outcome.indicators]
    for gain, lose in PAIRS:
        for position in (k for k, one in enumerate(order) if one[0] == gain):
            assert order[position + 1] == (lose, *order[position][1:])


def test_districts_tell_where_people_gain() -> None:
    outcome = run(SMALL, today([49.0, 56.0, 64.0, 72.0]), today())
    assert central(outcome, "people_quieter", "West") == 10
    assert central(outcome, "people_quieter", "East") == 0
    assert central(outcome, "people_louder", "East") == 10


def test_a_change_that_some_worlds_deny_is_neither_gain_nor_loss() -> None:
    now = noise([0], [58.0], [58.0], [61.0], [62.0])
    before = noise([0], [60.0], [60.0], [60.0], [60.0])
    outcome = run(city(houses(1)), (now, air(NO2[:1])), (before, air(NO2[:1])))
    assert central(outcome, "people_quieter") == 0
    assert outcome.facts["people_noise_same"] == 10


def test_a_house_that_turns_its_loud_side_counts_by_its_loudest_facades() -> None:
    single = city(houses(1, dwellings=[1.0]))
    now, before = noise([0, 0], [60, 62]), noise([0, 0], [65, 55])
    outcome = run(single, (now, air([9.0])), (before, air([9.0])))
    assert outcome.layers[0].columns["change_lden"].tolist() == [-3.0]


@given(levels, levels)
def test_gainers_losers_and_the_rest_are_all_residents(now: list[float], then: list[float]) -> None:
    outcome = run(SMALL, today(now), today(then))
    moved = central(outcome, "people_quieter") + central(outcome, "people_louder")
    assert moved + outcome.facts["people_noise_same"] == pytest.approx(40)


@given(levels)
def test_bands_together_are_all_residents(lden: list[float]) -> None:
    facts = run(city(houses(4, residents=[3.3, 7.1, 0.4, 13.0])), today(lden)).facts
    for name in ("lden", "lnight"):
        bands = [value for fact, value in facts.items() if fact.startswith(f"people_{name}_band")]
        assert len(bands) == 7
        assert sum(bands) == facts["residents"] == 24


@given(levels, st.floats(0, 10))
def test_more_noise_never_counts_fewer_people(lden: list[float], more: float) -> None:
    quiet, loud = run(SMALL, today(lden)), run(SMALL, today([level + more for level in lden]))
    for code in ("people_lden_55", "people_who_lnight", "highly_annoyed", "heart_share"):
        assert central(quiet, code) <= central(loud, code) + 1e-9
    assert central(quiet, "mean_lden") <= central(loud, "mean_lden") + 1e-6


@given(levels)
def test_the_worst_off_are_never_better_off_than_the_mean(lden: list[float]) -> None:
    outcome = run(SMALL, today(lden))
    assert central(outcome, "worst_tenth_lden") >= central(outcome, "mean_lden") - 1e-9
    assert central(outcome, "worst_tenth_lden") <= max(lden) + 1e-3


def test_the_worst_tenth_is_filled_up_from_the_next_house() -> None:
    state = city(houses(4, residents=[1.0, 9.0, 20.0, 70.0]))
    outcome = run(state, today([80.0, 60.0, 50.0, 40.0]))
    assert central(outcome, "worst_tenth_lden") == pytest.approx((80 * 1 + 60 * 9) / 10)


def test_groups_add_up_to_their_share_of_everyone() -> None:
    census = cells([(0, 20), (20, 40)], residents=[20.0, 20.0], share_over_65=[0.5, 0.1])
    outcome = run(city(houses(4), census_cell=census), today([49.0, 56.0, 64.0, 72.0]), today())
    assert central(outcome, "people_quieter", group="over_65") == pytest.approx(5)
    assert central(outcome, "people_louder", group="over_65") == pytest.approx(1)
    assert central(outcome, "mean_lden", group="over_65") == pytest.approx(
        (5 * 49 + 5 * 56 + 64 + 72) / 12
    )


def test_without_a_census_it_is_said_that_groups_are_missing() -> None:
    assert any("census" in note for note in run(SMALL, today()).notes)


def test_residents_without_a_facade_are_told_and_not_counted() -> None:
    outcome = run(SMALL, (noise([0, 1], [60.0, 60.0]), air(NO2)))
    assert outcome.facts["residents_without_noise"] == 20
    assert central(outcome, "people_lden_55") == 20
    assert any("facade" in note for note in outcome.notes)


def test_residents_without_known_air_are_told_and_not_counted() -> None:
    outcome = run(SMALL, (today()[0], air([12.0, float("nan"), 25.0, 45.0])))
    assert outcome.facts["residents_without_air"] == 10
    assert central(outcome, "people_no2_who") == 30


def test_no_figure_is_not_a_number() -> None:
    outcome = run(SMALL, (noise([0], [float("nan")]), air([float("nan")] * 4)))
    assert all(np.isfinite([one.low, one.central, one.high]).all() for one in outcome.indicators)


def test_every_figure_has_a_draw_per_world() -> None:
    outcome = run(SMALL, (noise(FOUR, *[LDEN] * 10), air(NO2, *[NO2] * 9)))
    assert {len(one.samples) for one in outcome.indicators} == {9}


def with_a_new_house() -> CityState:
    old = SMALL.tables["building"]
    columns = {name: np.append(values, values[:1]) for name, values in old.columns.items()}
    shapes = np.append(old.geometry, shapely.box(40, 0, 50, 10))
    return SMALL.with_table("building", Table(np.append(old.urn, "urn:n"), shapes, columns), "n")


def test_people_of_a_new_house_count_but_neither_gain_nor_lose() -> None:
    now = noise([*FOUR, 4], [*LDEN, 80.0]), air([*NO2, 50.0])
    outcome = run(with_a_new_house(), now, today(), base=SMALL)
    assert central(outcome, "people_lden_55") == 40
    assert outcome.facts["residents_moved_in"] == 10
    assert central(outcome, "people_louder") == 0
    assert outcome.facts["people_noise_same"] == 40


def test_people_of_a_house_taken_away_are_told() -> None:
    gone = city(houses(4, residents=[10.0, 10.0, 10.0, 0.0], dwellings=[8.0, 8.0, 8.0, 0.0]))
    outcome = run(gone, today(), today(), base=SMALL)
    assert outcome.facts["residents_moved_out"] == 10
    assert outcome.facts["residents"] == 30


def test_a_city_where_nobody_lives_is_refused() -> None:
    empty = city(houses(2, residents=[0.0, 0.0], dwellings=[0.0, 0.0]))
    with pytest.raises(BadInput, match="where people live"):
        MODEL.prepare(empty, ExposureParameters(), silent)


def test_noise_without_facades_is_refused() -> None:
    with pytest.raises(BadInput, match="no result to read"):
        run(SMALL, (Outcome((), ()), today()[1]))


def test_every_figure_and_fact_has_a_name() -> None:
    outcome = run(SMALL, today())
    assert {one.code for one in outcome.indicators} <= set(INDICATORS)
    assert set(outcome.facts) <= set(FACTS)


def test_the_same_question_gives_the_same_bytes() -> None:
    first, again = run(SMALL, today([49.0] * 4), today()), run(SMALL, today([49.0] * 4), today())
    assert first.indicators == again.indicators
    for name, column in first.layers[0].columns.items():
        assert column.tobytes() == again.layers[0].columns[name].tobytes()


def test_the_operator_can_be_kept_on_disk(tmp_path: Path) -> None:
    census = cells([(0, 20)], residents=[60.0], share_over_65=[0.2])
    state = city(houses(4), census_cell=census)
    operator = MODEL.prepare(state, ExposureParameters(), silent)
    with open(tmp_path / "operator", "wb") as file:
        write_operator(operator, file)
    again = read_operator(tmp_path / "operator")
    upstream = Upstream({"noise": today()[0], "air": today()[1]})
    first = MODEL.apply(operator, state, ExposureParameters(), upstream, silent)
    second = MODEL.apply(again, state, ExposureParameters(), upstream, silent)
    assert first.indicators == second.indicators
