"""Knapsack: the affordable set of projects with the most ticks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import gcd, lcm
from typing import Any

from participation.tallies import budgets
from participation.tallies.budgets import BudgetOutcome
from participation.tallies.content import Choice, Flaw, money
from participation.tallies.outcome import Line, Tally
from participation.tallies.rule import Contents, TallyRule
from participation.tallies.rules.purse import Till, named, settings_with, settle
from portal.marking import gettext_noop as _
from portal.marking import ngettext

MOST_LEFT_OUT = 5
"""Projects that are not built though one that is has fewer ticks, told one by one."""


def count(contents: Contents, choices: Sequence[Choice], settings: Mapping[str, Any]) -> Tally:
    """The tally; its detail as every budget rule's."""
    return settle("knapsack", contents, choices, settings, budgets.knapsack, _story)


def _unsure(choices: Sequence[Choice], settings: Mapping[str, Any]) -> list[Flaw]:
    """A flaw when there could be more totals to compare than the count holds side by side."""
    costs = [one.cost for one in choices if one.cost]
    unit = lcm(*(cost.denominator for cost in costs))
    step = Fraction(gcd(*(int(cost * unit) for cost in costs)), unit)
    if not costs or money(settings["budget"]) / step < budgets.MOST_STATES:
        return []
    words = _(
        "Round the costs to whole tens, hundreds or thousands: with so many different totals the "
        "best choice could not be found for certain."
    )
    return [Flaw(words, "budget")]


def _story(till: Till, found: BudgetOutcome) -> list[Line]:
    built = {int(name) for name in found.winners}
    ticks = sum(till.approvals[one] for one in built)
    lines = [
        Line(
            _("No other choice that the budget can pay has more ticks: these have %(ticks)s."),
            {"ticks": ticks},
        )
    ]
    least = min((till.approvals[one] for one in built), default=0)
    passed = [
        int(name)
        for name, score in found.scores.items()
        if int(name) not in built and score > least
    ]
    passed.sort(key=lambda one: -till.approvals[one])
    for one in passed[:MOST_LEFT_OUT]:
        words = ngettext(
            "%(option)s is ticked on %(ballots)s ballot but costs %(money)s: the same money buys "
            "more ticks elsewhere.",
            "%(option)s is ticked on %(ballots)s ballots but costs %(money)s: the same money buys "
            "more ticks elsewhere.",
            "ballots",
        )
        lines.append(Line(words, named(till, one)))
    return lines


RULE = TallyRule(
    name="knapsack",
    form="ticks",
    title=_("The most ticks that the budget can buy"),
    how_to_vote=_(
        "Tick the projects you would pay for, or “none of these”. If more than half of the ballots "
        "say “none of these”, nothing is built."
    ),
    how_counted=_(
        "Of all choices of projects that the budget can pay, the one with most ticks in all wins."
    ),
    ties=_(
        "Of two choices with equally many ticks the cheaper one; then the one that keeps the "
        "projects that stand first on the list."
    ),
    weakness=_(
        "Cheap projects have an advantage, and a majority can win all the money. A few ballots "
        "more can change the whole choice."
    ),
    counter=count,
    settings=settings_with(fits=True),
    budget=True,
    unsure=_unsure,
)
