"""What is odd by numbers alone, and what ordinary votes look like."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.anomalies.patterns import BLOCK, DAY, HOUR, odd_casts, odd_misses

# A window at the start of a UTC day, long after the first counts of a vote.
MORNING = 3_000_000 - 3_000_000 % DAY
Row = tuple[int, str, int]


def _steady(hours: int, each: int, *, start: int = MORNING) -> list[Row]:
    """So many ballots in every ten minutes, each from a network of its own."""
    return [
        (window, f"n{window}-{number}", 1)
        for window in range(start, start + hours * HOUR)
        for number in range(each)
    ]


def test_a_steady_vote_has_nothing_odd() -> None:
    assert odd_casts(_steady(20, 40)) == []


def test_a_vote_that_follows_the_day_has_nothing_odd() -> None:
    draw = random.Random(1)
    rows = []
    for window in range(MORNING, MORNING + 2 * DAY):
        hour = window % DAY // HOUR
        mean = 5 + 55 * (8 <= hour < 22)
        number = sum(draw.random() < 0.5 for _ in range(2 * mean))
        rows += [(window, f"n{draw.randrange(3_000)}", 1) for _ in range(number)]
    assert odd_casts(rows) == []


def test_sixty_ballots_of_a_hundred_from_one_network_in_an_hour_are_odd() -> None:
    rows = [*_steady(1, 7), *((MORNING + place, "library", 10) for place in range(HOUR))]
    (found,) = odd_casts(rows)
    assert (found.kind, found.network, found.number, found.of) == ("network", "library", 50, 100)


def test_the_same_sixty_are_nothing_among_thousands() -> None:
    rows = [*_steady(1, 200), *((MORNING + place, "operator", 10) for place in range(HOUR))]
    assert odd_casts(rows) == []


def test_forty_nine_are_not_shown_however_few_the_others() -> None:
    assert odd_casts([(MORNING, "library", 49)]) == []


def test_a_slow_trickle_is_found_by_the_day() -> None:
    rows = [*_steady(20, 5), *((MORNING + place, "farm", 2) for place in range(0, 20 * HOUR))]
    (found,) = [one for one in odd_casts(rows) if one.kind == "network"]
    assert (found.network, found.length, found.number) == ("farm", DAY, 200)


def test_a_burst_against_the_votes_own_rhythm_is_odd() -> None:
    burst = [(MORNING + 10 * HOUR, f"x{number}", 1) for number in range(180)]
    (found,) = odd_casts([*_steady(10, 20), *burst])
    assert (found.kind, found.number, found.of) == ("burst", 150, 50)


def test_the_same_number_is_no_burst_where_it_is_usual() -> None:
    burst = [(MORNING + 10 * HOUR, f"x{number}", 1) for number in range(180)]
    assert odd_casts([*_steady(10, 100), *burst]) == []


def test_the_same_hour_of_the_day_before_is_a_rhythm_too() -> None:
    evening = MORNING + 20 * HOUR
    rows = [*_steady(1, 200, start=evening), *_steady(24, 4, start=evening + HOUR)]
    rows += [(evening + DAY, f"x{number}", 1) for number in range(200)]
    assert odd_casts(rows) == []


def test_the_first_hour_of_a_vote_has_no_rhythm_and_no_burst() -> None:
    rows = [(MORNING + 3, f"x{number}", 1) for number in range(900)] + [(MORNING, "first", 1)]
    assert odd_casts(rows) == []


def test_fifty_misses_from_a_network_in_an_hour_are_odd_and_forty_nine_are_not() -> None:
    assert [one.number for one in odd_misses([(MORNING, "x", 50)])] == [50]
    assert odd_misses([(MORNING, "x", 49)]) == []


def test_misses_spread_over_many_networks_are_found_together() -> None:
    (found,) = odd_misses([(MORNING, f"x{number}", 1) for number in range(230)])
    assert (found.network, found.number) == ("", 200)


@given(
    st.lists(
        st.tuples(
            st.integers(MORNING, MORNING + 2 * DAY),
            st.sampled_from(["", "a", "b", "c"]),
            st.integers(1, 400),
        ),
        max_size=60,
    )
)
def test_every_number_that_leaves_is_a_full_block_and_no_more_than_was_counted(
    rows: list[Row],
) -> None:
    for found in [*odd_casts(rows), *odd_misses(rows)]:
        assert found.number % BLOCK == found.of % BLOCK == 0
        assert 0 < found.number <= sum(number for _window, _network, number in rows)


@pytest.mark.parametrize("order", [1, -1])
def test_what_is_found_does_not_hang_on_the_order_of_counts(order: int) -> None:
    rows = [*_steady(10, 20), (MORNING + 60, "x", 170), (MORNING + 61, "x", 210)]
    found = odd_casts(rows[::order])
    assert {(one.kind, one.number) for one in found} == {("network", 350), ("burst", 200)}
