"""Greedy: the most ticked projects first, with the two ways to treat one that does not fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from participation.tallies import budgets
from participation.tallies.budgets import BudgetOutcome
from participation.tallies.content import Choice
from participation.tallies.outcome import Line, Tally
from participation.tallies.rule import Contents, TallyRule
from participation.tallies.rules.purse import (
    HOW_TO_VOTE,
    Till,
    named,
    settings_with,
    settle,
)
from portal.marking import gettext_noop as _
from portal.marking import ngettext

FITS = ngettext(
    "%(option)s is ticked on %(ballots)s ballot and costs %(money)s. It fits: %(money_left)s are "
    "left.",
    "%(option)s is ticked on %(ballots)s ballots and costs %(money)s. It fits: %(money_left)s are "
    "left.",
    "ballots",
)
TOO_DEAR = ngettext(
    "%(option)s is ticked on %(ballots)s ballot and costs %(money)s, but only %(money_left)s are "
    "left.",
    "%(option)s is ticked on %(ballots)s ballots and costs %(money)s, but only %(money_left)s are "
    "left.",
    "ballots",
)
STOPPED = _("The list ends there: %(options)s are ticked less and are not looked at any more.")


def _count(
    skip: bool, contents: Contents, choices: Sequence[Choice], settings: Mapping[str, Any]
) -> Tally:
    name = "greedy" if skip else "greedy-no-skip"
    buy = partial(budgets.greedy, skip=skip)
    return settle(name, contents, choices, settings, buy, greedy_lines)


def greedy_lines(till: Till, found: BudgetOutcome) -> list[Line]:
    """One line for each project looked at, and one for those that were not."""
    lines = []
    stopped = tuple(int(step.project) for step in found.steps if step.why == "stopped")
    for step in found.steps:
        if step.why != "stopped":
            values = named(till, int(step.project)) | {"money_left": step.left}
            lines.append(Line(FITS if step.taken else TOO_DEAR, values))
    return [*lines, *([Line(STOPPED, {"options": stopped})] if stopped else [])]


TIES = _("Of projects ticked on equally many ballots, the one that stands first on the list.")
WEAKNESS = _(
    "A majority can win all the money, however large the others are. One dear project can take the "
    "place of several cheap ones that more people would use."
)
GREEDY = TallyRule(
    name="greedy",
    form="ticks",
    title=_("Most ticks first, as long as the money lasts"),
    how_to_vote=HOW_TO_VOTE,
    how_counted=_(
        "The most ticked project is paid for first, then the next. One that costs more than is "
        "left is passed over, and cheaper ones below it may still win."
    ),
    ties=TIES,
    weakness=WEAKNESS,
    counter=partial(_count, True),
    settings=settings_with(fits=False),
    budget=True,
)
GREEDY_NO_SKIP = TallyRule(
    name="greedy-no-skip",
    form="ticks",
    title=_("Most ticks first, up to the first that does not fit"),
    how_to_vote=HOW_TO_VOTE,
    how_counted=_(
        "The most ticked project is paid for first, then the next. The list ends at the first "
        "project that costs more than is left."
    ),
    ties=TIES,
    weakness=WEAKNESS,
    counter=partial(_count, False),
    settings=settings_with(fits=False),
    budget=True,
)
