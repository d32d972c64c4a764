"""Comparisons: honest bounds from paired draws, and only like with like."""

from __future__ import annotations

import numpy as np
import pytest

from twin.comparison import Figure, Interval, compare_figures, difference, layer_difference


def figure(low: float, central: float, high: float, samples: tuple[float, ...] = ()) -> Figure:
    return Figure("vehicle_km", "km", "", "", Interval(low, central, high), samples)


def test_paired_draws_show_a_difference_that_separate_bounds_would_hide() -> None:
    today = figure(80, 100, 120, tuple(range(80, 121)))
    scenario = figure(75, 95, 115, tuple(range(75, 116)))
    delta, clear = difference(scenario, today)
    assert (delta, clear) == (Interval(-5, -5, -5), True)


def test_without_draws_the_bounds_are_those_of_independent_figures() -> None:
    delta, clear = difference(figure(75, 95, 115), figure(80, 100, 120))
    assert (delta, clear) == (Interval(-45, -5, 35), False)


def test_a_difference_whose_draws_go_both_ways_is_not_clear() -> None:
    draws = tuple(float(n) for n in range(41))
    scenario = figure(0, 22, 40, tuple(20 + (n - 20) * 2.0 for n in draws))
    _delta, clear = difference(scenario, figure(0, 20, 40, draws))
    assert not clear


def test_today_against_itself_is_no_change() -> None:
    today = figure(80, 100, 120, (80.0, 100.0, 120.0))
    assert difference(today, today) == (Interval(0, 0, 0), False)


def test_the_central_difference_lies_within_its_bounds() -> None:
    delta, _clear = difference(figure(1, 9, 9, (1.0, 1.0)), figure(0, 0, 0, (0.0, 0.0)))
    assert delta.low <= delta.central <= delta.high


def test_a_figure_that_only_one_run_has_is_left_out() -> None:
    assert compare_figures([figure(1, 2, 3)], []) == []


def layer(fid: list[int], **columns: list[float]) -> dict[str, np.ndarray]:
    return {"fid": np.array(fid, np.int32)} | {
        name: np.array(values, np.float32) for name, values in columns.items()
    }


def test_a_street_in_only_one_layer_is_left_out() -> None:
    deltas, _ = layer_difference(layer([1, 2], x=[1, 2]), layer([2, 3], x=[5, 6]), {})
    assert (deltas["fid"].tolist(), deltas["x"].tolist()) == ([2], [-3])


@pytest.mark.parametrize(
    ("now", "low", "high", "unclear"),
    [
        (150, 140, 160, False),  # all three rose
        (150, 90, 160, True),  # the low end fell
        (105, 95, 115, True),  # too few cars to notice
    ],
)
def test_a_street_changes_clearly_when_low_and_high_move_with_it(
    now: float, low: float, high: float, unclear: bool
) -> None:
    today = layer([7], volume_veh_h=[100], low_volume=[91], high_volume=[110])
    scenario = layer([7], volume_veh_h=[now], low_volume=[low], high_volume=[high])
    _, masks = layer_difference(scenario, today, {"volume_veh_h": "veh/h"})
    assert masks["volume_veh_h"].tolist() == [unclear]


def test_a_value_that_is_missing_is_not_a_clear_change() -> None:
    _, masks = layer_difference(layer([1], x=[np.nan]), layer([1], x=[3]), {})
    assert masks["x"].tolist() == [True]


def paired(then: list[float], before: list[float]) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    return {"lden": (np.array([then], np.float32), np.array([before], np.float32))}


def test_paired_draws_at_a_facade_show_what_separate_bounds_would_hide() -> None:
    today = layer([7], lden=[64], low_lden=[60], high_lden=[68])
    then = layer([7], lden=[62], low_lden=[58], high_lden=[66])
    draws = paired([58, 60, 62, 64, 66], [60, 62, 64, 66, 68])
    deltas, masks = layer_difference(then, today, {"lden": "dB"}, draws)
    assert (deltas["low_lden"].item(), deltas["high_lden"].item()) == (-2.0, -2.0)
    assert masks["lden"].tolist() == [False]


def test_draws_that_go_both_ways_are_no_clear_change_at_a_facade() -> None:
    today, then = layer([7], lden=[64]), layer([7], lden=[61])
    draws = paired([58, 60, 62, 64, 69], [60, 62, 64, 66, 68])
    _, masks = layer_difference(then, today, {"lden": "dB"}, draws)
    assert masks["lden"].tolist() == [True]


def test_one_decibel_is_too_little_to_notice() -> None:
    today, then = layer([7], lden=[64]), layer([7], lden=[63])
    draws = paired([59, 61, 63], [60, 62, 64])
    _, masks = layer_difference(then, today, {"lden": "dB"}, draws)
    assert masks["lden"].tolist() == [True]


def test_bounds_of_paired_draws_are_their_5th_and_95th_percentile() -> None:
    shift = np.linspace(-4, -2, 21)
    today, then = layer([7], lden=[64]), layer([7], lden=[61])
    draws = paired(list(64 + shift), [64.0] * 21)
    deltas, _ = layer_difference(then, today, {"lden": "dB"}, draws)
    assert deltas["low_lden"].item() == pytest.approx(-3.9, abs=1e-5)
    assert deltas["high_lden"].item() == pytest.approx(-2.1, abs=1e-5)


def test_draws_are_matched_by_entity_where_each_side_has_its_own() -> None:
    then, today = layer([1, 2], lden=[60, 50]), layer([2, 3], lden=[55, 40])
    both = np.array([[60, 60], [51, 49]], np.float32), np.array([[56, 54], [40, 40]], np.float32)
    deltas, _ = layer_difference(then, today, {"lden": "dB"}, {"lden": both})
    assert deltas["fid"].tolist() == [2]
    assert (deltas["low_lden"].item(), deltas["high_lden"].item()) == (-5.0, -5.0)


def test_another_number_of_draws_is_not_paired() -> None:
    today, then = layer([7], lden=[64]), layer([7], lden=[60])
    other = {"lden": (np.zeros((1, 3), np.float32), np.zeros((1, 5), np.float32))}
    deltas, masks = layer_difference(then, today, {"lden": "dB"}, other)
    assert "low_lden" not in deltas
    assert masks["lden"].tolist() == [False]
