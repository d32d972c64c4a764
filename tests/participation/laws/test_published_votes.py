"""Votes whose outcome is published, or short enough to work by hand; each says where it is from."""

from __future__ import annotations

import pytest

from tests.participation.laws.votes import KEEP, Rows, counted, strict

MEMPHIS, NASHVILLE, CHATTANOOGA, KNOXVILLE = CITIES = (1, 2, 3, 4)
# Wikipedia's classroom example: 100 voters choose a capital, each by distance.
BY_DISTANCE = [
    (strict((1, 2, 3, 4)), 42),
    (strict((2, 3, 4, 1)), 26),
    (strict((3, 4, 2, 1)), 15),
    (strict((4, 3, 2, 1)), 17),
]
RED, BLUE = range(10), range(10, 20)
# Equal Shares' motivation on Wikipedia: 51 % like ten red projects, 49 % ten blue ones, and there
# is money for ten.
RED_AND_BLUE = [(list(RED), 51), (list(BLUE), 49)]


def _graded(order: tuple[int, ...], grades: tuple[int, ...]) -> list[list[int]]:
    return sorted([one, grade] for one, grade in zip(order, grades, strict=True) if grade)


def _ordered(rows: Rows, grades: tuple[int, ...]) -> Rows:
    return [(_graded(tuple(t[0] for t in tiers), grades), n) for tiers, n in rows]


@pytest.mark.parametrize("rule", ["schulze", "ranked-pairs"])
def test_tennessee_ranked_elects_nashville(rule: str) -> None:
    """Wikipedia, Condorcet method: Nashville beats Memphis 58:42, the others 68:32."""
    tally = counted(rule, BY_DISTANCE, CITIES)
    assert [one.option for one in tally.standings] == [NASHVILLE, CHATTANOOGA, KNOXVILLE, MEMPHIS]
    assert tally.detail["wins"][1] == [58, 0, 68, 68]
    assert tally.story[1].values["ballots"] == 58


def test_tennessee_graded_elects_nashville_after_a_tie_of_good() -> None:
    """Majority judgment on Electowiki: four grades; Nashville 26/42/32, Chattanooga 15/43/42.

    Both middle grades are “Good”. By hand: of Chattanooga's 100 grades the 42 lowest are “Fair”,
    eight places below the middle, so “Fair” shows after 2 x 8 grades are taken away.
    """
    tally = counted("majority-judgement", _ordered(BY_DISTANCE, (5, 3, 2, 0)), CITIES)
    assert tally.winner == NASHVILLE
    assert tally.detail["middle"] == [0, 3, 3, 2]
    assert tally.story[1].values == {
        "option": NASHVILLE,
        "option_other": CHATTANOOGA,
        "taken": 16,
        "grade": 3,
        "grade_other": 2,
    }


def test_majority_judgement_may_pass_over_the_option_that_beats_all() -> None:
    """Wikipedia, Condorcet criterion: B beats A 65:35, C 66:34; yet C's middle grade is better."""
    a, b, c = 1, 2, 3
    rows = [
        ([[a, 5], [b, 2], [c, 1]], 35),
        ([[a, 1], [b, 2], [c, 5]], 34),
        ([[a, 2], [b, 5], [c, 3]], 31),
    ]
    tally = counted("majority-judgement", rows, (a, b, c))
    assert (tally.winner, tally.detail["middle"]) == (c, [2, 2, 3])


def test_tennessee_scored_elects_nashville_in_the_runoff() -> None:
    """By hand: 5, 2, 1, 0 points by distance. Nashville 42x2 + 26x5 + 32x1, Memphis 42x5."""
    tally = counted("star", _ordered(BY_DISTANCE, (5, 2, 1, 0)), CITIES)
    assert tally.detail["points"] == [210, 246, 203, 141]
    assert (tally.detail["finalists"], tally.detail["preferred"]) == (
        [NASHVILLE, MEMPHIS],
        [58, 42],
    )


def test_star_level_to_the_end_goes_to_more_fives() -> None:
    """The starvote package's tie: twelve points each, one ballot each, one level; fives 1 and 2."""
    amy, brian, chuck = 1, 2, 3
    rows = [
        ([[amy, 1], [brian, 4], [chuck, 2]], 1),
        ([[amy, 1], [brian, 3], [chuck, 5]], 1),
        ([[amy, 1], [brian, 5], [chuck, 5]], 1),
    ]
    tally = counted("star", rows, (amy, brian, chuck))
    assert tally.detail["points"] == [3, 12, 12]
    assert (tally.detail["preferred"], tally.detail["level"]) == ([1, 1], 1)
    assert tally.winner == chuck


