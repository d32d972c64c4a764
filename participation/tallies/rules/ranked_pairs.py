"""Ranked Pairs: rank the options; the clearest wins are locked in first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from participation.tallies.content import Choice
from participation.tallies.laws import Law
from participation.tallies.outcome import Line, Tally
from participation.tallies.ranked import Pairwise, RankedPairs, pairwise, ranked_pairs, ranked_sheet
from participation.tallies.rule import Contents, TallyRule
from participation.tallies.rules.shared import duel_lines, nobody, standings
from participation.tallies.sheets import contents_of, in_order
from portal.marking import gettext_noop as _
from portal.marking import ngettext

MOST_LEFT_OUT = 12
"""Wins that were left out, told one by one; the rest is in the detail."""


def count(contents: Contents, choices: Sequence[Choice], settings: Mapping[str, Any]) -> Tally:
    """Detail: options, wins (matrix), condorcet (id or null), locks.

    locks: the wins in the order looked at: [winner, loser, votes, against, locked].
    """
    sheet = ranked_sheet(contents_of(contents, "ranking"), in_order(choices))
    pairs = pairwise(sheet)
    found = ranked_pairs(pairs)
    detail = {
        "options": list(sheet.options),
        "wins": [list(row) for row in pairs.wins],
        "condorcet": pairs.condorcet_winner,
        "locks": [
            [lock.winner, lock.loser, lock.votes, lock.against, lock.locked] for lock in found.locks
        ],
    }
    if not sheet.ballots:
        return nobody("ranked-pairs", sheet, detail | {"condorcet": None})
    places = range(len(sheet.options))
    beaten = {
        option: sum(pairs.beats(at, other) for other in places)
        for at, option in enumerate(sheet.options)
    }
    rank = {one: at for at, one in enumerate(found.order)}
    return Tally(
        rule="ranked-pairs",
        ballots=sheet.ballots,
        abstentions=sheet.abstentions,
        standings=standings(found.order, beaten, max(1, len(places) - 1), rank),
        winners=found.order[:1],
        tied=_tied(found),
        story=tuple(_story(pairs, found)),
        detail=detail,
    )


def _tied(found: RankedPairs) -> tuple[int, ...]:
    """Options that no locked win stands against, when there are several."""
    beaten = {lock.loser for lock in found.locks if lock.locked}
    free = tuple(one for one in found.order if one not in beaten)
    return free if len(free) > 1 else ()


def _story(pairs: Pairwise, found: RankedPairs) -> list[Line]:
    lines = duel_lines(pairs)
    if pairs.condorcet_winner is not None:
        return lines
    locked = sum(lock.locked for lock in found.locks)
    lines.append(
        Line(
            _(
                "So the clearest wins are locked in first: %(locked)s of %(wins)s are, and no "
                "locked win stands against %(option)s."
            ),
            {"locked": locked, "wins": len(found.locks), "option": found.order[0]},
        )
    )
    left_out = [lock for lock in found.locks if not lock.locked]
    for lock in left_out[:MOST_LEFT_OUT]:
        lines.append(
            Line(
                ngettext(
                    "Left out, because clearer wins already say the reverse: %(option)s before "
                    "%(option_other)s, by %(ballots)s ballot to %(against)s.",
                    "Left out, because clearer wins already say the reverse: %(option)s before "
                    "%(option_other)s, by %(ballots)s ballots to %(against)s.",
                    "ballots",
                ),
                {
                    "option": lock.winner,
                    "option_other": lock.loser,
                    "ballots": lock.votes,
                    "against": lock.against,
                },
            )
        )
    if tied := _tied(found):
        lines.append(
            Line(
                _(
                    "No locked win tells %(options)s apart; by the published rule for ties, "
                    "%(option)s comes first."
                ),
                {"options": tied, "option": found.order[0]},
            )
        )
    return lines


RULE = TallyRule(
    name="ranked-pairs",
    form="ranking",
    title=_("Ranking, by clearest wins"),
    how_to_vote=_(
        "Put the options in your order. Several may share a place; what you leave out comes last."
    ),
    how_counted=_(
        "Every two options are compared: how many ballots put the one before the other. The wins "
        "are locked in, the clearest first, and one that contradicts those before it is left out. "
        "The option that no locked win stands against wins (Ranked Pairs)."
    ),
    ties=_(
        "Of two wins by equally many ballots, the one with fewer ballots against it comes first; "
        "then the win of keeping things as they are, then of the option that stands first on the "
        "list."
    ),
    weakness=_(
        "Where wins go round in a circle, a few ballots can change which of them is left out. "
        "Ranking a further option can, rarely, harm the ones you ranked above it."
    ),
    counter=count,
    breaks=frozenset({Law.LIST_LAST}),
)
