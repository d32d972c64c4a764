"""STAR, majority judgement and cumulative points: worked examples, laws, the plain way."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.tallies import graded
from participation.tallies.graded import Cumulative, Judgement, Star, first_difference, graded_sheet
from tests.participation.counting.plain_rankings import middle_grades

A, B, C = range(3)
Graded = dict[tuple[tuple[int, int], ...], int]


def star(ballots: Graded, options: list[int]) -> Star:
    return graded.star(graded_sheet(ballots, options, 5))


def majority_judgement(ballots: Graded, options: list[int], highest: int = 5) -> Judgement:
    return graded.majority_judgement(graded_sheet(ballots, options, highest), highest)


def cumulative(ballots: Graded, options: list[int], purse: int) -> Cumulative:
    return graded.cumulative(graded_sheet(ballots, options, purse), purse)


def test_the_runoff_is_between_the_two_with_most_points() -> None:
    """A 3x5 = 15, B 3x4 + 2x5 = 22, C 2x4 = 8: A and B go on, and three of five prefer A."""
    found = star({((A, 5), (B, 4)): 3, ((B, 5), (C, 4)): 2}, [A, B, C])
    assert found.points == {A: 15, B: 22, C: 8}
    assert (found.finalists, found.preferred, found.winner) == ((B, A), (2, 3), A)


def test_a_level_runoff_goes_to_more_points() -> None:
    found = star({((A, 5), (B, 4)): 1, ((A, 0), (B, 5)): 1}, [A, B])
    assert (found.preferred, found.winner) == ((1, 1), B)


def test_without_a_ballot_nobody_wins() -> None:
    assert star({}, [A, B]).winner is None
    assert majority_judgement({}, [A, B]).winner is None


def test_points_above_five_are_refused() -> None:
    with pytest.raises(ValueError, match="not 0 to 5"):
        star({((A, 6),): 1}, [A])


def test_the_better_middle_grade_wins() -> None:
    """A: 1 3 5, middle 3. B: 2 2 5, middle 2."""
    ballots = {((A, 1), (B, 2)): 1, ((A, 3), (B, 2)): 1, ((A, 5), (B, 5)): 1}
    found = majority_judgement(ballots, [A, B])
    assert (found.winner, found.middle) == (A, {A: 3, B: 2})


def test_level_middle_grades_are_taken_away_until_they_differ() -> None:
    """Both have middle 3; without it A keeps 2 and 5, B keeps 3 and 3: lower middles 2 and 3."""
    ballots = {((A, 2), (B, 3)): 1, ((A, 3), (B, 3)): 1, ((A, 5), (B, 3)): 1}
    assert majority_judgement(ballots, [A, B]).order == (B, A)


def test_an_option_without_a_grade_gets_the_lowest() -> None:
    assert majority_judgement({((A, 1),): 2}, [A, B]).middle == {A: 1, B: 0}


def test_options_with_the_same_grades_are_tied_in_the_order_of_the_list() -> None:
    found = majority_judgement({((A, 1), (B, 4)): 1, ((A, 4), (B, 1)): 1}, [B, A])
    assert (found.order, found.tied) == ((B, A), (B, A))


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=9))
def test_the_first_difference_is_where_grades_taken_one_by_one_differ(
    pairs: list[tuple[int, int]],
) -> None:
    counts = [[[p[side] for p in pairs].count(g) for g in range(5)] for side in (0, 1)]
    mine, theirs = map(middle_grades, counts)
    differ = [at for at in range(len(pairs)) if mine[at] != theirs[at]]
    wanted = (differ[0], mine[differ[0]], theirs[differ[0]]) if differ else None
    assert first_difference(*counts) == wanted


def test_ten_thousand_pairs_are_ordered_as_by_taking_one_by_one() -> None:
    rng = random.Random(5)
    for _ in range(10_000):
        grades = [(rng.randint(0, 3), rng.randint(0, 3)) for _ in range(rng.randint(1, 7))]
        ballots: dict[tuple[tuple[int, int], ...], int] = {}
        for one, other in grades:
            ballot = ((A, one), (B, other))
            ballots[ballot] = ballots.get(ballot, 0) + 1
        found = majority_judgement(ballots, [A, B], 3)
        mine, theirs = (middle_grades(list(found.counts[option])) for option in (A, B))
        assert found.order == ((A, B) if mine >= theirs else (B, A))
        assert bool(found.tied) is (mine == theirs)


BALLOTS = st.dictionaries(
    st.tuples(*(st.tuples(st.just(option), st.integers(0, 5)) for option in (A, B, C))),
    st.integers(1, 4),
    min_size=1,
    max_size=5,
)


@given(BALLOTS)
def test_more_points_for_the_score_leader_keep_it_in_the_runoff(
    ballots: dict[tuple[tuple[int, int], ...], int],
) -> None:
    before = star(ballots, [A, B, C])
    leader = before.finalists[0]
    raised = {
        tuple((option, 5 if option == leader else value) for option, value in ballot): 0
        for ballot in ballots
    }
    for ballot, times in ballots.items():
        raised[tuple((o, 5 if o == leader else value) for o, value in ballot)] += times
    assert leader in star(raised, [A, B, C]).finalists


@given(BALLOTS)
def test_raising_the_judged_winner_everywhere_keeps_it_first(
    ballots: dict[tuple[tuple[int, int], ...], int],
) -> None:
    winner = majority_judgement(ballots, [A, B, C]).order[0]
    raised: dict[tuple[tuple[int, int], ...], int] = {}
    for ballot, times in ballots.items():
        better = tuple((o, min(5, value + (o == winner))) for o, value in ballot)
        raised[better] = raised.get(better, 0) + times
    assert majority_judgement(raised, [A, B, C]).order[0] == winner


def test_cumulative_points_add_up() -> None:
    found = cumulative({((A, 7), (B, 3)): 2, ((C, 10),): 1}, [A, B, C], 10)
    assert (found.order, found.points) == ((A, C, B), {A: 14, B: 6, C: 10})


def test_level_points_go_to_the_option_with_more_givers() -> None:
    found = cumulative({((A, 10),): 1, ((B, 5),): 2}, [A, B], 10)
    assert (found.order, found.tied) == ((B, A), (B, A))


def test_a_ballot_cannot_spend_more_than_its_points() -> None:
    with pytest.raises(ValueError, match="more than 10"):
        cumulative({((A, 7), (B, 4)): 1}, [A, B], 10)
