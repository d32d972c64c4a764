"""Weighting by area as a sensitivity: by hand, and never more than is known."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from participation import results
from participation.models import Consultation
from participation.results import AreaRow
from participation.results.sensitivity import Sensitivity, sensitivity_of
from participation.tallies.catalogue import RULES
from participation.tallies.content import Choice
from tests.participation.results.boxes import counted

Make = Callable[..., Consultation]
# Centre: 300 of 500 voted, Malakoff: 100 of 500. By hand: weights 2/3 and 2; effective number
# 400 squared / (300 * 4/9 + 100 * 4) = 300.
AREAS = (AreaRow("Centre", 300, 500), AreaRow("Malakoff", 100, 500))
CHOICES = [Choice(1, None, True), Choice(2, None, False), Choice(3, None, False)]


def weighed(rule: str, contents: dict[str, int], areas: tuple[AreaRow, ...] = AREAS) -> Sensitivity:
    """The sensitivity of a vote with options 1 (keep), 2 and 3."""
    found = RULES[rule]
    tally = found.count(contents, CHOICES, {})
    told = sensitivity_of(tally, found.form, not found.budget, contents, areas)
    assert told is not None
    return told


def band(told: Sensitivity, option: int) -> tuple[float, float, float]:
    return next((one.low, one.plain, one.high) for one in told.bands if one.option == option)


def test_weights_and_effective_number_by_hand() -> None:
    told = weighed("approval", {'{"ticks":[2]}': 300, '{"ticks":[1]}': 100})
    assert [one.weight for one in told.weights] == pytest.approx([2 / 3, 2])
    assert told.effective_n == pytest.approx(300)
    assert told.converged


def test_the_bounds_of_a_share_by_hand() -> None:
    """300 of 400 tick it. At worst those are the 300 light voices: 200 of 400; at best 100 heavy
    and 200 light ones: 333 of 400."""
    told = weighed("approval", {'{"ticks":[2]}': 300, '{"ticks":[1]}': 100})
    assert band(told, 2) == pytest.approx((0.5, 0.75, (200 + 400 / 3) / 400))


def test_a_lead_that_the_weights_cannot_turn_is_firm() -> None:
    assert weighed("approval", {'{"ticks":[2]}': 320, '{"ticks":[1]}': 80}).firm is True


def test_a_lead_that_they_could_turn_is_not() -> None:
    assert weighed("approval", {'{"ticks":[2]}': 290, '{"ticks":[1]}': 110}).firm is False


def test_firm_by_hand_at_the_very_edge() -> None:
    """300 against 100: were all the heavy voices against it, both sides would weigh 200."""
    assert weighed("approval", {'{"ticks":[2]}': 300, '{"ticks":[1]}': 100}).firm is False


def test_a_ranking_tells_the_winners_lead_over_each() -> None:
    told = weighed("schulze", {'{"ranking":[[2],[1],[3]]}': 390, '{"ranking":[[1],[2]]}': 10})
    assert told.measure == "lead"
    assert {one.option for one in told.bands} == {1, 3}
    assert told.firm is True


def test_grades_tell_who_gives_the_winners_middle_grade() -> None:
    contents = {'{"grades":[[2,4]]}': 390, '{"grades":[[1,5]]}': 10}
    told = weighed("majority-judgement", contents)
    assert band(told, 2)[1] == pytest.approx(390 / 400)
    assert told.firm is True


def test_scores_need_the_runoff_too() -> None:
    contents = {'{"scores":[[2,5],[3,1]]}': 390, '{"scores":[[3,5]]}': 10}
    assert weighed("star", contents).firm is True
    close = {'{"scores":[[2,5],[3,4]]}': 210, '{"scores":[[2,4],[3,5]]}': 190}
    assert weighed("star", close).firm is False


def test_a_budget_has_no_first_to_hold_firm() -> None:
    found = RULES["greedy"]
    contents = {'{"ticks":[2]}': 390, '{"ticks":[3]}': 10}
    choices = [CHOICES[0], Choice(2, 5, False), Choice(3, 9, False)]  # type: ignore[arg-type]
    tally = found.count(contents, choices, {"budget": "10"})
    told = sensitivity_of(tally, "ticks", False, contents, AREAS)
    assert told is not None
    assert told.firm is None


def test_voices_of_areas_that_are_not_shown_weigh_one() -> None:
    areas = (*AREAS, AreaRow("Erdre", None, 900), AreaRow("Doulon", None, 800))
    told = weighed("approval", {'{"ticks":[2]}': 500}, areas)
    assert (told.voices, told.known) == (500, 400)


def test_one_known_area_says_nothing(make_question: Make) -> None:
    question = make_question("result")
    counted(question, [({"ticks": "A"}, 40)], areas={"North": 40})
    assert results.count_of(question).sensitivity is None


def test_it_survives_being_stored(make_question: Make) -> None:
    question = make_question("result")
    stated = {"North": 500, "South": 500}
    question.eligibility = {"kind": "area", "area": {"by": "district", "residents": stated}}
    counted(question, [({"ticks": "B"}, 300), (None, 100)], areas={"North": 300, "South": 100})
    told = results.count_of(question).sensitivity
    assert told.effective_n == pytest.approx(300)
    assert told == Sensitivity.unpacked(told.packed())


@pytest.mark.parametrize("rule", [name for name, rule in RULES.items() if not rule.budget])
def test_firm_holds_for_every_way_of_dealing_out_the_areas(rule: str) -> None:
    """200 random ways to say which ballot is of which area: counted with weights 1 and 3 (as
    copies), a winner that is called firm always wins."""
    chance = random.Random(7)
    says = {
        "ticks": ['{"ticks":[2]}', '{"ticks":[2,3]}', '{"ticks":[1]}'],
        "scores": ['{"scores":[[2,5],[3,2]]}', '{"scores":[[2,3],[1,1]]}', '{"scores":[[1,5]]}'],
        "ranking": ['{"ranking":[[2],[3]]}', '{"ranking":[[3],[2]]}', '{"ranking":[[2],[1]]}'],
        "grades": ['{"grades":[[2,5]]}', '{"grades":[[2,4],[3,3]]}', '{"grades":[]}'],
        "points": ['{"points":[[2,9]]}', '{"points":[[2,6],[3,4]]}', '{"points":[[1,2]]}'],
    }[RULES[rule].form]
    contents = dict(zip(says, (60, 25, 15), strict=True))
    # 50 of 250 and 50 of 750 voted: weights 1/2 and 3/2.
    areas = (AreaRow("Centre", 50, 250), AreaRow("Malakoff", 50, 750))
    told = weighed(rule, contents, areas)
    assert told.firm is True
    winner = RULES[rule].count(contents, CHOICES, {}).winner
    pile = [text for text, times in contents.items() for _one in range(times)]
    for _again in range(200):
        chance.shuffle(pile)
        dealt = dict.fromkeys(says, 0)
        for place, text in enumerate(pile):
            dealt[text] += 1 if place < 50 else 3
        assert RULES[rule].count(dealt, CHOICES, {}).winner == winner


def test_who_beats_every_other_is_not_called_firm_where_the_rule_may_pass_it_over() -> None:
    """2 leads 1 by 275:125 and 3 by 290:110, but comes first on 165 of 400 only."""
    contents = {
        '{"ranking":[[2],[1]]}': 165,
        '{"ranking":[[3],[2]]}': 110,
        '{"ranking":[[1],[2]]}': 125,
    }
    areas = (AreaRow("Centre", 200, 500), AreaRow("Malakoff", 200, 500))
    assert weighed("schulze", contents, areas).firm is True
    runoff = weighed("instant-runoff", contents, areas)
    assert (RULES["instant-runoff"].count(contents, CHOICES, {}).winner, runoff.firm) == (2, False)


def test_where_an_option_needs_a_minimum_being_first_is_not_called_winning(
    make_question: Make,
) -> None:
    question = make_question("result")
    stated = {"North": 500, "South": 500}
    question.eligibility = {"kind": "area", "area": {"by": "district", "residents": stated}}
    areas = {"North": 300, "South": 100}
    counted(question, [({"ticks": "B"}, 400)], settings={"exclude_below": 60}, areas=areas)
    assert results.count_of(question).sensitivity.firm is None
