"""Votes drawn at random for every rule: options, settings and ballots in their canonical text."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from participation.tallies.catalogue import RULES
from participation.tallies.content import Choice
from participation.verifier.ballots import Question, question_of

EVERY_RULE = tuple(RULES)
ABSTAIN = {"abstain": True}


class Election(NamedTuple):
    """A vote: its rule, options in published order, filled settings, ballots by text."""

    rule: str
    choices: tuple[Choice, ...]
    settings: dict[str, Any]
    ballots: dict[str, int]

    @property
    def question(self) -> Question:
        """As the verifier reads it."""
        options = [
            {
                "id": one.id,
                "cost": None if one.cost is None else str(one.cost),
                "is_baseline": one.is_baseline,
            }
            for one in self.choices
        ]
        return question_of(self.rule, options, self.settings)


def draw_election(rule: str, rng: random.Random, voters: int = 8, options: int = 4) -> Election:
    """A small vote with many ties, as small numbers have them."""
    ids = rng.sample(range(3, 200), rng.randint(1, options) + (RULES[rule].budget))
    baseline = rng.randrange(len(ids)) if RULES[rule].budget or rng.random() < 0.8 else -1
    budget = rng.choice([True, False])
    choices = tuple(
        Choice(one, _cost(rng, rule, at == baseline), at == baseline) for at, one in enumerate(ids)
    )
    settings = RULES[rule].filled(_settings(rule, rng, budget))
    texts = [
        RULES[rule].check(_given(rule, choices, settings, rng), choices, settings)
        for _ in range(rng.randint(0, voters))
    ]
    return Election(rule, choices, settings, dict(Counter(texts)))


def _cost(rng: random.Random, rule: str, baseline: bool) -> Fraction | None:
    if baseline or not RULES[rule].budget:
        return None
    return Fraction(rng.randint(1, 12)) + rng.choice([0, 0, 0, Fraction(1, 2), Fraction(37, 100)])


def _settings(rule: str, rng: random.Random, budget: bool) -> dict[str, Any]:
    names = {one.name for one in RULES[rule].settings}
    drawn: dict[str, Any] = {
        "min_approvals": rng.choice([0, 0, 1, 3]),
        "exclude_below": rng.choice([0, 0, 10, 40]),
        "points": rng.choice([3, 10]),
        "budget": rng.choice([rng.randint(5, 25), "17.50"]),
        "within_budget": budget and rng.random() < 0.3,
        "satisfaction": rng.choice(["cost", "cardinality"]),
        "completion": rng.choice(["none", "add1", "add1u", "greedy"]),
        "comparison": rng.choice([True, False]),
    }
    return {name: value for name, value in drawn.items() if name in names}


def _given(
    rule: str, choices: Sequence[Choice], settings: dict[str, Any], rng: random.Random
) -> dict[str, Any]:
    if rng.random() < 0.08:
        return ABSTAIN
    ids = [one.id for one in choices]
    form = RULES[rule].form
    if form == "ticks":
        return {"ticks": _ticks(rule, choices, settings, rng)}
    if form == "ranking":
        named = rng.sample(ids, rng.randint(1, len(ids)))
        tiers: list[list[int]] = []
        for one in named:
            if tiers and rng.random() < 0.3:
                tiers[-1].append(one)
            else:
                tiers.append([one])
        return {"ranking": tiers}
    if form == "points":
        left, pairs = int(settings["points"]), []
        for one in rng.sample(ids, len(ids)):
            pairs.append([one, rng.randint(0 if pairs else 1, max(left, 0))])
            left -= pairs[-1][1]
        return {"points": pairs}
    return {form: [[one, rng.randint(0, 5)] for one in ids]}


def _ticks(
    rule: str, choices: Sequence[Choice], settings: dict[str, Any], rng: random.Random
) -> list[int]:
    ids = [one.id for one in choices]
    if not RULES[rule].budget:
        return rng.sample(ids, rng.randint(1, len(ids)))
    keep = next(one.id for one in choices if one.is_baseline)
    left = Fraction(str(settings["budget"])) if settings.get("within_budget") else Fraction(10**6)
    basket = []
    for one in rng.sample(choices, len(choices)):
        if one.cost is not None and one.cost <= left and rng.random() < 0.5:
            basket.append(one.id)
            left -= one.cost
    return basket if basket and rng.random() > 0.1 else [keep]
