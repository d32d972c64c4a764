"""The plume against closed forms, and its laws."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from twin.analyses.air.dispersion.curves import spread
from twin.analyses.air.dispersion.plume import across, line, upright

CLASSES = st.integers(1, 6)


def crossing(aside: float, length: float, stability: int, *, z: float = 0.0) -> float:
    """Wind at right angles to a line, seen from beside its middle; × wind, per unit strength."""
    s = spread(stability, 100.0, 60.0, 5.0, 2.0)
    return line(length / 2, aside, length, 5.0, 0.0, 1.0, *s, z, 0.0, 1000.0)


@pytest.mark.parametrize("stability", range(1, 7))
@pytest.mark.parametrize("aside", [10.0, 50.0, 300.0])
def test_a_line_without_end_has_the_closed_form(aside: float, stability: int) -> None:
    # 2 q / (sqrt(2 pi) u sigma_z) at the ground, for a source on the ground.
    s = spread(stability, 100.0, 60.0, 5.0, 2.0)
    expected = 2.0 / (math.sqrt(2.0 * math.pi) * s.z1 * aside**s.z2)
    assert crossing(aside, 1e7, stability) == pytest.approx(expected, rel=1e-12)


def test_above_the_ground_it_thins_out_like_a_bell() -> None:
    s = spread(4, 100.0, 60.0, 5.0, 2.0)
    sz = s.z1 * 50.0**s.z2
    ratio = crossing(50.0, 1e7, 4, z=6.0) / crossing(50.0, 1e7, 4)
    assert ratio == pytest.approx(math.exp(-0.5 * (6.0 / sz) ** 2), rel=1e-12)


def test_the_whole_plume_passes_somewhere() -> None:
    assert across(-1e6, 1e6, 20.0) == pytest.approx(1.0, abs=1e-15)


def test_two_halves_make_a_whole() -> None:
    parts = across(-30.0, 4.0, 12.0) + across(4.0, 55.0, 12.0)
    assert parts == pytest.approx(across(-30.0, 55.0, 12.0), rel=1e-14)


def test_a_low_lid_mixes_the_air_evenly_below_it() -> None:
    # Far downwind every height has the mean: sqrt(2 pi) sigma_z / lid.
    for z in (0.0, 40.0, 99.0):
        even = math.sqrt(2.0 * math.pi) * 500.0 / 100.0
        assert upright(z, 0.5, 500.0, 100.0) == pytest.approx(even, rel=1e-9)


def test_curves_meet_the_published_ends() -> None:
    # Benson 1979: class D at 10 cm and 3 minutes has sigma_z 219 m at 10 km.
    s = spread(4, 10.0, 3.0, 10.0, 5.0)
    assert s.z1 * 10_000.0**s.z2 == pytest.approx(219.0)
    assert s.z1 * 10.0**s.z2 == pytest.approx((1.8 + 0.11 * 5.0) * 0.1**0.2)


@given(
    CLASSES, st.floats(0, math.tau), st.floats(-200, 200), st.floats(-200, 200), st.floats(1, 300)
)
def test_a_plume_is_never_negative_and_always_finite(
    stability: int, angle: float, along: float, aside: float, length: float
) -> None:
    s = spread(stability, 100.0, 60.0, 5.0, 5.0)
    value = line(along, aside, length, 5.0, math.cos(angle), math.sin(angle), *s, 4.0, 0.5, 300.0)
    assert math.isfinite(value)
    assert value >= 0.0


@given(CLASSES, st.floats(0.2, 2.9), st.floats(20, 400), st.floats(10, 200))
def test_a_mirrored_street_adds_the_same(
    stability: int, angle: float, aside: float, length: float
) -> None:
    s = spread(stability, 100.0, 60.0, 5.0, 5.0)
    fixed = (*s, 4.0, 0.5, 1000.0)
    one = line(0.3 * length, aside, length, 5.0, math.cos(angle), math.sin(angle), *fixed)
    other = line(0.3 * length, -aside, length, 5.0, math.cos(angle), -math.sin(angle), *fixed)
    turned = line(0.7 * length, -aside, length, 5.0, -math.cos(angle), -math.sin(angle), *fixed)
    assume(one > 1e-12)
    assert other == pytest.approx(one, rel=1e-9)
    assert turned == pytest.approx(one, rel=1e-9)


@given(CLASSES, st.floats(15, 500))
def test_farther_away_the_air_is_cleaner(stability: int, aside: float) -> None:
    assert crossing(1.2 * aside, 100.0, stability) < crossing(aside, 100.0, stability)
