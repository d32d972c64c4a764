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
