"""Equal Shares: every ballot holds the same money, and supporters pay for a project together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Any

from participation.tallies.budgets import BudgetOutcome, Step
from participation.tallies.content import Choice
from participation.tallies.outcome import Line, Tally, exact
from participation.tallies.rule import Contents, Setting, TallyRule
from participation.tallies.rules.greedy import greedy_lines
from participation.tallies.rules.purse import HOW_TO_VOTE, Till, named, settings_with, settle
from portal.marking import gettext_noop as _
from portal.marking import ngettext

SATISFACTION = Setting(
    "satisfaction",
    "choice",
    _("What a project is worth to a voter who ticks it"),
    default="cost",
    choices=(
        ("cost", _("As much as it costs")),
        ("cardinality", _("Every project the same")),
    ),
)
COMPLETION = Setting(
    "completion",
    "choice",
    _("What happens to money that is left over"),
    default="add1u",
    choices=(
        ("add1u", _("Shares are raised step by step; then the most ticked that still fit")),
        ("add1", _("Shares are raised step by step")),
        ("greedy", _("It goes to the most ticked that still fit")),
        ("none", _("It stays with the city")),
    ),
)
COMPARISON = Setting(
    "comparison",
    "yes",
    _("Compare with “most ticks first”"),
    _("Where more ballots get more out of “most ticks first”, that outcome stands."),
    default=False,
)


def count(contents: Contents, choices: Sequence[Choice], settings: Mapping[str, Any]) -> Tally:
    """Detail: as every budget rule's, and what `_more` adds."""
    # Only who counts by it waits for its compiler; pages that explain the rule do not.
    from participation.tallies.budgets.shares import equal_shares

    told: list[BudgetOutcome] = []

    def story(till: Till, found: BudgetOutcome) -> list[Line]:
        told.append(found)
        return _story(till, found)

    buy = partial(
        equal_shares,
        satisfaction=settings["satisfaction"],
        completion="" if settings["completion"] == "none" else settings["completion"],
        comparison=settings["comparison"],
    )
    tally = settle("equal-shares", contents, choices, settings, buy, story)
    return replace(tally, detail={**tally.detail, **_more(told[0] if told else None)})


def _more(found: BudgetOutcome | None) -> dict[str, Any]:
    """Figures of Equal Shares; amounts of supporters to the cent, shares exact.

    first_share, share: money per ballot at the start and at the end; raises: steps between;
    shared [[option, price, payers, emptied]]: the most that one paid, how many did, how many paid
    less because it was all they had; purses [[option, money its supporters had left]] before
    what was completed; compared {kept, more_here, more_there, other} or null; close: a tie of
    prices was decided by the published rule.
    """
    if found is None:
        return {"first_share": None, "share": None, "raises": 0, "shared": [], "purses": []} | {
            "compared": None,
            "close": False,
        }
    compared = found.compared
    return {
        "first_share": None if found.first_share is None else exact(found.first_share),
        "share": None if found.share is None else exact(found.share),
        "raises": found.raises,
        "shared": [
            [int(step.project), exact(cents(step.price or 0)), step.payers, step.emptied]
            for step in found.steps
            if step.why == "shared"
        ],
        "purses": [[int(name), exact(cents(m))] for name, m in (found.purses or {}).items()],
        "compared": None
        if compared is None
        else {
            "kept": compared.kept,
            "more_here": compared.more_here,
            "more_there": compared.more_there,
            "other": [int(name) for name in compared.other],
        },
        "close": found.close,
    }


def cents(amount: float) -> Fraction:
    """A float of the currency, to the cent."""
    return Fraction(round(amount * 100), 100)