def test_schulzes_45_voters_elect_e_by_chains() -> None:
    """M. Schulze (2011), section 3: C beats E 24:21, but E's chain by D to C is 28 strong."""
    texts = {
        "ACBED": 5, "ADECB": 5, "BEDAC": 8, "CABED": 3, "CAEBD": 7, "CBADE": 2, "DCEBA": 7,
        "EBADC": 8,
    }  # fmt: skip
    rows = [(strict(["ABCDE".index(one) + 1 for one in text]), n) for text, n in texts.items()]
    tally = counted("schulze", rows, (1, 2, 3, 4, 5))
    assert [one.option for one in tally.standings] == [5, 1, 3, 2, 4]
    assert tally.detail["condorcet"] is None
    assert tally.detail["chains"] == [{"option": 3, "path": [5, 4, 3], "strength": 28, "back": 24}]
    assert tally.story[-1].values["options"] == (5, 4, 3)


def test_ranked_pairs_locks_what_it_can() -> None:
    """Election-methods list, December 2002: B>C 10:3 first, then A>C and B>D 9:4; A wins.

    Of A>B, C>D and D>A, all 8:5, the win of the first on the list is locked first, and D>A would
    then close a circle.
    """
    rows = [
        (strict((1, 2, 3, 4)), 5),
        (strict((2, 4, 1, 3)), 4),
        (strict((3, 4, 1, 2)), 3),
        (strict((4, 2, 3, 1)), 1),
    ]
    tally = counted("ranked-pairs", rows, (1, 2, 3, 4))
    assert tally.detail["locks"] == [
        [2, 3, 10, 3, True],
        [1, 3, 9, 4, True],
        [2, 4, 9, 4, True],
        [1, 2, 8, 5, True],
        [3, 4, 8, 5, True],
        [4, 1, 8, 5, False],
    ]
    assert tally.winner == 1
    assert tally.story[-1].values["option"] == 4


# The mayor of Burlington, Vermont, 2009, as published by W. D. Smith and on Wikipedia: the three
# who were left after two rounds, 8,833 ballots.
MONTROLL, KISS, WRIGHT = (1, 2, 3)
BURLINGTON = [
    (strict((MONTROLL, KISS)), 1332),
    (strict((MONTROLL, WRIGHT)), 767),
    (strict((MONTROLL,)), 455),
    (strict((KISS, MONTROLL)), 2043),
    (strict((KISS, WRIGHT)), 371),
    (strict((KISS,)), 568),
    (strict((WRIGHT, MONTROLL)), 1513),
    (strict((WRIGHT, KISS)), 495),
    (strict((WRIGHT,)), 1289),
]


def test_burlingtons_instant_runoff_elected_kiss_though_montroll_beat_everyone() -> None:
    """Published: Kiss 4,314 to 4,064; Montroll beats Kiss 4,067 to 3,477, Wright 4,597 to 3,668."""
    tally = counted("instant-runoff", BURLINGTON, (MONTROLL, KISS, WRIGHT))
    assert tally.detail["rounds"] == [
        [MONTROLL, [2554, 2982, 3297], 0],
        [WRIGHT, [None, 4314, 4064], 455],
    ]
    assert (tally.winner, tally.detail["condorcet"]) == (KISS, MONTROLL)
    assert tally.detail["wins"][0][1:] == [4067, 4597]
    assert "with this rule that can happen" in tally.story[-1].words


def test_more_votes_for_kiss_would_have_made_kiss_lose() -> None:
    """Published: had 753 for Wright put Kiss first, Wright would have gone, and Montroll won.

    Wright has 2,544 then, below Montroll's 2,554; Montroll beats Kiss 4,067 to 3,735.
    """
    fewer = {495: 0, 1289: 1289 - 258}
    rows = [(said, fewer.get(times, times)) for said, times in BURLINGTON]
    raised = [*rows, (strict((KISS, WRIGHT)), 495), (strict((KISS,)), 258)]
    tally = counted("instant-runoff", raised, (MONTROLL, KISS, WRIGHT))
    assert tally.detail["rounds"] == [
        [WRIGHT, [2554, 3735, 2544], 0],
        [KISS, [4067, 3735, None], 1289 - 258],
    ]
    assert tally.winner == MONTROLL


def test_tennessee_by_instant_runoff_elects_knoxville() -> None:
    """Wikipedia, Instant-runoff voting: Chattanooga goes, then Nashville; Knoxville wins 58:42."""
    tally = counted("instant-runoff", BY_DISTANCE, CITIES)
    assert tally.detail["rounds"] == [
        [CHATTANOOGA, [42, 26, 15, 17], 0],
        [NASHVILLE, [42, 26, None, 32], 0],
        [MEMPHIS, [42, None, None, 58], 0],
    ]
    assert [one.option for one in tally.standings] == [KNOXVILLE, MEMPHIS, NASHVILLE, CHATTANOOGA]


