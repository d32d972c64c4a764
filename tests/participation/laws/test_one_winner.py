"""Rules with one winner: more support never harms, the option that beats all wins, known failures.

What a rule is known not to do is shown by one small vote each, worked by hand, and told to voters
as its weakness.
"""

from __future__ import annotations

import random
from typing import Any

import pytest

from participation.tallies.catalogue import RULES
from tests.participation.laws.votes import SINGLE, Rows, any_vote, counted, drawn, strict

A, B, C, D = OPTIONS = (1, 2, 3, 4)


def _raised(rule: str, said: Any, winner: int) -> Any:
    """The ballot with more support for `winner` and the rest as it was."""
    form = RULES[rule].form
    if form == "ticks":
        return sorted({*said, winner})
    if form == "ranking":
        rest = [[one for one in tier if one != winner] for tier in said]
        return [[winner], *(tier for tier in rest if tier)]
    most = 10 - sum(n for one, n in said if one != winner) if form == "points" else 5
    return sorted(
        [*([one, n] for one, n in said if one != winner), *([[winner, most]] if most else [])]
    )


@pytest.mark.parametrize("rule", SINGLE)
@any_vote
def test_more_support_for_the_winner_keeps_it_first(rule: str, rng: random.Random) -> None:
    """Monotonicity, over random votes: on some ballots the winner is raised to the top."""
    rows = drawn(rule, rng, OPTIONS, rng.randint(1, 7))
    winner = counted(rule, rows, OPTIONS).winner
    assert winner is not None
    chosen = rng.randint(1, len(rows))
    raised = [(_raised(rule, said, winner), n) for said, n in rows[:chosen]]
    assert counted(rule, [*raised, *rows[chosen:]], OPTIONS).winner == winner, rows


@pytest.mark.parametrize("rule", ["schulze", "ranked-pairs"])
@any_vote
def test_the_option_that_beats_every_other_wins(rule: str, rng: random.Random) -> None:
    rows = drawn(rule, rng, OPTIONS, 7)
    best = next((one for one in OPTIONS if all(_beats(rows, one, o) for o in OPTIONS)), None)
    tally = counted(rule, rows, OPTIONS)
    assert tally.detail["condorcet"] == best
    if best is not None:
        assert tally.winner == best


def _beats(rows: Rows, one: int, other: int) -> bool:
    def place(tiers: Any, option: int) -> int:
        return next((at for at, tier in enumerate(tiers) if option in tier), len(tiers))

    ahead = sum(n for tiers, n in rows if place(tiers, one) < place(tiers, other))
    behind = sum(n for tiers, n in rows if place(tiers, one) > place(tiers, other))
    return one == other or ahead > behind


@pytest.mark.parametrize("rule", ["schulze", "ranked-pairs"])
@any_vote
def test_an_option_that_loses_every_duel_does_not_win(rule: str, rng: random.Random) -> None:
    rows = drawn(rule, rng, OPTIONS, 7)
    winner = counted(rule, rows, OPTIONS).winner
    assert winner is not None
    assert not all(_beats(rows, other, winner) for other in OPTIONS if other != winner)


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


@pytest.mark.parametrize("rule", ["approval", "star", "majority-judgement", "cumulative"])
@any_vote
def test_an_option_that_nobody_supports_changes_nothing(rule: str, rng: random.Random) -> None:
    rows = drawn(rule, rng, (A, B, C), rng.randint(1, 7))
    assert counted(rule, rows, OPTIONS).winner == counted(rule, rows, (A, B, C)).winner
