"""What several rules say or do the same way: settings, places, a vote that nobody cast."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from participation.tallies.content import Choice
from participation.tallies.outcome import Line, Standing, Tally
from participation.tallies.ranked import Pairwise
from participation.tallies.rule import Setting
from participation.tallies.sheets import Sheet
from portal.marking import gettext_noop as _
from portal.marking import ngettext

TIES = _(
    "If options are level, keeping things as they are comes first; "
    "otherwise the option that stands first on the list."
)
NOBODY = Line(_("No ballot makes a choice, so no option has won."))

MOST_TICKS = Setting(
    "most_ticks",
    "number",
    _("Most options on one ballot"),
    _("Leave it empty for as many as the voter likes."),
    default=0,
    most=1000,
)
MIN_APPROVALS = Setting(
    "min_approvals",
    "number",
    _("Fewest ballots an option needs"),
    _("An option that fewer ballots tick cannot win. Leave it empty for no minimum."),
    default=0,
    most=100_000_000,
)
EXCLUDE_BELOW = Setting(
    "exclude_below",
    "percent",
    _("Fewest ballots an option needs, in percent of all that make a choice"),
    _("An option that a smaller part ticks cannot win. Leave it empty for no minimum."),
    default=0,
)


def standings(
    order: Sequence[int],
    score: Mapping[int, int],
    most: int,
    rank: Mapping[int, object] | None = None,
) -> tuple[Standing, ...]:
    """Places in `order`, the best first; equal ranks (else equal scores) have the same place.

    most: the highest score there could be.
    """
    by = score if rank is None else rank
    found: list[Standing] = []
    for at, one in enumerate(order, 1):
        level = bool(found) and by[one] == by[order[at - 2]]
        share = Fraction(score[one], most) if most else Fraction(0)
        found.append(Standing(one, Fraction(score[one]), share, found[-1].place if level else at))
    return tuple(found)


def nobody(rule: str, sheet: Sheet, detail: Mapping[str, object]) -> Tally:
    """The tally of a vote without a ballot that makes a choice."""
    empty = standings(sheet.options, dict.fromkeys(sheet.options, 0), 0)
    return Tally(rule, 0, sheet.abstentions, empty, (), (), (NOBODY,), detail)


def tie_lines(tied: Sequence[int], winner: int) -> list[Line]:
    """One line when the published rule chose among level options."""
    if len(tied) < 2:
        return []
    words = _("%(options)s are level. By the published rule for ties, %(option)s comes first.")
    return [Line(words, {"options": tuple(tied), "option": winner})]


def excluded(
    settings: Mapping[str, object],
    approvals: Mapping[int, int],
    ballots: int,
    keep: int | None,
    floor: int = 0,
) -> dict[int, int]:
    """Options that too few ballots tick -> the fewest they need; never `keep` (keep-as-is)."""
    number, percent = int(str(settings["min_approvals"])), int(str(settings["exclude_below"]))
    # A part of the ballots is not a whole number; the next one above it is what an option needs.
    least = max(floor, number, -(-percent * ballots // 100))
    return {one: least for one, n in approvals.items() if n < least and one != keep}


def excluded_lines(least: Mapping[int, int], approvals: Mapping[int, int]) -> list[Line]:
    """One line for each option that too few ballots tick."""
    words = ngettext(
        "%(option)s cannot win: it is ticked on %(ballots)s ballot and needs %(least)s.",
        "%(option)s cannot win: it is ticked on %(ballots)s ballots and needs %(least)s.",
        "ballots",
    )
    return [
        Line(words, {"option": one, "ballots": approvals[one], "least": needed})
        for one, needed in least.items()
    ]


def duel_lines(pairs: Pairwise) -> list[Line]:
    """Who beats every other one to one, and by how little; or that nobody does."""
    best = pairs.condorcet_winner
    if best is None:
        return [Line(_("Compared one to one, no option wins against every other."))]
    at = pairs.options.index(best)
    lines = [
        Line(
            _("%(option)s wins: against every other option, more ballots put it ahead."),
            {"option": best},
        )
    ]
    others = [place for place in range(len(pairs.options)) if place != at]
    if others:
        close = min(others, key=lambda one: pairs.wins[at][one] - pairs.wins[one][at])
        lines.append(
            Line(
                ngettext(
                    "Its closest duel is against %(option_other)s: %(ballots)s ballot puts "
                    "%(option)s ahead, %(against)s put %(option_other)s ahead.",
                    "Its closest duel is against %(option_other)s: %(ballots)s ballots put "
                    "%(option)s ahead, %(against)s put %(option_other)s ahead.",
                    "ballots",
                ),
                {
                    "option": best,
                    "option_other": pairs.options[close],
                    "ballots": pairs.wins[at][close],
                    "against": pairs.wins[close][at],
                },
            )
        )
    return lines


def baseline_of(choices: Sequence[Choice]) -> int | None:
    """The option that keeps things as they are, if there is one."""
    return next((one.id for one in choices if one.is_baseline), None)