def test_a_ballot_with_two_in_first_place_counts_for_both_of_them() -> None:
    """By hand (Approval-IRV): 1 has 4, 2 has 3 + 2, 3 has 3 + 2; 1 goes, and its four name 3."""
    rows = [([[1], [3]], 4), ([[2]], 3), ([[3]], 3), ([[2, 3]], 2)]
    tally = counted("instant-runoff", rows, (1, 2, 3))
    assert tally.detail["rounds"] == [[1, [4, 5, 5], 0], [2, [None, 5, 9], 0]]
    assert tally.winner == 3


def test_of_options_on_as_few_ballots_the_last_on_the_list_goes_out() -> None:
    """By hand: 2 and 3 have two each, so 3 goes and 2 wins 4:3; keep-as-is would go last."""
    rows = [([[1]], 3), ([[2]], 2), ([[3], [2]], 2)]
    tally = counted("instant-runoff", rows, (1, 2, 3))
    assert (tally.winner, tally.story[1].values["options"]) == (2, (2, 3))
    assert counted("instant-runoff", rows, (1, 2, 3), keep=3).winner == 1


def test_approval_of_the_two_nearest_cities_elects_nashville() -> None:
    """Wikipedia, Approval voting: each ticks the two nearest; Nashville 68, then Memphis 42."""
    rows = [(sorted(t[0] for t in tiers[:2]), n) for tiers, n in BY_DISTANCE]
    tally = counted("approval", rows, CITIES)
    assert tally.detail["approvals"] == [42, 68, 58, 32]
    assert tally.winner == NASHVILLE


def test_points_may_be_heaped_by_a_minority() -> None:
    """By hand: 40 of 100 heap ten points on one option; 60 spread theirs over two."""
    tally = counted("cumulative", [([[1, 10]], 40), ([[2, 5], [3, 5]], 60)], (1, 2, 3))
    assert (tally.winner, tally.detail["points"], tally.detail["givers"]) == (
        1,
        [400, 300, 300],
        [40, 60, 60],
    )


def test_knapsack_packs_the_known_bag() -> None:
    """Wikipedia, Knapsack problem: 15 kg; boxes of 12, 2, 1, 1, 4 kg worth 4, 2, 2, 1, 10."""
    worth = {1: 4, 2: 2, 3: 2, 4: 1, 5: 10}
    rows = [([one], n) for one, n in worth.items()]
    costs = {1: 12, 2: 2, 3: 1, 4: 1, 5: 4}
    tally = counted("knapsack", rows, (1, 2, 3, 4, 5, KEEP), costs=costs, keep=KEEP, budget=15)
    assert (tally.winners, tally.detail["spent"]) == ((2, 3, 4, 5), "8")


@pytest.mark.parametrize("rule", ["knapsack", "greedy", "greedy-no-skip"])
def test_most_ticks_give_a_small_majority_everything(rule: str) -> None:
    """Wikipedia, Method of equal shares: 51 % take all ten."""
    costs = dict.fromkeys((*RED, *BLUE), 1_000)
    tally = counted(rule, RED_AND_BLUE, tuple(costs), costs=costs, budget=10_000)
    assert set(tally.winners) == set(RED)


def test_equal_shares_gives_both_groups_their_half() -> None:
    """Wikipedia, Method of equal shares: five red, five blue.

    By hand: a share is 100. Red has 5,100 and buys five; blue 4,900 and buys four. Raised to 103,
    blue has 5,047, which pays for the fifth.
    """
    costs = dict.fromkeys((*RED, *BLUE), 1_000)
    tally = counted("equal-shares", RED_AND_BLUE, tuple(costs), costs=costs, budget=10_000)
    assert len(set(tally.winners) & set(RED)) == len(set(tally.winners) & set(BLUE)) == 5
    assert (tally.detail["first_share"], tally.detail["share"], tally.detail["raises"]) == (
        "100",
        "103",
        3,
    )


def test_supporters_who_cannot_pay_together_get_nothing() -> None:
    """equalshares.net, Explanation: a share of 10; 500 supporters have 5,000 and it costs 10,000.

    The same at a hundredth of the size; what they have is told.
    """
    rows = [([1], 5), ([2], 995)]
    costs = {1: 100, 2: 9_950}
    tally = counted("equal-shares", rows, (1, 2), costs=costs, budget=10_000, completion="none")
    assert tally.winners == (2,)
    assert tally.detail["purses"] == [[1, "50"], [2, "0"]]
    assert tally.story[-1].values["money_purse"] == 50
