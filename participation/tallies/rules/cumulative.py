"""Cumulative points: spread your points over the options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from participation.tallies.content import DEFAULT_POINTS, Choice
from participation.tallies.graded import Cumulative, cumulative, graded_sheet
from participation.tallies.laws import Law
from participation.tallies.outcome import Line, Tally
from participation.tallies.rule import Contents, Setting, TallyRule
from participation.tallies.rules.shared import nobody, standings
from participation.tallies.sheets import contents_of, in_order
from portal.marking import gettext_noop as _
from portal.marking import ngettext

POINTS = Setting(
    "points",
    "number",
    _("Points on each ballot"),
    _("Every voter spreads this number of points; some may be kept."),
    default=DEFAULT_POINTS,
    least=1,
    most=100,
)


def count(contents: Contents, choices: Sequence[Choice], settings: Mapping[str, Any]) -> Tally:
    """Detail: options, points, givers (ballots that gave any), purse (points on each ballot)."""
    purse = int(settings["points"])
    sheet = graded_sheet(contents_of(contents, "points"), in_order(choices), purse)
    found = cumulative(sheet, purse)
    detail = {
        "options": list(sheet.options),
        "points": [found.points[one] for one in sheet.options],
        "givers": [found.givers[one] for one in sheet.options],
        "purse": purse,
    }
    if not sheet.ballots:
        return nobody("cumulative", sheet, detail)
    return Tally(
        rule="cumulative",
        ballots=sheet.ballots,
        abstentions=sheet.abstentions,
        standings=standings(found.order, found.points, purse * sheet.ballots),
        winners=found.order[:1],
        tied=found.tied,
        story=tuple(_story(found)),
        detail=detail,
    )


def _story(found: Cumulative) -> list[Line]:
    words = (
        ngettext(
            "%(option)s wins with %(points)s points, given on %(ballots)s ballot.",
            "%(option)s wins with %(points)s points, given on %(ballots)s ballots.",
            "ballots",
        ),
        ngettext(
            "Next comes %(option)s with %(points)s points, given on %(ballots)s ballot.",
            "Next comes %(option)s with %(points)s points, given on %(ballots)s ballots.",
            "ballots",
        ),
    )
    lines = [
        Line(say, {"option": one, "points": found.points[one], "ballots": found.givers[one]})
        for say, one in zip(words, found.order, strict=False)
    ]
    if found.tied:
        lines.append(
            Line(
                _(
                    "%(options)s have as many points. The one that more ballots gave points to "
                    "comes first, then keeping things as they are, then the first on the list."
                ),
                {"options": found.tied},
            )
        )
    return lines


RULE = TallyRule(
    name="cumulative",
    form="points",
    title=_("Points"),
    how_to_vote=_("Spread your points as you like: all on one option, or over several."),
    how_counted=_("The points of all ballots are added up. The option with most points wins."),
    ties=_(
        "Level points: the option that more ballots gave points to, then keeping things as they "
        "are, then the option that stands first on the list."
    ),
    weakness=_(
        "Who guesses well what others do, and puts all points on one strong option, weighs more "
        "than who spreads them. Similar options take points from each other."
    ),
    counter=count,
    breaks=frozenset({Law.BEATS_ALL, Law.LOSES_ALL}),
    settings=(POINTS,),
)
