"""Majority judgement: grade every option; the best middle grade wins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from participation.tallies.content import HIGHEST, Choice
from participation.tallies.graded import (
    Judgement,
    first_difference,
    graded_sheet,
    majority_judgement,
)
from participation.tallies.laws import Law
from participation.tallies.outcome import Line, Tally
from participation.tallies.rule import Contents, TallyRule
from participation.tallies.rules.shared import TIES, nobody, standings, tie_lines
from participation.tallies.sheets import contents_of, in_order
from portal.marking import gettext_noop as _


def count(contents: Contents, choices: Sequence[Choice], settings: Mapping[str, Any]) -> Tally:
    """Detail: options, counts (ballots with grade 0 to 5), middle."""
    sheet = graded_sheet(contents_of(contents, "grades"), in_order(choices), HIGHEST)
    found = majority_judgement(sheet, HIGHEST)
    detail = {
        "options": list(sheet.options),
        "counts": [list(found.counts[one]) for one in sheet.options],
        "middle": [found.middle[one] for one in sheet.options],
    }
    if not sheet.ballots:
        return nobody("majority-judgement", sheet, detail)
    return Tally(
        rule="majority-judgement",
        ballots=sheet.ballots,
        abstentions=sheet.abstentions,
        standings=standings(found.order, found.middle, HIGHEST, found.counts),
        winners=found.order[:1],
        tied=found.tied,
        story=(*_story(found), *tie_lines(found.tied, found.order[0])),
        detail=detail,
    )


def _story(found: Judgement) -> list[Line]:
    winner = found.order[0]
    grade = found.middle[winner]
    lines = [
        Line(
            _(
                "%(option)s wins with the middle grade “%(grade)s”: more than half of the ballots "
                "give it this grade or a better one."
            ),
            {"option": winner, "grade": grade},
        )
    ]
    rivals = [one for one in found.order[1:] if found.middle[one] == grade]
    if not rivals:
        best = found.order[1:2]
        words = _("Next comes %(option)s, with the middle grade “%(grade)s”.")
        return lines + [Line(words, {"option": one, "grade": found.middle[one]}) for one in best]
    for rival in rivals:
        told = first_difference(found.counts[winner], found.counts[rival])
        if told is None:
            continue
        taken, mine, theirs = told
        lines.append(
            Line(
                _(
                    "%(option_other)s has the same middle grade. One such grade is taken from "
                    "each, again and again: after %(taken)s, the middle grade of %(option)s is "
                    "“%(grade)s” and that of %(option_other)s is “%(grade_other)s”."
                ),
                {
                    "option": winner,
                    "option_other": rival,
                    "taken": taken,
                    "grade": mine,
                    "grade_other": theirs,
                },
            )
        )
    return lines


RULE = TallyRule(
    name="majority-judgement",
    form="grades",
    title=_("Grades (majority judgement)"),
    how_to_vote=_("Give each option a grade. What you leave out gets “Reject”."),
    how_counted=_(
        "The grades of an option are put in order, and the one in the middle counts. The option "
        "with the best middle grade wins. Level ones: a middle grade is taken from each, again and "
        "again, until they differ."
    ),
    ties=TIES,
    weakness=_(
        "An option that most people prefer to the winner can lose, if its middle grade is lower. "
        "More ballots that put the winner first can, rarely, make it lose."
    ),
    counter=count,
    breaks=frozenset({Law.BEATS_ALL, Law.LOSES_ALL}),
)
