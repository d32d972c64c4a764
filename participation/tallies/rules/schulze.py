"""Schulze: rank the options; the strongest chains of wins decide."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any

from participation.tallies.content import Choice
from participation.tallies.outcome import Line, Tally
from participation.tallies.ranked import Pairwise, Schulze, pairwise, ranked_sheet, schulze
from participation.tallies.rule import Contents, TallyRule
from participation.tallies.rules.shared import TIES, duel_lines, nobody, standings, tie_lines
from participation.tallies.sheets import contents_of, in_order
from portal.marking import gettext_noop as _
from portal.marking import ngettext

MOST_CHAINS = 12
"""Chains told one by one; the rest is in the detail."""


def count(contents: Contents, choices: Sequence[Choice], settings: Mapping[str, Any]) -> Tally:
    """Detail: options, wins, strength (matrices), condorcet (id or null), chains.

    chains: from the winner to each option that is not beaten one to one: option, path (ids),
    strength, back.
    """
    sheet = ranked_sheet(contents_of(contents, "ranking"), in_order(choices))
    pairs = pairwise(sheet)
    found = schulze(pairs)
    detail: dict[str, Any] = {
        "options": list(sheet.options),
        "wins": [list(row) for row in pairs.wins],
        "strength": [list(row) for row in found.strength],
        "condorcet": pairs.condorcet_winner,
        "chains": [],
    }
    if not sheet.ballots:
        return nobody("schulze", sheet, detail | {"condorcet": None})
    winner = found.order[0]
    detail["chains"] = _chains(pairs, found, winner)
    places = range(len(sheet.options))
    strength = found.strength
    beaten = {
        option: sum(strength[at][other] > strength[other][at] for other in places)
        for at, option in enumerate(sheet.options)
    }
    rank = {one: (one in found.tied or one == winner, beaten[one]) for one in sheet.options}
    return Tally(
        rule="schulze",
        ballots=sheet.ballots,
        abstentions=sheet.abstentions,
        standings=standings(found.order, beaten, max(1, len(places) - 1), rank),
        winners=(winner,),
        tied=found.tied,
        story=(*_story(pairs, detail["chains"], winner), *tie_lines(found.tied, winner)),
        detail=detail,
    )


def _chains(pairs: Pairwise, found: Schulze, winner: int) -> list[dict[str, Any]]:
    """The winner's strongest chain to each option that it does not beat one to one."""
    start, told = pairs.options.index(winner), []
    for at, option in enumerate(pairs.options):
        if at == start or pairs.beats(start, at):
            continue
        strength = found.strength[start][at]
        path = strongest_chain(pairs, start, at, strength) if strength else []
        told.append(
            {
                "option": option,
                "path": [pairs.options[one] for one in path],
                "strength": strength,
                "back": found.strength[at][start],
            }
        )
    return told


def strongest_chain(pairs: Pairwise, start: int, end: int, strength: int) -> list[int]:
    """Places of the shortest chain of wins of at least `strength` from `start` to `end`."""
    came: dict[int, int] = {start: start}
    waiting = deque([start])
    while waiting and end not in came:
        one = waiting.popleft()
        for other in range(len(pairs.options)):
            strong = pairs.beats(one, other) and pairs.wins[one][other] >= strength
            if strong and other not in came:
                came[other] = one
                waiting.append(other)
    path = [end]
    while path[-1] != start:
        path.append(came[path[-1]])
    return path[::-1]


def _story(pairs: Pairwise, chains: list[dict[str, Any]], winner: int) -> list[Line]:
    lines = duel_lines(pairs)
    if pairs.condorcet_winner is not None:
        return lines
    lines.append(
        Line(
            _(
                "So chains of wins decide; a chain is as strong as its weakest win. No option has "
                "a stronger chain to %(option)s than %(option)s has to it, so %(option)s wins."
            ),
            {"option": winner},
        )
    )
    for chain in chains[:MOST_CHAINS]:
        if len(chain["path"]) < 2:
            continue
        lines.append(
            Line(
                ngettext(
                    "The chain from %(option)s to %(option_other)s goes by %(options)s; its "
                    "weakest win has %(ballots)s ballot, that of the chain back %(against)s.",
                    "The chain from %(option)s to %(option_other)s goes by %(options)s; its "
                    "weakest win has %(ballots)s ballots, that of the chain back %(against)s.",
                    "ballots",
                ),
                {
                    "option": winner,
                    "option_other": chain["option"],
                    "options": tuple(chain["path"]),
                    "ballots": chain["strength"],
                    "against": chain["back"],
                },
            )
        )
    return lines


RULE = TallyRule(
    name="schulze",
    form="ranking",
    title=_("Ranking, by strongest chains"),
    how_to_vote=_(
        "Put the options in your order. Several may share a place; what you leave out comes last."
    ),
    how_counted=_(
        "Every two options are compared: how many ballots put the one before the other. The option "
        "that beats every other wins. If there is none, the strongest chains of wins decide "
        "(Schulze's method)."
    ),
    ties=TIES,
    weakness=_(
        "Where wins go round in a circle, the chains are hard to follow by hand. Ranking a further "
        "option can, rarely, harm the ones you ranked above it."
    ),
    counter=count,
)
