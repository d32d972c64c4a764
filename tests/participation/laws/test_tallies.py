"""Approval counting: exact, blind to order, and honest in a tie."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.tallies.approval import approval
from participation.tallies.catalogue import RULES

OPTIONS = [3, 1, 4, 2]
BALLOTS = st.dictionaries(
    st.lists(st.sampled_from(OPTIONS), unique=True).map(lambda named: tuple(sorted(named))),
    st.integers(0, 500),
)


@given(BALLOTS)
def test_each_approval_is_counted_once(ballots: dict[tuple[int, ...], int]) -> None:
    tally = approval(ballots, OPTIONS)
    assert tally.ballots == sum(ballots.values())
    for standing in tally.standings:
        by_hand = sum(times for named, times in ballots.items() if standing.option in named)
        assert standing.approvals == by_hand
        assert standing.share * tally.ballots == by_hand


@given(BALLOTS, st.randoms(use_true_random=False))
def test_order_of_ballots_changes_nothing(
    ballots: dict[tuple[int, ...], int], chance: random.Random
) -> None:
    rows = list(ballots.items())
    chance.shuffle(rows)
    assert approval(dict(rows), OPTIONS, 1) == approval(ballots, OPTIONS, 1)


@given(BALLOTS, st.sampled_from(OPTIONS))
def test_one_more_approval_never_harms_an_option(
    ballots: dict[tuple[int, ...], int], option: int
) -> None:
    def place(counted: dict[tuple[int, ...], int]) -> int:
        tally = approval(counted, OPTIONS, 1)
        return [standing.option for standing in tally.standings].index(option)

    more = {**ballots, (option,): ballots.get((option,), 0) + 1}
    assert place(more) <= place(ballots)


def test_a_tie_goes_to_keep_as_is_else_to_the_first_on_the_list() -> None:
    ballots = {(3, 4): 5, (1,): 2}
    assert approval(ballots, OPTIONS, baseline=4).winner == 4
    assert approval(ballots, OPTIONS, baseline=1).winner == 3
    assert approval(ballots, OPTIONS).tied == (3, 4)


def test_nobody_voted_nobody_won() -> None:
    assert approval({}, OPTIONS).winner is None


def test_share_is_an_exact_fraction() -> None:
    assert approval({(3,): 1, (1,): 2}, OPTIONS).standings[1].share == Fraction(1, 3)


def test_ballot_for_an_unknown_option_is_an_error() -> None:
    with pytest.raises(ValueError, match="not on the list"):
        approval({(99,): 1}, OPTIONS)


def test_every_rule_explains_itself() -> None:
    for _name, rule in RULES.items():
        assert all([rule.title, rule.how_to_vote, rule.how_counted, rule.ties])
