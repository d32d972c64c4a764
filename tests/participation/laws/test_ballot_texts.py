"""What one ballot says: one text for one meaning, never longer than said, and flaws in words."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.tallies.catalogue import RULES
from participation.tallies.content import ABSTENTION, FORMS, Choice, Flaw, check, read
from tests.participation.laws.votes import any_vote, choices_of, drawn

IDS = (31, 4, 159, 26)
KEEP = 4
COSTS = {31: 60, 159: 50, 26: 40}
CHOICES = choices_of(IDS, COSTS, KEEP)
BUDGET = {"budget": "100"}
EVERY = list(RULES)


def _checked(rule: str, said: Any, **settings: Any) -> str:
    return RULES[rule].check({RULES[rule].form: said}, CHOICES, BUDGET | settings)


@pytest.mark.parametrize("rule", EVERY)
@any_vote
def test_what_is_checked_reads_as_what_was_given(rule: str, rng: random.Random) -> None:
    ids = [one for one in IDS if one != KEEP]
    said = drawn(rule, rng, ids, 1)[0][0]
    text = _checked(rule, said, within_budget=False)
    assert read(text) == {RULES[rule].form: said}
    assert RULES[rule].check(read(text), CHOICES, BUDGET | {"within_budget": False}) == text


@pytest.mark.parametrize("rule", EVERY)
@any_vote
def test_no_ballot_is_longer_than_the_longest(rule: str, rng: random.Random) -> None:
    settings = BUDGET | {"within_budget": False, "points": 100, "most_ticks": 0}
    said = drawn(rule, rng, [one for one in IDS if one != KEEP], 1)[0][0]
    longest = RULES[rule].longest(CHOICES, settings)
    assert len(RULES[rule].check({RULES[rule].form: said}, CHOICES, settings)) <= longest


@pytest.mark.parametrize("rule", EVERY)
def test_abstaining_is_one_text_for_all(rule: str) -> None:
    assert RULES[rule].check({"abstain": True}, CHOICES, BUDGET) == ABSTENTION


@pytest.mark.parametrize(
    ("rule", "one", "other"),
    [
        ("approval", [159, 4], [4, 159]),
        ("schulze", [[159, 4], [], [31]], [[4, 159], [31]]),
        ("star", [[31, 2], [4, 0]], [[31, 2]]),
        ("majority-judgement", [[159, 1], [31, 2]], [[31, 2], [159, 1], [4, 0]]),
        ("cumulative", [[31, 3], [4, 0]], [[31, 3]]),
    ],
)
def test_one_meaning_is_one_text(rule: str, one: Any, other: Any) -> None:
    assert _checked(rule, one) == _checked(rule, other)


@pytest.mark.parametrize(
    ("rule", "said", "words"),
    [
        ("approval", [], "Tick at least one option"),
        ("approval", [31, 31], "twice"),
        ("approval", [999], "options on this page"),
        ("approval", [True], "options on this page"),
        ("approval", "31", "Choose first"),
        ("schulze", [], "Give at least one option a place"),
        ("schulze", [[31], [31]], "twice"),
        ("schulze", [31], "options on this page"),
        ("star", [], "Give at least one option a score"),
        ("star", [[31, 6]], "from 0 to 5"),
        ("star", [[31, 2.5]], "from 0 to 5"),
        ("star", [[31]], "options on this page"),
        ("majority-judgement", [], "Give at least one option a grade"),
        ("majority-judgement", [[31, -1]], "from 0 to 5"),
        ("cumulative", [[31, 0]], "Give at least one point"),
        ("cumulative", [[31, 7], [26, 4]], "You gave 11 points and have 10"),
        ("knapsack", [31, 159], "costs more than the budget, by 10"),
        ("knapsack", [31, KEEP], "either projects or"),
        ("greedy", [KEEP, 26], "either projects or"),
    ],
)
def test_a_flaw_is_told_in_words_at_its_form(rule: str, said: Any, words: str) -> None:
    with pytest.raises(Flaw, match=words) as told:
        _checked(rule, said)
    assert told.value.field == RULES[rule].form


def test_a_basket_may_cost_more_where_it_need_not_fit() -> None:
    assert _checked("greedy", [31, 159]) == '{"ticks":[31,159]}'
    assert _checked("knapsack", [31, 159], within_budget=False) == '{"ticks":[31,159]}'


def test_ticks_are_limited_where_a_limit_is_set() -> None:
    assert _checked("approval", [31, 4], most_ticks=2)
    with pytest.raises(Flaw, match="You ticked 3 options"):
        _checked("approval", [31, 4, 26], most_ticks=2)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(st.sampled_from(FORMS), JSON)
def test_hostile_input_of_any_shape_is_a_flaw_or_a_ballot(form: str, said: Any) -> None:
    try:
        text = check(form, {form: said}, CHOICES, {})
    except Flaw:
        return
    assert set(read(text)) == {form}


@pytest.mark.parametrize(
    ("rule", "settings", "field", "words"),
    [
        ("greedy", {}, "budget", "cannot be counted without it"),
        ("greedy", {"budget": "much"}, "budget", "an amount of money"),
        ("greedy", {"budget": "0"}, "budget", "1 or more"),
        ("greedy", {"budget": "5", "most_ticks": "-1"}, "most_ticks", "whole number"),
        ("approval", {"exclude_below": 101}, "exclude_below", "from 0 to 100"),
        ("cumulative", {"points": 0}, "points", "from 1 to 100"),
        ("equal-shares", {"budget": "5", "completion": "magic"}, "completion", "one of the list"),
        ("equal-shares", {"budget": "5", "comparison": "yes"}, "comparison", "yes or no"),
    ],
)
def test_a_wrong_setting_is_told_at_its_field(
    rule: str, settings: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(Flaw, match=words) as told:
        RULES[rule].filled(settings)
    assert told.value.field == field


def test_a_knapsack_that_could_have_too_many_totals_does_not_open() -> None:
    """Two million totals at most: cents in a budget of 50,000 allow five million."""
    odd = [*choices_of((1, 2), {1: 30000, 2: 40000}), Choice(3, Fraction("0.01"), False)]
    assert not RULES["knapsack"].flaws(odd[:2], {"budget": "50000"})
    flaws = RULES["knapsack"].flaws(odd, {"budget": "50000"})
    assert [flaw.field for flaw in flaws] == ["budget"]
    assert not RULES["greedy"].flaws(odd, {"budget": "50000"})


def test_an_amount_may_be_written_as_people_write_it() -> None:
    assert RULES["greedy"].filled({"budget": "1 250 000,50"})["budget"] == "1250000.50"


def test_every_setting_has_its_words_and_its_default_is_right() -> None:
    for _name, rule in RULES.items():
        for one in rule.settings:
            assert one.label
            assert one.default is None or one.read(one.default) == one.default
