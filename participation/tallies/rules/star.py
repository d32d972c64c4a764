"""STAR: score every option, then a runoff between the two with most points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from participation.tallies.content import HIGHEST, Choice
from participation.tallies.graded import Star, graded_sheet, star
from participation.tallies.laws import Law
from participation.tallies.outcome import Line, Tally
from participation.tallies.rule import Contents, TallyRule
from participation.tallies.rules.shared import nobody, standings
from participation.tallies.sheets import contents_of, in_order
from portal.marking import gettext_noop as _


def count(contents: Contents, choices: Sequence[Choice], settings: Mapping[str, Any]) -> Tally:
    """Detail: options, points, counts (ballots with 0 to 5 points), finalists, preferred, level."""
    sheet = graded_sheet(contents_of(contents, "scores"), in_order(choices), HIGHEST)
    found = star(sheet)
    detail = {
        "options": list(sheet.options),
        "points": [found.points[one] for one in sheet.options],
        "counts": [list(found.counts[one]) for one in sheet.options],
        "finalists": list(found.finalists),
        "preferred": list(found.preferred),
        "level": found.level,
    }
    if found.winner is None:
        return nobody("star", sheet, detail | {"finalists": [], "preferred": [], "level": 0})
    order = [found.winner, *(one for one in found.order if one != found.winner)]
    level = len(found.preferred) == 2 and found.preferred[0] == found.preferred[1]
    tied = found.finalists if level and len({found.points[o] for o in found.finalists}) == 1 else ()
    return Tally(
        rule="star",
        ballots=sheet.ballots,
        abstentions=sheet.abstentions,
        standings=standings(
            order,
            found.points,
            HIGHEST * sheet.ballots,
            {one: (one == found.winner, found.points[one]) for one in order},
        ),
        winners=(found.winner,),
        tied=tied,
        story=tuple(_story(found)),
        detail=detail,
    )


def _story(found: Star) -> list[Line]:
    if len(found.finalists) < 2:
        return [Line(_("%(option)s is the only option."), {"option": found.finalists[0]})]
    one, other = found.finalists
    values: dict[str, Any] = {
        "option": one,
        "option_other": other,
        "points": found.points[one],
        "points_other": found.points[other],
        "ballots": found.preferred[0],
        "against": found.preferred[1],
        "level": found.level,
        "option_winner": found.winner,
    }
    lines = [
        Line(
            _(
                "%(option)s has %(points)s points and %(option_other)s has %(points_other)s: the "
                "two with most points go into the runoff."
            ),
            values,
        ),
        Line(
            _(
                "In the runoff every ballot counts once: %(ballots)s give %(option)s more points, "
                "%(against)s give %(option_other)s more, %(level)s give both the same."
            ),
            values,
        ),
    ]
    return [*lines, Line(_end(found), values)]


def _end(found: Star) -> str:
    ahead, behind = found.preferred
    one, other = found.finalists
    if behind > ahead:
        return _("So %(option_winner)s wins, though %(option)s has more points or stands first.")
    if ahead > behind:
        return _("So %(option_winner)s wins.")
    if found.points[one] > found.points[other]:
        return _("The runoff is level: %(option_winner)s wins, because it has more points.")
    if found.counts[one][HIGHEST] > found.counts[other][HIGHEST]:
        return _("Runoff and points are level: %(option_winner)s wins, with more scores of five.")
    return _("Everything is level: %(option_winner)s wins by the published rule for ties.")


RULE = TallyRule(
    name="star",
    form="scores",
    title=_("Scores with a runoff"),
    how_to_vote=_("Give each option 0 to 5 points. Several may have the same."),
    how_counted=_(
        "The two options with most points go into a runoff. There each ballot counts for the one "
        "it gives more points, and the one with more ballots wins (STAR voting)."
    ),
    ties=_(
        "Level in the first round: the option that wins more comparisons with the level ones goes "
        "on. Level in the runoff: more points win. Then more fives, then keeping things as they "
        "are, then the option that stands first on the list."
    ),
    weakness=_(
        "An option that would beat every other one to one can miss the runoff, if its points are "
        "lower. Two very similar options can both reach the runoff."
    ),
    counter=count,
    breaks=frozenset({Law.BEATS_ALL, Law.LIST_LAST}),
)
