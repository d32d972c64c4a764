"""Rules with one winner: more support never harms, the option that beats all wins, known failures.

What a rule is known not to do is shown by one small vote each, worked by hand, and told to voters
as its weakness.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from participation.tallies import catalogue
from participation.tallies.catalogue import RULES
from participation.tallies.laws import Law
from participation.tallies.rule import TallyRule
from tests.participation.laws import planted
from tests.participation.laws.lawful import hold, is_broken
from tests.participation.laws.near_tied import beats
from tests.participation.laws.votes import SINGLE, any_vote, counted, drawn, strict

A, B, C, D = OPTIONS = (1, 2, 3, 4)
RANKED = [name for name, rule in RULES.items() if rule.form == "ranking"]


LAWS = [(name, law) for name in SINGLE for law in Law]
KEPT = [(name, law) for name, law in LAWS if RULES[name].keeps(law)]
BROKEN = [(name, law) for name, law in LAWS if not RULES[name].keeps(law)]
MOST_LOOKED_AT = 400


@pytest.mark.parametrize(("rule", "law"), KEPT)
@any_vote
def test_a_rule_keeps_each_law_that_it_does_not_declare_broken(
    rule: str, law: Law, rng: random.Random
) -> None:
    hold(law, rule, rng)


@pytest.mark.parametrize(("rule", "law"), BROKEN)
def test_a_law_that_a_rule_declares_broken_is_broken_by_a_vote(rule: str, law: Law) -> None:
    """What a rule keeps is not to be called its weakness."""
    assert is_broken(law, rule, MOST_LOOKED_AT)


@pytest.mark.parametrize("rule", planted.RULES, ids=lambda rule: rule.form)
def test_a_planted_rule_where_support_harms_is_caught_by_as_many_examples_as_any(
    rule: TallyRule, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It drops the option that is first on the fewest ballots, and does not say what it breaks."""
    monkeypatch.setitem(catalogue.RULES._items, rule.name, rule)

    def held(rng: random.Random) -> None:
        hold(Law.MORE_SUPPORT, rule.name, rng)

    drawn_as_any: Callable[[], None] = any_vote(held)  # type: ignore[assignment]
    with pytest.raises(AssertionError):
        drawn_as_any()


@pytest.mark.parametrize("rule", RANKED)
@any_vote
def test_a_ranked_tally_names_the_option_that_beats_every_other(
    rule: str, rng: random.Random
) -> None:
    rows = drawn(rule, rng, OPTIONS, 7)
    best = [a for a in OPTIONS if all(beats("ranking", rows, a, b) for b in OPTIONS if a != b)]
    assert counted(rule, rows, OPTIONS).detail["condorcet"] == (best[0] if best else None)


@pytest.mark.parametrize("rule", ["schulze", "ranked-pairs"])
def test_ranking_one_more_option_may_harm_the_one_above_it(rule: str) -> None:
    """Two rank B, three C before B, four A: B beats A 5:4, A beats C 4:3, C beats B 3:2; B wins.

    When the two add C in second place, C beats A 5:4 as well, and wins.
    """
    others = [(strict((C, B)), 3), (strict((A,)), 4)]
    assert counted(rule, [(strict((B,)), 2), *others], (A, B, C)).winner == B
    assert counted(rule, [(strict((B, C)), 2), *others], (A, B, C)).winner == C


def test_a_further_ballot_for_the_judged_winner_may_make_it_lose() -> None:
    """A: fair, fair, middle “fair”. B: poor, excellent, lower middle “poor”. A wins.

    A third ballot: A excellent, B good. A's middle stays “fair”, B's is “good” now, and B wins.
    """
    rows = [([[A, 2], [B, 5]], 1), ([[A, 2], [B, 1]], 1)]
    assert counted("majority-judgement", rows, (A, B)).winner == A
    more = [*rows, ([[A, 5], [B, 3]], 1)]
    assert counted("majority-judgement", more, (A, B)).winner == B


def test_star_may_leave_the_option_that_beats_all_out_of_the_runoff() -> None:
    """A beats B and C 3:2 each, but has 9 points where B has 16 and C 15."""
    rows = [([[A, 3], [B, 2], [C, 2]], 1), ([[A, 3], [B, 2], [C, 1]], 1)]
    rows += [([[A, 3], [B, 2], [C, 2]], 1), ([[B, 5], [C, 5]], 2)]
    tally = counted("star", rows, (A, B, C))
    assert tally.detail["points"] == [9, 16, 15]
    assert tally.detail["finalists"] == [B, C]
    assert all(sum(_more(said, A, o) * n for said, n in rows) == 1 for o in (B, C))


def _more(said: Any, one: int, other: int) -> int:
    points = dict(map(tuple, said))
    gap = points.get(one, 0) - points.get(other, 0)
    return (gap > 0) - (gap < 0)


def test_two_similar_options_may_both_reach_the_stars_runoff() -> None:
    """Without B, A goes into the runoff and loses; B beside C takes A's place in it."""
    rows = [([[A, 5]], 2), ([[B, 5], [C, 5]], 2), ([[B, 4], [C, 5]], 1)]
    assert counted("star", rows, (A, B, C)).detail["finalists"] == [C, B]


def test_approval_may_elect_a_compromise_over_the_favourite_of_most() -> None:
    """Six of ten would only like A, and could live with B; all tick B."""
    tally = counted("approval", [([A, B], 6), ([B], 4)], (A, B))
    assert (tally.winner, tally.detail["approvals"]) == (B, [6, 10])


def test_similar_options_take_points_from_each_other() -> None:
    """Six of ten like A and B, and share their points; the four others win with C."""
    rows = [([[A, 5], [B, 5]], 6), ([[C, 10]], 4)]
    assert counted("cumulative", rows, (A, B, C)).winner == C
    assert counted("cumulative", [([[A, 10]], 6), ([[C, 10]], 4)], (A, C)).winner == A


@pytest.mark.parametrize("rule", SINGLE)
@any_vote
def test_an_option_that_nobody_supports_changes_nothing(rule: str, rng: random.Random) -> None:
    rows = drawn(rule, rng, (A, B, C), rng.randint(1, 7))
    assert counted(rule, rows, OPTIONS).winner == counted(rule, rows, (A, B, C)).winner
