"""What the budget rules share: the settings, who may be paid for, "none of these", the outcome."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from participation.tallies.approval import approval, ticked_sheet
from participation.tallies.budgets import BudgetOutcome, BudgetProfile, profile_of_sheet
from participation.tallies.content import Choice, money
from participation.tallies.outcome import Line, Tally, exact
from participation.tallies.rule import Contents, Setting
from participation.tallies.rules.shared import (
    EXCLUDE_BELOW,
    MIN_APPROVALS,
    MOST_TICKS,
    baseline_of,
    excluded,
    excluded_lines,
    nobody,
    standings,
)
from participation.tallies.sheets import Sheet, contents_of, in_order
from portal.marking import gettext_noop as _

BUDGET = Setting(
    "budget",
    "money",
    _("Budget"),
    _("What there is to share out, in the city's currency."),
    least=1,
)


def settings_with(fits: bool) -> tuple[Setting, ...]:
    """The settings of a budget rule; fits: whether a ballot must fit the budget unless set."""
    within = Setting(
        "within_budget",
        "yes",
        _("What a voter ticks must fit the budget"),
        _("Voters see what remains while they choose."),
        default=fits,
    )
    return (BUDGET, within, MOST_TICKS, MIN_APPROVALS, EXCLUDE_BELOW)


HOW_TO_VOTE = _(
    "Tick the projects that the money should go to, or “none of these”. If more than half of the "
    "ballots say “none of these”, nothing is built."
)


@dataclass(frozen=True)
class Till:
    """A budget vote ready to be counted.

    approvals: option -> ballots that tick it. out: option -> fewest it needed. none: ballots that
    say "none of these".
    """

    choices: Sequence[Choice]
    sheet: Sheet
    budget: Fraction
    approvals: dict[int, int]
    out: dict[int, int]
    none: int

    @property
    def profile(self) -> BudgetProfile:
        """Projects that may be paid for, and who ticks them."""
        costs = {
            one.id: one.cost or Fraction(0)
            for one in self.choices
            if not one.is_baseline and one.id not in self.out
        }
        return profile_of_sheet(self.sheet, costs, self.budget)


def settle(
    rule: str,
    contents: Contents,
    choices: Sequence[Choice],
    settings: Mapping[str, Any],
    buy: Callable[[BudgetProfile], BudgetOutcome],
    story: Callable[[Till, BudgetOutcome], list[Line]],
) -> Tally:
    """The tally of a budget rule. Detail: see `_detail`.

    Raises ValueError when a ballot says "none of these" and names a project too.
    """
    till = _till(contents, choices, settings)
    keep = baseline_of(choices)
    if not till.sheet.ballots:
        empty = replace(buy(till.profile), winners=(), steps=())
        return nobody(rule, till.sheet, _detail(till, empty, keep))
    if 2 * till.none > till.sheet.ballots:
        profile = till.profile
        empty = replace(buy(profile), winners=(), steps=(), spent=Fraction(0), compared=None)
        words = _("More than half of the ballots, %(ballots)s of %(total)s, want none of these.")
        lines = [Line(words, {"ballots": till.none, "total": till.sheet.ballots})]
        return _tally(rule, till, empty, keep, lines)
    found = buy(till.profile)
    return _tally(rule, till, found, keep, story(till, found))


def _till(contents: Contents, choices: Sequence[Choice], settings: Mapping[str, Any]) -> Till:
    sheet = ticked_sheet(contents_of(contents, "ticks"), in_order(choices))
    found = approval(sheet)
    keep = baseline_of(choices)
    none = 0
    if keep is not None:
        at = sheet.options.index(keep)
        if (sheet.values[:, sheet.values[at] > 0].sum(axis=0, dtype=np.int64) > 1).any():
            raise ValueError("a ballot says none of these, and names a project too")
        none = found.approvals[keep]
    return Till(
        choices=choices,
        sheet=sheet,
        budget=money(settings["budget"]),
        approvals=found.approvals,
        # Nothing is built that nobody asked for, however much money is left.
        out=excluded(settings, found.approvals, found.ballots, keep, floor=1),
        none=none,
    )


def _tally(
    rule: str, till: Till, found: BudgetOutcome, keep: int | None, story: list[Line]
) -> Tally:
    paid = tuple(int(step.project) for step in found.steps if step.taken)
    winners = paid or (() if keep is None else (keep,))
    order = sorted(till.sheet.options, key=lambda one: (one not in winners, -till.approvals[one]))
    rank = {one: (one in winners, till.approvals[one]) for one in order}
    return Tally(
        rule=rule,
        ballots=till.sheet.ballots,
        abstentions=till.sheet.abstentions,
        standings=standings(order, till.approvals, till.sheet.ballots, rank),
        winners=winners,
        story=(_summed(till, found, len(paid)), *story, *excluded_lines(till.out, till.approvals)),
        detail=_detail(till, found, keep),
    )


def _summed(till: Till, found: BudgetOutcome, built: int) -> Line:
    projects = sum(not one.is_baseline for one in till.choices)
    if not built:
        words = _("None of the %(projects)s projects is paid for.")
    elif built == 1:
        words = _(
            "Of %(projects)s projects, one is paid for. It costs %(money_spent)s of "
            "%(money_budget)s."
        )
    else:
        words = _(
            "Of %(projects)s projects, %(built)s are paid for. They cost %(money_spent)s of "
            "%(money_budget)s."
        )
    return Line(
        words,
        {
            "projects": projects,
            "built": built,
            "money_spent": found.spent,
            "money_budget": found.budget,
        },
    )


def _detail(till: Till, found: BudgetOutcome, keep: int | None) -> dict[str, Any]:
    """Figures of a budget vote; amounts exact, as "a/b", or to the cent where a rule rounds.

    options, costs, approvals (of each, in one order); keep, none; budget, spent; excluded
    [[option, fewest it needs]]; steps [{option, taken, why, left, …}] in the order decided.
    """
    cost = {one.id: one.cost for one in till.choices}
    options = list(till.sheet.options)
    return {
        "options": options,
        "costs": [
            None if cost[one] is None else exact(cost[one] or Fraction(0)) for one in options
        ],
        "approvals": [till.approvals[one] for one in options],
        "keep": keep,
        "none": till.none,
        "budget": exact(found.budget),
        "spent": exact(found.spent),
        "excluded": [[one, least] for one, least in till.out.items()],
        "steps": [
            {
                "option": int(step.project),
                "taken": step.taken,
                "why": step.why,
                "left": exact(step.left),
            }
            for step in found.steps
        ],
    }


def named(till: Till, option: int) -> dict[str, Any]:
    """Values that every line about a project says."""
    cost = next(one.cost for one in till.choices if one.id == option)
    return {"option": option, "ballots": till.approvals[option], "money": cost or Fraction(0)}