def _story(till: Till, found: BudgetOutcome) -> list[Line]:
    lines = _compared(found)
    if found.share is None:
        return [*lines, *greedy_lines(till, found)]
    lines += _shares(till, found)
    for step in found.steps:
        if step.why == "shared":
            lines.append(_bought(till, step))
    for step in found.steps:
        if step.why == "completed":
            words = ngettext(
                "%(option)s is added with money that was left over: of those that still fit, it is "
                "ticked most, on %(ballots)s ballot. %(money_left)s are left.",
                "%(option)s is added with money that was left over: of those that still fit, it is "
                "ticked most, on %(ballots)s ballots. %(money_left)s are left.",
                "ballots",
            )
            lines.append(Line(words, named(till, int(step.project)) | {"money_left": step.left}))
    lines += _missed(till, found)
    if found.close:
        lines.append(
            Line(
                _(
                    "Two prices were level to eleven digits, so the published rule for ties chose "
                    "between them."
                )
            )
        )
    return lines


def _shares(till: Till, found: BudgetOutcome) -> list[Line]:
    first, last = found.first_share or Fraction(0), found.share or Fraction(0)
    words = ngettext(
        "The %(ballots)s ballot holds the whole budget: %(money)s.",
        "Each of the %(ballots)s ballots holds the same share of the budget: %(money)s.",
        "ballots",
    )
    lines = [Line(words, {"ballots": till.sheet.ballots, "money": cents(float(first))})]
    if found.raises:
        words = _(
            "So that no money lies idle, the shares were raised to %(money)s: the last step at "
            "which all that is bought still fits the budget."
        )
        lines.append(Line(words, {"money": last}))
    return lines


def _bought(till: Till, step: Step) -> Line:
    values = named(till, int(step.project)) | {
        "money_price": cents(step.price or 0),
        "payers": step.payers or 0,
        "emptied": step.emptied or 0,
    }
    if not step.emptied:
        words = ngettext(
            "%(option)s costs %(money)s: its %(ballots)s supporter pays %(money_price)s.",
            "%(option)s costs %(money)s: each of its %(ballots)s supporters pays %(money_price)s.",
            "ballots",
        )
        return Line(words, values)
    words = _(
        "%(option)s costs %(money)s: %(payers)s of its %(ballots)s supporters pay %(money_price)s "
        "each, %(emptied)s pay the rest of their share."
    )
    return Line(words, values)


def _missed(till: Till, found: BudgetOutcome) -> list[Line]:
    words = ngettext(
        "%(option)s costs %(money)s: its %(ballots)s supporter has %(money_purse)s left, which is "
        "not enough.",
        "%(option)s costs %(money)s: its %(ballots)s supporters have %(money_purse)s left "
        "together, which is not enough.",
        "ballots",
    )
    lines = []
    for name, purse in (found.purses or {}).items():
        values = named(till, int(name))
        if name not in found.winners and cents(purse) < values["money"]:
            lines.append(Line(words, values | {"money_purse": cents(purse)}))
    return lines


def _compared(found: BudgetOutcome) -> list[Line]:
    compared = found.compared
    if compared is None:
        return []
    words = (
        _(
            "Compared ballot by ballot with “most ticks first”: %(ballots)s get more out of this "
            "outcome, %(against)s more out of the other. So this one stands."
        )
        if compared.kept
        else _(
            "Compared ballot by ballot with “most ticks first”: %(ballots)s get more out of Equal "
            "Shares, %(against)s more out of the other. So “most ticks first” stands."
        )
    )
    return [Line(words, {"ballots": compared.more_here, "against": compared.more_there})]


RULE = TallyRule(
    name="equal-shares",
    form="ticks",
    title=_("Equal shares of the budget"),
    how_to_vote=HOW_TO_VOTE,
    how_counted=_(
        "Every ballot holds the same share of the money. A project is paid for by those who tick "
        "it, each paying the same or all they have left. The project that gives its supporters "
        "most for their money is bought first (Method of Equal Shares)."
    ),
    ties=_(
        "Of two projects at the same price for their supporters, the one that more ballots tick; "
        "then the cheaper; then the one that stands first on the list."
    ),
    weakness=_(
        "It is harder to follow than counting ticks. With more money a project can, rarely, lose "
        "its place to a dearer one. Prices are compared to eleven digits."
    ),
    counter=count,
    needs_every_ballot=True,
    settings=(*settings_with(fits=False), SATISFACTION, COMPLETION, COMPARISON),
    budget=True,
)
