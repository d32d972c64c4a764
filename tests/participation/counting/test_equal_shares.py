"""Equal Shares: worked examples, the paper's own algorithm, and what it promises to groups."""

from __future__ import annotations

import random
import subprocess
import sys
from fractions import Fraction
from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.tallies.budgets import BudgetProfile, profile_of
from participation.tallies.budgets.shares import equal_shares
from tests.participation.counting.plain_shares import plain_add1, plain_shares

Election = tuple[list[int], list[frozenset[int]], int]


def _profile(costs: list[int], ballots: list[frozenset[int]], budget: int) -> BudgetProfile:
    names = {f"p{one}": Fraction(cost) for one, cost in enumerate(costs)}
    return profile_of(names, Fraction(budget), [([f"p{one}" for one in b], 1) for b in ballots])


@st.composite
def elections(draw: st.DrawFn, projects: int = 6, voters: int = 8) -> Election:
    """Small budgets with whole costs of at least one."""
    costs = draw(st.lists(st.integers(1, 12), min_size=1, max_size=projects))
    ballot = st.frozensets(st.integers(0, len(costs) - 1))
    ballots = draw(st.lists(ballot, min_size=1, max_size=voters))
    return costs, ballots, draw(st.integers(1, 30))


def test_two_thirds_do_not_take_it_all() -> None:
    """Ten of fifteen like A, B and C, five like D; each costs 5 of 15: greedy takes A, B, C."""
    ballots = [frozenset({0, 1, 2})] * 10 + [frozenset({3})] * 5
    found = equal_shares(_profile([5, 5, 5, 5], ballots, 15), completion="")
    assert found.winners == ("p0", "p1", "p3")


def test_each_supporter_pays_the_same_until_the_purse_is_empty() -> None:
    """Two voters with 5 each: A (6) is paid 3 and 3, then B (2) by its one supporter alone."""
    found = equal_shares(_profile([6, 2], [frozenset({0}), frozenset({0, 1})], 10), completion="")
    assert [(step.project, step.price) for step in found.steps] == [("p0", 3.0), ("p1", 2.0)]


def test_add1_uses_money_that_equal_purses_leave() -> None:
    """Three voters with 3 each: A (8) has two supporters, who could pay 6; raised to 4 they can."""
    profile = _profile([8], [frozenset({0}), frozenset({0}), frozenset()], 9)
    assert equal_shares(profile, completion="").winners == ()
    found = equal_shares(profile, completion="add1")
    assert (found.winners, found.share) == (("p0",), Fraction(4))


def test_greedy_completion_spends_what_is_left() -> None:
    """One supporter of three cannot pay 5 from a third of 9; money is left, so it is built."""
    profile = _profile([5], [frozenset({0}), frozenset(), frozenset()], 9)
    assert equal_shares(profile, completion="greedy").steps[-1].why == "completed"


def test_comparison_gives_way_to_a_majority_that_prefers_greedy() -> None:
    """Four of five get more from the dear project that greedy takes than from nothing."""
    ballots = [frozenset({0})] * 4 + [frozenset({1, 2})]
    profile = _profile([8, 2, 2], ballots, 9)
    plain = equal_shares(profile, completion="", comparison=False)
    assert plain.winners == ()
    assert equal_shares(profile, completion="", comparison=True).winners == ("p0",)


@given(elections())
def test_grouped_and_compiled_equals_the_plain_algorithm(election: Election) -> None:
    costs, ballots, budget = election
    profile = _profile(costs, ballots, budget)
    for by_cost in (True, False):
        found = equal_shares(
            profile, satisfaction="cost" if by_cost else "cardinality", completion=""
        )
        share = Fraction(budget, len(ballots))
        wanted = plain_shares(costs, ballots, share, by_cost=by_cost)
        assert [step.project for step in found.steps] == [f"p{one}" for one in wanted]


@given(elections())
def test_it_never_spends_more_than_there_is(election: Election) -> None:
    for completion in ("", "add1", "add1u", "greedy"):
        assert equal_shares(_profile(*election), completion=completion).spent <= election[2]


@given(elections(), st.randoms())
def test_the_order_of_ballots_does_not_matter(election: Election, rng: random.Random) -> None:
    costs, ballots, budget = election
    mixed = rng.sample(ballots, len(ballots))
    assert equal_shares(_profile(costs, mixed, budget)) == equal_shares(_profile(*election))


@given(elections(projects=4, voters=6))
def test_no_group_that_could_pay_for_a_project_is_left_with_nothing(election: Election) -> None:
    """Extended justified representation for one project, by brute force over all groups."""
    costs, ballots, budget = election
    won = set(equal_shares(_profile(*election), completion="").winners)
    voters = range(len(ballots))
    for group in chain.from_iterable(combinations(voters, size) for size in voters):
        for one, cost in enumerate(costs):
            entitled = group and budget * len(group) >= cost * len(ballots)
            if entitled and all(one in ballots[voter] for voter in group):
                pleased = [voter for voter in group if {f"p{x}" for x in ballots[voter]} & won]
                assert pleased, (group, one)


def test_ten_thousand_profiles_agree_with_the_plain_algorithm() -> None:
    rng = random.Random(7)
    for _ in range(10_000):
        costs = [rng.randint(1, 9) for _ in range(rng.randint(1, 4))]
        ballots = [
            frozenset(one for one in range(len(costs)) if rng.random() < 0.5)
            for _ in range(rng.randint(1, 5))
        ]
        budget = rng.randint(1, 20)
        found = equal_shares(_profile(costs, ballots, budget), completion="")
        wanted = plain_shares(costs, ballots, Fraction(budget, len(ballots)), by_cost=True)
        assert found.winners == tuple(f"p{one}" for one in sorted(wanted))


def test_raising_by_one_and_skipping_ahead_end_at_the_same_share() -> None:
    """50 ballots hold 6,000 each. The dear project's one supporter pays 2,000 for the other one
    first, so the share climbs by ones to 152,000, where both are bought."""
    ballots = [frozenset({0})] * 49 + [frozenset({0, 1})]
    found = equal_shares(_profile([100_000, 150_000], ballots, 300_000), completion="add1")
    assert found.winners == ("p0", "p1")
    assert (found.share, found.raises) == (Fraction(152_000), 146_000)


@given(elections())
@settings(max_examples=60)
def test_skipping_ahead_is_the_same_as_every_step(election: Election) -> None:
    """Costs a hundred times larger, so that shares climb by many steps; the plain way takes all."""
    costs, ballots, budget = election
    found = equal_shares(
        _profile([100 * c for c in costs], ballots, 100 * budget), completion="add1"
    )
    share, bought = plain_add1([100 * c for c in costs], ballots, 100 * budget)
    assert (found.share, found.winners) == (share, tuple(f"p{one}" for one in sorted(bought)))


def test_an_unknown_completion_is_refused() -> None:
    with pytest.raises(ValueError, match="add9"):
        equal_shares(_profile([1], [frozenset()], 1), completion="add9")


def test_explaining_the_rules_does_not_load_the_compiler() -> None:
    """Web processes import the catalogue; 120 MB would be lost in each of them."""
    look = "import sys, participation.tallies.catalogue; print('numba' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"
