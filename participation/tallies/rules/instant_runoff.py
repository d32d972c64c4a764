"""Instant runoff: rank the options; the one that is first on the fewest ballots goes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from participation.tallies.content import Choice
from participation.tallies.laws import Law
from participation.tallies.outcome import Line, Tally
from participation.tallies.ranked import (
    Pairwise,
    Round,
    Runoff,
    instant_runoff,
    pairwise,
    ranked_sheet,
)
from participation.tallies.rule import Contents, TallyRule
from participation.tallies.rules.shared import nobody, standings, tie_lines
from participation.tallies.sheets import contents_of, in_order
from portal.marking import gettext_noop as _
from portal.marking import ngettext

MOST_ROUNDS = 12
"""Rounds told one by one; the rest is in the detail."""


def count(contents: Contents, choices: Sequence[Choice], settings: Mapping[str, Any]) -> Tally:
    """Detail: options, wins (matrix), condorcet (id or null), rounds.

    rounds: [option that goes out, votes by place in options (null for those that are out), ballots
    that name none of those still in].
    """
    sheet = ranked_sheet(contents_of(contents, "ranking"), in_order(choices))
    pairs, found = pairwise(sheet), instant_runoff(sheet)
    detail = {
        "options": list(sheet.options),
        "wins": [list(row) for row in pairs.wins],
        "condorcet": pairs.condorcet_winner if sheet.ballots else None,
        "rounds": [
            [one.out, [one.votes.get(option) for option in sheet.options], one.spent]
            for one in found.rounds
        ],
    }
    if not sheet.ballots:
        return nobody("instant-runoff", sheet, detail)
    winner, tied = found.order[0], found.rounds[-1].level if found.rounds else ()
    last = {option: number for one in found.rounds for option, number in one.votes.items()}
    return Tally(
        rule="instant-runoff",
        ballots=sheet.ballots,
        abstentions=sheet.abstentions,
        standings=standings(
            found.order,
            last or dict.fromkeys(found.order, sheet.ballots),
            sheet.ballots,
            {one: at for at, one in enumerate(found.order)},
        ),
        winners=(winner,),
        tied=tied,
        story=(*_story(pairs, found), *tie_lines(tied, winner)),
        detail=detail,
    )


def _story(pairs: Pairwise, found: Runoff) -> list[Line]:
    winner = found.order[0]
    if not found.rounds:
        return [Line(_("%(option)s wins: there is no other option."), {"option": winner})]
    final, other = found.rounds[-1], found.order[1]
    lines = [
        Line(
            ngettext(
                "%(option)s wins: in the last round it comes first on %(ballots)s ballot, "
                "%(option_other)s on %(against)s.",
                "%(option)s wins: in the last round it comes first on %(ballots)s ballots, "
                "%(option_other)s on %(against)s.",
                "ballots",
            ),
            {
                "option": winner,
                "option_other": other,
                "ballots": final.votes[winner],
                "against": final.votes[other],
            },
        )
    ]
    if final.spent:
        lines.append(
            Line(
                ngettext(
                    "%(ballots)s ballot names neither of the last two.",
                    "%(ballots)s ballots name neither of the last two.",
                    "ballots",
                ),
                {"ballots": final.spent},
            )
        )
    told = found.rounds[:-1][:MOST_ROUNDS]
    lines += [_round_line(number, one) for number, one in enumerate(told, 1)]
    return lines + _passed_over(pairs, found)


def _round_line(number: int, one: Round) -> Line:
    values = {"round": number, "option": one.out, "ballots": one.votes[one.out]}
    if one.level:
        words = ngettext(
            "Round %(round)s: %(options)s come first on equally few ballots, %(ballots)s; "
            "%(option)s stands last on the list and goes out.",
            "Round %(round)s: %(options)s come first on equally few ballots, %(ballots)s; "
            "%(option)s stands last on the list and goes out.",
            "ballots",
        )
        return Line(words, {**values, "options": one.level})
    words = ngettext(
        "Round %(round)s: %(option)s comes first on the fewest ballots, %(ballots)s, and goes out.",
        "Round %(round)s: %(option)s comes first on the fewest ballots, %(ballots)s, and goes out.",
        "ballots",
    )
    return Line(words, values)


def _passed_over(pairs: Pairwise, found: Runoff) -> list[Line]:
    """The weakness, where it shows: an option that would beat every other one went out."""
    best = pairs.condorcet_winner
    if best is None or best == found.order[0]:
        return []
    words = _(
        "Compared one to one, %(option)s wins against every other option, %(option_first)s too. It "
        "went out because it came first on too few ballots: with this rule that can happen."
    )
    return [Line(words, {"option": best, "option_first": found.order[0]})]


RULE = TallyRule(
    name="instant-runoff",
    form="ranking",
    title=_("Ranking, by instant runoff"),
    how_to_vote=_(
        "Put the options in your order. Several may share a place; what you leave out comes last."
    ),
    how_counted=_(
        "Every ballot counts for the option that comes first on it. The option with the fewest "
        "ballots goes out, and its ballots count for the next one they name, until one option is "
        "left: it wins (instant runoff). A ballot on which several options share the first place "
        "counts for each of them; one that names none of those left counts for none."
    ),
    ties=_(
        "Of options that come first on equally few ballots, the one that stands last on the list "
        "goes out; keeping things as they are stands before all others. Such a tie in an early "
        "round can decide who wins."
    ),
    weakness=_(
        "More support can harm: people who move the winner up on their ballots can, by changing "
        "who goes out first, make it lose. An option that would beat every other one to one goes "
        "out early if it is the first choice of few."
    ),
    counter=count,
    breaks=frozenset({Law.MORE_SUPPORT, Law.BEATS_ALL, Law.LIST_LAST}),
)
