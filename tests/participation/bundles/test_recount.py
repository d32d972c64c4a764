"""The verifier's recount and the site's count are two programs, and say the same."""

from __future__ import annotations

import json
import random
from fractions import Fraction
from typing import Any

import pytest

from participation.bundles.contents import rest_of
from participation.tallies.catalogue import RULES
from participation.tallies.content import ABSTENTION
from participation.verifier.ballots import BUDGET_RULES, FORM_OF_RULE, Question, read_ballot
from participation.verifier.recount import can_recount, differences, recount
from participation.verifier.sums import sums_from_json, sums_of
from tests.participation.bundles.elections import EVERY_RULE, Election, draw_election

NOT_CHECKED = {"chains"}
"""Detail that explains and decides nothing."""


def _recounted(election: Election, hidden: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The recount; of the ballots in `hidden` it knows what a bundle's rest.json says."""
    question, size = election.question, len(election.choices)
    ballots = {text: times for text, times in election.ballots.items() if text != ABSTENTION}
    detail = _counted(election)["detail"]
    told = rest_of(question, {text: ballots[text] for text in hidden}, detail)
    rest = sums_from_json(question.sums, json.loads(json.dumps(told)), size)
    shown = [
        (read_ballot(text, question) or [], times)
        for text, times in ballots.items()
        if text not in hidden
    ]
    return recount(question, sums_of(question.sums, shown, question.options).plus(rest), shown)


def _counted(election: Election) -> dict[str, Any]:
    tally = RULES[election.rule].count(election.ballots, election.choices, election.settings)
    return json.loads(tally.to_json())


@pytest.mark.parametrize("rule", EVERY_RULE)
def test_the_verifier_knows_every_rule_of_the_catalogue(rule: str) -> None:
    """Its form of ballot, and whether it shares out a budget, too; and no rule besides."""
    assert can_recount(rule)
    assert FORM_OF_RULE[rule] == RULES[rule].form
    assert (rule in BUDGET_RULES) == RULES[rule].budget
    assert {*FORM_OF_RULE} == {*RULES}


@pytest.mark.parametrize("rule", EVERY_RULE)
def test_a_thousand_votes_are_recounted_to_the_same_figures(rule: str) -> None:
    rng = random.Random(f"recount {rule}")
    for _ in range(1_000):
        election = draw_election(rule, rng)
        stated, found = _counted(election), _recounted(election)
        detail = {k: v for k, v in stated.pop("detail").items() if k not in NOT_CHECKED}
        assert differences(found.pop("detail"), detail) == [], election
        assert found == {name: stated[name] for name in found}, election


@pytest.mark.parametrize("rule", [one for one in EVERY_RULE if not RULES[one].needs_every_ballot])
def test_a_recount_comes_out_the_same_whichever_ballots_are_in_sums_only(rule: str) -> None:
    rng = random.Random(f"hidden {rule}")
    for _ in range(300):
        election = draw_election(rule, rng, voters=12)
        texts = sorted({*election.ballots} - {ABSTENTION})
        hidden = frozenset(rng.sample(texts, rng.randint(0, len(texts))))
        assert _recounted(election, hidden) == _recounted(election), election


def test_a_hundred_thousand_raises_are_not_walked_one_by_one() -> None:
    """Fifty tick A (100,000), one of them B (150,000) too: alone, after paying 2,000 for A.

    300,000 among fifty are 6,000 each; B's supporter needs 152,000, which 146,000 raises reach.
    """
    question = Question(
        "equal-shares",
        (1, 2, 3),
        1,
        {2: Fraction(100_000), 3: Fraction(150_000)},
        {"budget": "300000", "satisfaction": "cost", "completion": "add1", "comparison": False},
    )
    ballots = [([2], 49), ([2, 3], 1)]
    told = recount(question, sums_of("ticks", ballots, question.options), ballots)
    detail = told["detail"]
    assert (detail["raises"], detail["share"], told["winners"]) == (146_000, "152000", [2, 3])
