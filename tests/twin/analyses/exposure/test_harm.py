"""Functions of harm against published and hand-worked numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.analyses.exposure.harm import (
    RELATIVE_RISKS,
    air_risk,
    attributable_share,
    heart_risk,
    highly_annoyed,
    highly_sleep_disturbed,
    risk_draws,
)

ANNOYED = [
    (50, 8.617), (55, 10.991), (60, 15.075), (65, 20.869), (70, 28.373), (75, 37.587), (80, 48.511)
]  # fmt: skip
"""Lden dB, percent: 78.9270 - 3.1162 L + 0.0342 L² of Directive (EU) 2020/367, worked by hand."""
DISTURBED = [
    (40, 2.2472), (45, 2.9342), (50, 4.2512), (55, 6.1982), (60, 8.7752), (65, 11.9822)
]  # fmt: skip
"""Lnight dB, percent: 19.4312 - 0.9336 L + 0.0126 L² of the same directive, worked by hand."""
levels = st.floats(20, 100)


@pytest.mark.parametrize(("lden", "percent"), ANNOYED)
def test_annoyance_follows_the_directive(lden: float, percent: float) -> None:
    assert 100 * highly_annoyed(np.array([lden])).item() == pytest.approx(percent, abs=1e-9)


@pytest.mark.parametrize(("lnight", "percent"), DISTURBED)
def test_disturbed_sleep_follows_the_directive(lnight: float, percent: float) -> None:
    share = highly_sleep_disturbed(np.array([float(lnight)])).item()
    assert 100 * share == pytest.approx(percent, abs=1e-9)


def test_nobody_is_counted_below_what_the_surveys_cover() -> None:
    assert highly_annoyed(np.array([44.9, 30.0])).tolist() == [0.0, 0.0]
    assert highly_sleep_disturbed(np.array([39.9, 30.0])).tolist() == [0.0, 0.0]


def test_above_what_the_surveys_cover_the_share_stays() -> None:
    assert highly_annoyed(np.array([95.0])) == highly_annoyed(np.array([80.0]))
    assert highly_sleep_disturbed(np.array([80.0])) == highly_sleep_disturbed(np.array([65.0]))


@given(levels, levels)
def test_more_noise_never_annoys_less(one: float, other: float) -> None:
    quiet, loud = sorted((one, other))
    assert highly_annoyed(np.array([quiet])) <= highly_annoyed(np.array([loud]))
    assert highly_sleep_disturbed(np.array([quiet])) <= highly_sleep_disturbed(np.array([loud]))


@pytest.mark.parametrize(("lden", "risk"), [(40, 1.0), (53, 1.0), (63, 1.08), (73, 1.1664)])
def test_risk_for_the_heart_is_8_percent_more_per_10_decibels(lden: float, risk: float) -> None:
    assert heart_risk(np.array([float(lden)])).item() == pytest.approx(risk, abs=1e-12)


def test_half_the_people_at_63_decibels_explain_4_of_104_cases() -> None:
    risk = heart_risk(np.array([50.0, 63.0]))
    assert attributable_share(risk, np.array([7.0, 7.0])) == pytest.approx(0.04 / 1.04)


def test_fine_dust_10_above_the_guideline_explains_8_of_108_deaths() -> None:
    risk = air_risk(np.array([15.0]), 5.0, RELATIVE_RISKS["pm25"][1])
    assert attributable_share(risk, np.array([100.0])) == pytest.approx(0.08 / 1.08)


def test_air_below_the_guideline_explains_nothing() -> None:
    assert air_risk(np.array([4.0]), 5.0, 1.08).item() == 1.0


def test_nobody_has_no_share() -> None:
    assert attributable_share(np.array([1.2]), np.array([0.0])) == 0.0


@given(st.lists(st.tuples(levels, st.floats(0, 1000)), min_size=1, max_size=20))
def test_an_explained_share_is_part_of_the_whole(rows: list[tuple[float, float]]) -> None:
    lden, people = np.array(rows).T
    assert 0.0 <= attributable_share(heart_risk(lden), people) < 1.0


def test_risks_are_drawn_within_their_published_range() -> None:
    central, *drawn = risk_draws(9, 44109)
    assert central == {"heart": 1.08, "pm25": 1.08, "no2": 1.02}
    for name, (low, _middle, high) in RELATIVE_RISKS.items():
        assert all(low <= one[name] <= high for one in drawn)


def test_equal_seeds_draw_equal_risks() -> None:
    assert risk_draws(9, 1) == risk_draws(9, 1)
