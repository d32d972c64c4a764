"""Raking against published figures, and what must always hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.weighting import effective_number, rake

# The 4 by 4 example of Wikipedia, "Iterative proportional fitting" (read 2026-11): the table, the
# wanted sums of rows and columns, and the fitted table after its third round, to 0.01.
TABLE = [[40, 30, 20, 10], [35, 50, 100, 75], [30, 80, 70, 120], [20, 30, 40, 50]]
ROWS, COLUMNS = (150, 300, 400, 150), (200, 300, 400, 100)
FITTED = [
    [64.61, 46.28, 35.42, 3.83],
    [49.95, 68.15, 156.49, 25.37],
    [56.70, 144.40, 145.06, 53.76],
    [28.74, 41.18, 63.03, 17.03],
]
PLACES = [(f"r{row}", f"c{column}") for row in range(4) for column in range(4)]


def table_margins() -> list[dict[str, float]]:
    rows = {f"r{place}": float(value) for place, value in enumerate(ROWS)}
    return [rows, {f"c{place}": float(value) for place, value in enumerate(COLUMNS)}]


def test_the_published_table_is_fitted_to_its_second_decimal() -> None:
    groups = {(row, column): TABLE[int(row[1])][int(column[1])] for row, column in PLACES}
    raked = rake(groups, table_margins(), rounds=3)
    fitted = [
        # Weights are 1 on average over 800 people; the wanted sums are of 1,000.
        groups[place] * raked.weights[place] * sum(ROWS) / raked.people
        for place in PLACES
    ]
    assert fitted == pytest.approx([value for row in FITTED for value in row], abs=0.006)


def test_margins_are_met_exactly_when_it_has_converged() -> None:
    groups = {(row, column): TABLE[int(row[1])][int(column[1])] for row, column in PLACES}
    raked = rake(groups, table_margins())
    assert raked.converged
    first = sum(groups["r0", f"c{at}"] * raked.weights["r0", f"c{at}"] for at in range(4))
    assert first == pytest.approx(800 * 150 / 1000)


def test_one_margin_is_post_stratification() -> None:
    """By hand: 30 of 40 voices from the north, which has half the people: 2/3 each; south 2."""
    raked = rake({("north",): 30, ("south",): 10}, [{"north": 500, "south": 500}])
    assert raked.weights == pytest.approx({("north",): 2 / 3, ("south",): 2.0})
    assert raked.rounds == 1


def test_the_effective_number_is_kishs() -> None:
    """By hand: 30 people at 2/3 and 10 at 2: 40 squared over 30 * 4/9 + 10 * 4 = 53.33, is 30."""
    assert effective_number([(2 / 3, 30), (2.0, 10)]) == pytest.approx(30.0)


def test_equal_weights_lose_nothing() -> None:
    assert effective_number([(3.0, 17)]) == pytest.approx(17.0)


def test_a_trimmed_weight_is_told_with_the_gap_that_it_leaves() -> None:
    raked = rake({("a",): 99, ("b",): 1}, [{"a": 50, "b": 50}], most=5.0)
    assert not raked.converged
    assert raked.trimmed == 1
    # By hand: b may weigh 5 at most, a follows at 50/99: b has 5 of 55.
    assert raked.gap == pytest.approx(0.5 - 5 / 55, abs=1e-6)


def test_a_category_without_anybody_is_told_and_its_target_shared() -> None:
    raked = rake({("a",): 10, ("b",): 10}, [{"a": 30, "b": 10, "c": 60}])
    assert raked.missing == ((0, "c"),)
    assert raked.weights == pytest.approx({("a",): 1.5, ("b",): 0.5})


def test_somebody_without_a_target_is_refused() -> None:
    with pytest.raises(ValueError, match="no target"):
        rake({("a",): 1, ("z",): 2}, [{"a": 1}])


def test_margins_that_contradict_each_other_are_told_not_to_converge() -> None:
    groups = {("a", "x"): 10, ("b", "y"): 10}
    raked = rake(groups, [{"a": 1, "b": 3}, {"x": 3, "y": 1}], rounds=50)
    assert not raked.converged
    assert raked.gap > 0.2


@st.composite
def samples(draw: st.DrawFn) -> tuple[dict[tuple[str, ...], int], list[dict[str, float]]]:
    people = st.integers(1, 300)
    groups = {(a, b): draw(people) for a in "abc" for b in "xy"}
    targets = st.integers(1, 900)
    margins = [{name: float(draw(targets)) for name in "abc"}]
    return groups, [*margins, {name: float(draw(targets)) for name in "xy"}]


@given(samples())
def test_a_full_table_always_meets_its_margins(
    sample: tuple[dict[tuple[str, ...], int], list[dict[str, float]]],
) -> None:
    groups, margins = sample
    raked = rake(groups, margins)
    assert raked.converged
    assert sum(groups[one] * raked.weights[one] for one in groups) == pytest.approx(raked.people)
    assert 1 <= raked.effective_n <= raked.people * (1 + 1e-12)


@given(samples())
def test_the_order_of_the_groups_changes_no_bit(
    sample: tuple[dict[tuple[str, ...], int], list[dict[str, float]]],
) -> None:
    groups, margins = sample
    turned = dict(reversed(groups.items()))
    assert rake(groups, margins) == rake(turned, margins)
