"""Budget rules: never over the budget, fair to groups, and what they are known not to promise."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import chain, combinations
from typing import Any

import pytest

from participation.tallies.outcome import Tally
from tests.participation.laws.votes import BUDGETS, KEEP, Rows, any_vote, counted, drawn

PROJECTS = (1, 2, 3, 4, 5)
SHARES: list[dict[str, Any]] = [
    {"completion": completion, "satisfaction": satisfaction, "comparison": comparison}
    for completion in ("none", "add1", "add1u", "greedy")
    for satisfaction in ("cost", "cardinality")
    for comparison in (False, True)
]


def _town(rng: random.Random, rule: str, **settings: Any) -> tuple[Tally, Rows, dict[int, int]]:
    """A small budget vote: its tally, its ballots, and what each project costs."""
    costs = {one: rng.randint(1, 12) for one in PROJECTS}
    rows = list(drawn(rule, rng, PROJECTS, rng.randint(1, 8)))
    rows += [([KEEP], rng.randint(0, 2))]
    settings = {"budget": rng.randint(3, 30)} | settings
    tally = counted(rule, rows, (*PROJECTS, KEEP), costs=costs, keep=KEEP, **settings)
    return tally, rows, costs


def _built(tally: Tally) -> set[int]:
    return set(tally.winners) - {KEEP}


@pytest.mark.parametrize("rule", BUDGETS)
@any_vote
def test_never_more_is_spent_than_there_is(rule: str, rng: random.Random) -> None:
    more = rng.choice(SHARES) if rule == "equal-shares" else {}
    tally, _rows, costs = _town(rng, rule, **more)
    spent = sum(costs[one] for one in _built(tally))
    assert spent == Fraction(tally.detail["spent"]) <= Fraction(tally.detail["budget"])


@pytest.mark.parametrize("rule", BUDGETS)
@any_vote
def test_nothing_is_built_that_nobody_ticks(rule: str, rng: random.Random) -> None:
    tally, rows, _costs = _town(rng, rule)
    ticked = {one for said, times in rows if times for one in said}
    assert _built(tally) <= ticked


@pytest.mark.parametrize("rule", BUDGETS)
@any_vote
def test_steps_account_for_every_cent(rule: str, rng: random.Random) -> None:
    tally, _rows, costs = _town(rng, rule)
    left = Fraction(tally.detail["budget"])
    for step in tally.detail["steps"]:
        left -= costs[step["option"]] if step["taken"] else 0
        assert Fraction(step["left"]) == left


@pytest.mark.parametrize("rule", BUDGETS)
def test_more_than_half_for_none_of_these_builds_nothing(rule: str) -> None:
    rows = [([1], 5), ([KEEP], 5)]
    shared: dict[str, Any] = {"costs": {1: 3}, "keep": KEEP, "budget": 5}
    assert counted(rule, rows, (1, KEEP), **shared).winners == (1,)
    refused = counted(rule, [*rows, ([KEEP], 1)], (1, KEEP), **shared)
    assert (refused.winners, refused.detail["none"], refused.detail["spent"]) == ((KEEP,), 6, "0")


@pytest.mark.parametrize("rule", BUDGETS)
def test_a_ballot_for_none_and_for_a_project_is_refused(rule: str) -> None:
    with pytest.raises(ValueError, match="none of these"):
        counted(rule, [([1, KEEP], 1)], (1, KEEP), costs={1: 3}, keep=KEEP, budget=5)


@pytest.mark.parametrize("rule", BUDGETS)
def test_projects_below_the_minimum_are_left_out_and_told(rule: str) -> None:
    """Ten ballots; two projects have 6 and 4 ticks; 50 % asks for five, so the second is out."""
    shared: dict[str, Any] = {"costs": {1: 3, 2: 3}, "budget": 10}
    rows = [([1], 6), ([2], 4)]
    assert set(counted(rule, rows, (1, 2), **shared).winners) == {1, 2}
    for setting in ({"exclude_below": 50}, {"min_approvals": 5}):
        tally = counted(rule, rows, (1, 2), **shared, **setting)
        assert (tally.winners, tally.detail["excluded"]) == ((1,), [[2, 5]])
        assert tally.story[-1].values == {"option": 2, "ballots": 4, "least": 5}


@any_vote
def test_greedy_leaves_nothing_that_would_still_fit(rng: random.Random) -> None:
    tally, _rows, costs = _town(rng, "greedy")
    left = Fraction(tally.detail["budget"]) - Fraction(tally.detail["spent"])
    out = {one for one, _least in tally.detail["excluded"]}
    refused = 2 * tally.detail["none"] > tally.ballots
    for one in set(PROJECTS) - _built(tally) - out:
        assert refused or costs[one] > left


@any_vote
def test_the_list_without_skipping_is_a_head_of_the_list(rng: random.Random) -> None:
    tally, _rows, _costs = _town(rng, "greedy-no-skip")
    taken = [step["taken"] for step in tally.detail["steps"]]
    assert taken == sorted(taken, reverse=True)


@any_vote
def test_no_affordable_choice_has_more_ticks_than_the_knapsacks(rng: random.Random) -> None:
    tally, _rows, costs = _town(rng, "knapsack")
    ticks = dict(zip(tally.detail["options"], tally.detail["approvals"], strict=True))
    sets = chain.from_iterable(combinations(PROJECTS, size) for size in range(6))
    budget = Fraction(tally.detail["budget"])
    best = max(sum(ticks[o] for o in s) for s in sets if sum(costs[o] for o in s) <= budget)
    if 2 * tally.detail["none"] <= tally.ballots:
        assert sum(ticks[one] for one in _built(tally)) == best


@any_vote
def test_supporters_alone_pay_and_nobody_more_than_the_share(rng: random.Random) -> None:
    """Priceability of Equal Shares (Peters and Skowron, 2020): the rounds worked again."""
    tally, rows, costs = _town(rng, "equal-shares", completion=rng.choice(["none", "add1"]))
    if tally.detail["share"] is None or 2 * tally.detail["none"] > tally.ballots:
        return
    purses = [[float(Fraction(tally.detail["share"])), said] for said, n in rows for _ in range(n)]
    for option, _cents, payers, emptied in tally.detail["shared"]:
        backers = [purse for purse in purses if option in purse[1]]
        price = _price([purse[0] for purse in backers], costs[option])
        assert sum(purse[0] < price - 1e-9 for purse in backers) == emptied
        assert len(backers) == payers + emptied
        for purse in backers:
            purse[0] = max(0.0, purse[0] - price)
    assert all(money >= 0 for money, _said in purses)


def _price(purses: list[float], cost: float) -> float:
    """What each of these pays at most so that together they pay the cost."""
    left = float(cost)
    for place, purse in enumerate(sorted(purses)):
        each = left / (len(purses) - place)
        if purse >= each - 1e-9:
            return each
        left -= purse
    raise AssertionError("they cannot pay")


@any_vote
def test_a_group_that_agrees_gets_what_its_share_would_pay_for(rng: random.Random) -> None:
    """Extended justified representation up to one project, by brute force over groups and sets.

    Peters, Pierczynski, Skowron (2021), theorem 2: for each group and set T that all its members
    tick and its share of the budget pays for, some member's satisfaction (money well spent) is
    more than T's cost once one more project of T is added, or reaches T's.
    """
    costs = {one: rng.randint(1, 9) for one in (1, 2, 3, 4)}
    rows = [(said, 1) for said, _n in drawn("equal-shares", rng, (1, 2, 3, 4), rng.randint(1, 5))]
    budget = rng.randint(3, 20)
    tally = counted(
        "equal-shares", rows, (1, 2, 3, 4), costs=costs, budget=budget, completion="none"
    )
    won = set(tally.winners)
    ballots = [set(said) for said, _n in rows]
    sizes = range(1, len(ballots) + 1)
    for group in chain.from_iterable(combinations(ballots, size) for size in sizes):
        common = set.intersection(*group)
        for wish in chain.from_iterable(combinations(common, n) for n in range(1, len(common) + 1)):
            price = sum(costs[one] for one in wish)
            if price * len(ballots) <= budget * len(group):
                best = max(sum(costs[one] for one in ballot & won) for ballot in group)
                lacking = [costs[one] for one in set(wish) - won]
                assert best >= price or (lacking and best + max(lacking) > price), (rows, costs)


def test_more_money_may_make_a_project_lose_its_place() -> None:
    """Two voters; the second ticks only the dear one (8), the first both, the other costs 3.

    A budget of 7: a share of 3.50, so together they lack 1 for the dear one, and the first buys
    the other. Of 8: the dear one costs each 4 of their 4, and nothing is left for the other.
    """
    rows = [([1, 2], 1), ([2], 1)]
    for budget, built in ((7, (1,)), (8, (2,))):
        tally = counted("equal-shares", rows, (1, 2), costs={1: 3, 2: 8}, budget=budget)
        assert tally.winners == built


def test_greedy_lets_one_dear_project_take_the_place_of_two() -> None:
    """By hand: 51 tick the dear one, 50 both cheap ones; the dear one takes all the money."""
    rows = [([1], 51), ([2, 3], 50)]
    shared: dict[str, Any] = {"costs": {1: 10, 2: 5, 3: 5}, "budget": 10}
    assert counted("greedy", rows, (1, 2, 3), **shared).winners == (1,)
    assert counted("knapsack", rows, (1, 2, 3), **shared).winners == (2, 3)


def test_the_comparison_gives_way_to_most_ticks_and_says_so() -> None:
    """Four of five tick only the dear project; their shares lack a little, and it stays unbuilt."""
    rows = [([1], 4), ([2, 3], 1)]
    costs = {1: 8, 2: 2, 3: 2}
    shared: dict[str, Any] = {"costs": costs, "budget": 9, "completion": "none"}
    assert counted("equal-shares", rows, (1, 2, 3), **shared).winners == ()
    tally = counted("equal-shares", rows, (1, 2, 3), comparison=True, **shared)
    assert tally.winners == (1,)
    assert tally.detail["compared"] == {
        "kept": False,
        "more_here": 0,
        "more_there": 4,
        "other": [1],
    }


def test_level_prices_are_decided_by_the_published_rule_and_told() -> None:
    rows = [([1], 2), ([2], 2)]
    tally = counted("equal-shares", rows, (1, 2), costs={1: 2, 2: 2}, budget=4)
    assert tally.winners == (1, 2)
    assert tally.detail["close"] is True
    assert "eleven digits" in tally.story[-1].words
