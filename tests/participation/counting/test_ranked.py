"""Schulze and Ranked Pairs: published elections, laws, and the plain way of counting."""

from __future__ import annotations

import random
import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.tallies.ranked import Pairwise, pairwise, ranked_pairs, ranked_sheet, schulze
from tests.participation.counting.plain_rankings import (
    Ballot,
    copeland_like_condorcet,
    schulze_winners,
)

A, B, C, D, E = range(5)


def _strict(text: str) -> Ballot:
    return tuple(("ABCDE".index(letter),) for letter in text)


# M. Schulze (2011), section 3: 45 voters, five options, no option beats all others.
SCHULZE_45 = {
    "ACBED": 5, "ADECB": 5, "BEDAC": 8, "CABED": 3, "CAEBD": 7, "CBADE": 2, "DCEBA": 7, "EBADC": 8,
}  # fmt: skip
# Four cities of Tennessee: Memphis 0, Nashville 1, Chattanooga 2, Knoxville 3; the classroom
# example of ranked voting, where Nashville beats every other.
TENNESSEE = {"ABCD": 42, "BCDA": 26, "CDBA": 15, "DCBA": 17}


def _pairs(ballots: dict[str, int], size: int) -> Pairwise:
    named = {_strict(text): times for text, times in ballots.items()}
    return pairwise(ranked_sheet(named, range(size)))


def test_schulzes_own_example_comes_out_as_published() -> None:
    assert schulze(_pairs(SCHULZE_45, 5)).order == (E, A, C, B, D)


def test_the_strongest_chains_are_the_published_ones() -> None:
    strength = schulze(_pairs(SCHULZE_45, 5)).strength
    assert [strength[A][other] for other in (B, C, D, E)] == [28, 28, 30, 24]
    assert [strength[E][other] for other in (A, B, C, D)] == [25, 28, 28, 31]


def test_ranked_pairs_on_the_same_example() -> None:
    """Wins by votes: E>D 31, A>D and B>E 30, ... locked one by one, worked by hand."""
    found = ranked_pairs(_pairs(SCHULZE_45, 5))
    assert found.order[0] == A
    assert [lock.locked for lock in found.locks].count(False) == 3


@pytest.mark.parametrize("rule", [schulze, ranked_pairs])
def test_nashville_wins_in_tennessee(rule: object) -> None:
    pairs = _pairs(TENNESSEE, 4)
    assert pairs.condorcet_winner == B
    assert rule(pairs).order == (B, C, D, A)  # type: ignore[operator]


def test_an_option_left_out_stands_last() -> None:
    pairs = pairwise(ranked_sheet({((A,),): 1}, [A, B, C]))
    assert (pairs.wins[A][B], pairs.wins[B][C]) == (1, 0)


@pytest.mark.parametrize("ballot", [((A,), (A,)), ((A, A),), ((7,),)])
def test_a_ballot_that_cannot_be_is_refused(ballot: Ballot) -> None:
    with pytest.raises(ValueError, match="option"):
        ranked_sheet({ballot: 1}, [A, B])


@st.composite
def profiles(draw: st.DrawFn) -> list[Ballot]:
    """Ballots over four options, with ties and gaps."""
    tiers = st.lists(st.integers(0, 4), min_size=4, max_size=4)
    found = []
    for levels in draw(st.lists(tiers, min_size=1, max_size=7)):
        ballot = [tuple(o for o in range(4) if levels[o] == level) for level in range(4)]
        found.append(tuple(tier for tier in ballot if tier))
    return found


def _counted(ballots: list[Ballot]) -> Pairwise:
    return pairwise(ranked_sheet(Counter(ballots), range(4)))


@given(profiles())
def test_an_option_that_beats_all_others_wins_by_both_rules(ballots: list[Ballot]) -> None:
    best = copeland_like_condorcet(ballots, list(range(4)))
    pairs = _counted(ballots)
    assert pairs.condorcet_winner == best
    if best is not None:
        assert schulze(pairs).winner == ranked_pairs(pairs).winner == best


@given(profiles(), st.permutations(range(4)))
def test_names_do_not_matter_to_schulze(ballots: list[Ballot], new: list[int]) -> None:
    renamed = [tuple(tuple(new[o] for o in tier) for tier in ballot) for ballot in ballots]
    before, after = schulze(_counted(ballots)), schulze(_counted(renamed))
    assert {new[one] for one in before.tied} == set(after.tied)
    if not before.tied:
        assert after.winner == new[before.order[0]]


@given(profiles())
def test_ranking_the_winner_higher_does_not_make_it_lose(ballots: list[Ballot]) -> None:
    for rule in (schulze, ranked_pairs):
        winner = rule(_counted(ballots)).order[0]
        first = ballots[0]
        rest = tuple(tuple(o for o in tier if o != winner) for tier in first)
        raised = ((winner,), *(tier for tier in rest if tier))
        assert rule(_counted([raised, *ballots[1:]])).order[0] == winner


def test_ten_thousand_profiles_agree_with_trying_every_chain() -> None:
    rng = random.Random(4)
    for _ in range(10_000):
        size = rng.randint(2, 4)
        ballots = []
        for _ in range(rng.randint(1, 6)):
            ranked = rng.sample(range(size), rng.randint(0, size))
            ballots.append(tuple((option,) for option in ranked))
        found = schulze(pairwise(ranked_sheet(Counter(ballots), range(size))))
        wanted = schulze_winners(ballots, list(range(size)))
        assert (set(found.tied) or {found.order[0]}) == wanted


def test_ranked_pairs_of_many_options_take_no_minutes() -> None:
    # Each option before all later ones, by any number of ballots: most wins are implied already.
    size, dice = 250, random.Random(1)
    wins = [[dice.randint(2, 9_999) if a < b else 1 for b in range(size)] for a in range(size)]
    pairs = Pairwise(tuple(range(size)), tuple(map(tuple, wins)), 10_000)
    began = time.process_time()
    assert ranked_pairs(pairs).order == tuple(range(size))
    assert time.process_time() - began < 0.75
