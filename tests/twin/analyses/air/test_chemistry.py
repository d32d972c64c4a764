"""How much of the NOx is NO2."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.analyses.air.chemistry import Floats, hourly_no2, yearly_no2

AMOUNTS = st.floats(0, 2000)


def london_ppb(nox_ppb: Floats) -> Floats:
    """NO2 from NOx of one hour, measured in London; both in ppb, 9 to 1,141.5 ppb. Derwent, R. G. &
    Middleton, D. R. (1996), Clean Air 26, 57-60."""
    a = np.log10(nox_ppb)
    return np.asarray(2.166 - nox_ppb * (1.236 - 3.348 * a + 1.933 * a**2 - 0.326 * a**3))


def test_london_has_its_printed_value_at_100_ppb() -> None:
    assert london_ppb(np.array([100.0]))[0] == pytest.approx(35.766, abs=5e-4)


def test_the_hour_is_near_what_london_measured() -> None:
    # Up to 300 µg/m³ of NOx, the range of the results here, within 30 percent.
    nox = np.array([50.0, 100.0, 200.0, 300.0])
    found = hourly_no2(nox, 13.0, 9.0, 58.0, 0.2, 100.0, 10.0, 60.0)
    assert found == pytest.approx(1.95 * london_ppb(nox / 1.95), rel=0.3)


def test_the_yearly_relation_at_50() -> None:
    # van den Hout & Baars 1988: direct share 0.15, O3 40, NOx 50: ratio 0.389.
    assert yearly_no2(np.array([50.0]), 40.0, 0.15)[0] / 50.0 == pytest.approx(0.389, abs=5e-4)


def test_without_ozone_only_the_exhausts_own_no2_is_there() -> None:
    assert yearly_no2(np.array([80.0]), 0.0, 0.2)[0] == pytest.approx(16.0)


def test_at_night_and_with_time_enough_ozone_is_used_up() -> None:
    # 100 ppb NO meet 20 ppb O3 in the dark, for a day: 20 ppb of NO2.
    found = hourly_no2(np.array([195.0]), 0.0, 0.0, 40.6, 0.0, 0.0, 10.0, 86_400.0)
    assert found[0] / 1.95 == pytest.approx(20.0, abs=0.05)


def test_without_time_nothing_is_turned() -> None:
    found = hourly_no2(np.array([195.0]), 0.0, 0.0, 40.6, 0.1, 0.0, 10.0, 1e-9)
    assert found[0] == pytest.approx(19.5, rel=1e-4)


def test_sunlight_splits_no2() -> None:
    dark, bright = (
        hourly_no2(np.array([150.0]), 20.0, 12.0, 60.0, 0.2, sun, 15.0, 600.0)[0]
        for sun in (0.0, 800.0)
    )
    assert bright < dark


@given(AMOUNTS, st.floats(0, 200), st.floats(0.01, 0.6))
def test_there_is_never_more_no2_than_nox_and_ozone_allow(
    nox: float, ozone: float, primary: float
) -> None:
    found = yearly_no2(np.array([nox]), ozone, primary)[0]
    assert primary * nox - 1e-9 <= found <= primary * nox + ozone + 1e-9


@given(AMOUNTS, AMOUNTS, st.floats(0, 150), st.floats(0.01, 0.6))
def test_more_nox_means_more_no2(low: float, more: float, ozone: float, primary: float) -> None:
    found = yearly_no2(np.array([low, low + more]), ozone, primary)
    assert found[1] >= found[0] - 1e-9


@given(AMOUNTS, st.floats(0, 900), st.floats(-10, 35), st.floats(5, 2000))
def test_the_hour_is_finite_and_below_all_nox(
    road: float, sun: float, celsius: float, stay: float
) -> None:
    found = hourly_no2(np.array([road + 20.0]), 20.0, 12.0, 60.0, 0.2, sun, celsius, stay)[0]
    assert 0.0 <= found <= road + 20.0 + 1e-6
