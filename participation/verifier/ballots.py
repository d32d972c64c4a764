"""What one ballot may say: one text for one meaning, and nothing that its rule does not allow."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Any

from participation.verifier.strict import amount, settings_wrong

FORM_OF_RULE = {
    "approval": "ticks",
    "knapsack": "ticks",
    "greedy": "ticks",
    "greedy-no-skip": "ticks",
    "equal-shares": "ticks",
    "star": "scores",
    "majority-judgement": "grades",
    "cumulative": "points",
    "schulze": "ranking",
    "ranked-pairs": "ranking",
    "instant-runoff": "ranking",
}
BUDGET_RULES = ("knapsack", "greedy", "greedy-no-skip", "equal-shares")
ABSTENTION = '{"abstain":true}'


class Faulty(ValueError):
    """Something in the bundle cannot be so; its text says what."""


@dataclass(frozen=True)
class Question:
    """What was voted on, and how it is counted.

    options: ids in the order that breaks ties: keep-as-is first, then as published. baseline: the
    id of keep-as-is (in a budget: "none of these"). costs: exact, of options that have one.
    settings: of the rule, by name.
    """

    rule: str
    options: tuple[int, ...]
    baseline: int | None = None
    costs: dict[int, Fraction] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def form(self) -> str:
        """The form of its ballots."""
        return FORM_OF_RULE[self.rule]

    @property
    def sums(self) -> str:
        """Which sums its rule counts from (sums.FIELDS): those of its form, or of rounds."""
        return "rounds" if self.rule == "instant-runoff" else self.form

    @property
    def projects(self) -> list[int]:
        """Options without keep-as-is, in published order."""
        return [one for one in self.options if one != self.baseline]

    @property
    def budget(self) -> Fraction:
        """The money there is to share out."""
        return amount(self.settings["budget"])

    def number(self, setting: str) -> int:
        """A setting that is a whole number; 0 when it is not set."""
        return int(self.settings.get(setting) or 0)


def question_of(rule: object, options: Any, settings: Any) -> Question:
    """The question as the manifest tells it; raises Faulty."""
    if not isinstance(rule, str) or rule not in FORM_OF_RULE:
        raise Faulty(f"this file does not know the rule {rule!r}")
    try:
        ids = [one["id"] for one in options]
        baselines = [one["id"] for one in options if one["is_baseline"]]
        costs = {one["id"]: amount(one["cost"]) for one in options if one["cost"] is not None}
    except (KeyError, TypeError, ValueError) as error:
        raise Faulty(f"the options are not told as they should be ({error})") from None
    if len(set(ids)) < len(ids) or not ids or not all(type(one) is int for one in ids):
        raise Faulty("an option stands twice, or none at all")
    if len(baselines) > 1 or not all(type(one["is_baseline"]) is bool for one in options):
        raise Faulty("two options are called keep-as-is, or it is not said which")
    if not isinstance(settings, dict) or settings_wrong(settings):
        unknown = settings_wrong(settings) if isinstance(settings, dict) else ["all of them"]
        raise Faulty(f"settings that this file does not know: {', '.join(unknown)}")
    if rule in BUDGET_RULES and {*ids} - {*baselines} - {*costs}:
        raise Faulty("a project has no cost")
    rest = [one for one in ids if one not in baselines]
    return Question(rule, (*baselines, *rest), baselines[0] if baselines else None, costs, settings)


def read_ballot(text: str, question: Question) -> list[Any] | None:
    """What a ballot says, None for an abstention; raises Faulty when it is none of this vote.

    ticks: ids. ranking: tiers of ids, the best first. Else: [id, number] pairs.
    """
    if text == ABSTENTION:
        return None
    try:
        told = json.loads(text)
    except ValueError:
        raise Faulty(f"this is no ballot: {text[:80]!r}") from None
    form = question.form
    if not isinstance(told, dict) or list(told) != [form] or not isinstance(told[form], list):
        raise Faulty(f"this is no ballot of this form: {text[:80]!r}")
    if json.dumps(told, separators=(",", ":")) != text:
        raise Faulty(f"this ballot is not in its one right spelling: {text[:80]!r}")
    marks: list[Any] = told[form]
    try:
        _CHECKS[form](marks, question)
    except (TypeError, ValueError, Faulty) as error:
        raise Faulty(f"this ballot is not allowed ({error}): {text[:80]!r}") from None
    return marks


def _ascending(ids: Sequence[Any], question: Question) -> None:
    if not all(type(one) is int and one in question.options for one in ids):
        raise Faulty("an option is not on the list")
    if any(one >= other for one, other in pairwise(ids)):
        raise Faulty("options stand twice, or not in order")


def _check_ticks(marks: list[Any], question: Question) -> None:
    _ascending(marks, question)
    most = question.number("most_ticks")
    if not marks or (most and len(marks) > most):
        raise Faulty("too many ticks, or none")
    if question.rule in BUDGET_RULES:
        if len(marks) > 1 and question.baseline in marks:
            raise Faulty("it says none of these, and names some")
        cost = sum((question.costs.get(one, Fraction(0)) for one in marks), Fraction(0))
        if question.settings.get("within_budget") and cost > question.budget:
            raise Faulty("it costs more than the budget")


def _check_ranking(marks: list[Any], question: Question) -> None:
    for tier in marks:
        if not tier:
            raise Faulty("a place is empty")
        _ascending(tier, question)
    every = [one for tier in marks for one in tier]
    if not every or len(set(every)) < len(every):
        raise Faulty("an option has two places, or none has any")


def _check_numbers(marks: list[Any], question: Question) -> None:
    _ascending([one for one, _ in marks], question)
    if not all(type(number) is int and 1 <= number <= 5 for _, number in marks):
        raise Faulty("a number is not from 1 to 5")


def _check_points(marks: list[Any], question: Question) -> None:
    _ascending([one for one, _ in marks], question)
    if not all(type(number) is int and number >= 1 for _, number in marks) or not marks:
        raise Faulty("points are missing")
    if sum(number for _, number in marks) > (question.number("points") or 10):
        raise Faulty("it gives more points than a ballot has")


_CHECKS = {
    "ticks": _check_ticks,
    "ranking": _check_ranking,
    "scores": _check_numbers,
    "grades": _check_numbers,
    "points": _check_points,
}
