"""Approval counting: exact, blind to order, and honest in a tie."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.tallies.approval import Approval, approval, ticked_sheet
from participation.tallies.catalogue import RULES
from participation.tallies.content import Choice
from participation.tallies.outcome import Tally

OPTIONS = [3, 1, 4, 2]
Ballots = dict[tuple[int, ...], int]
BALLOTS = st.dictionaries(
    st.lists(st.sampled_from(OPTIONS), unique=True).map(lambda named: tuple(sorted(named))),
    st.integers(0, 500),
)


def _counted(ballots: Ballots) -> Approval:
    return approval(ticked_sheet(ballots, OPTIONS))


def _tally(ballots: Ballots, baseline: int | None = None, **settings: int) -> Tally:
    contents = [(f'{{"ticks":{list(named)}}}', times) for named, times in ballots.items()]
    choices = [Choice(one, None, one == baseline) for one in OPTIONS]
    return RULES["approval"].count(contents, choices, settings)


@given(BALLOTS)
def test_each_approval_is_counted_once(ballots: Ballots) -> None:
    found = _counted(ballots)
    assert found.ballots == sum(ballots.values())
    for option in OPTIONS:
        by_hand = sum(times for named, times in ballots.items() if option in named)
        assert found.approvals[option] == by_hand


@given(BALLOTS, st.randoms(use_true_random=False))
def test_order_of_ballots_changes_nothing(ballots: Ballots, chance: random.Random) -> None:
    rows = list(ballots.items())
    chance.shuffle(rows)
    assert _tally(dict(rows), 1) == _tally(ballots, 1)


@given(BALLOTS, st.sampled_from(OPTIONS))
def test_one_more_approval_never_harms_an_option(ballots: Ballots, option: int) -> None:
    more = {**ballots, (option,): ballots.get((option,), 0) + 1}
    assert _counted(more).order.index(option) <= _counted(ballots).order.index(option)


def test_a_tie_goes_to_keep_as_is_else_to_the_first_on_the_list() -> None:
    ballots = {(3, 4): 5, (1,): 2}
    assert _tally(ballots, baseline=4).winner == 4
    assert _tally(ballots, baseline=1).winner == 3
    assert _tally(ballots).tied == (3, 4)


def test_an_option_below_the_fewest_ballots_cannot_win() -> None:
    ballots = {(3,): 5, (1,): 4, (4,): 1}
    assert _tally(ballots, baseline=4, min_approvals=5).winner == 3
    found = _tally(ballots, baseline=4, min_approvals=6)
    assert (found.winner, found.detail["excluded"]) == (4, [[3, 6], [1, 6], [2, 6]])


def test_a_part_of_the_ballots_is_rounded_up() -> None:
    """Ten ballots, 45 %: an option needs five."""
    ballots = {(3,): 4, (1,): 5, (4,): 1}
    assert _tally(ballots, baseline=4, exclude_below=45).detail["excluded"] == [[3, 5], [2, 5]]


def test_nobody_voted_nobody_won() -> None:
    assert _tally({}).winner is None


def test_share_is_an_exact_fraction() -> None:
    assert _tally({(3,): 1, (1,): 2}).standings[1].share == Fraction(1, 3)


def test_ballot_for_an_unknown_option_is_an_error() -> None:
    with pytest.raises(ValueError, match="not on the list"):
        _tally({(99,): 1})


def test_every_rule_explains_itself() -> None:
    for _name, rule in RULES.items():
        assert all([rule.title, rule.how_to_vote, rule.how_counted, rule.ties, rule.weakness])
