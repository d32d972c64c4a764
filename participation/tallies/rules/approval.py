"""Approval: tick all you could live with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from participation.tallies.approval import approval, ticked_sheet
from participation.tallies.content import Choice
from participation.tallies.outcome import Line, Tally
from participation.tallies.rule import Contents, TallyRule
from participation.tallies.rules.shared import (
    EXCLUDE_BELOW,
    MIN_APPROVALS,
    MOST_TICKS,
    TIES,
    baseline_of,
    excluded,
    excluded_lines,
    nobody,
    standings,
    tie_lines,
)
from participation.tallies.sheets import contents_of, in_order
from portal.marking import gettext_noop as _
from portal.marking import ngettext


def count(contents: Contents, choices: Sequence[Choice], settings: Mapping[str, Any]) -> Tally:
    """Detail: options, approvals (of each), excluded [[option, fewest it needs]]."""
    sheet = ticked_sheet(contents_of(contents, "ticks"), in_order(choices))
    found = approval(sheet)
    keep = baseline_of(choices)
    out = excluded(settings, found.approvals, found.ballots, keep)
    detail = {
        "options": list(sheet.options),
        "approvals": [found.approvals[one] for one in sheet.options],
        "excluded": [[one, least] for one, least in out.items()],
    }
    if not found.ballots:
        return nobody("approval", sheet, detail | {"excluded": []})
    order = sorted(found.order, key=lambda one: one in out)
    able = [one for one in order if one not in out]
    best = [one for one in able if found.approvals[one] == found.approvals[able[0]]]
    return Tally(
        rule="approval",
        ballots=found.ballots,
        abstentions=sheet.abstentions,
        standings=standings(
            order,
            found.approvals,
            found.ballots,
            {one: (one in out, found.approvals[one]) for one in order},
        ),
        winners=tuple(able[:1]),
        tied=tuple(best) if len(best) > 1 else (),
        story=(
            *_won(able, found.approvals, found.ballots),
            *(tie_lines(best, able[0]) if able else ()),
            *excluded_lines(out, found.approvals),
        ),
        detail=detail,
    )


def _won(able: list[int], approvals: Mapping[int, int], ballots: int) -> list[Line]:
    if not able:
        return [Line(_("No option has the ballots it needs, so none has won."))]
    lines = [
        Line(
            ngettext(
                "%(option)s wins: it is ticked on %(ballots)s of %(total)s ballot.",
                "%(option)s wins: it is ticked on %(ballots)s of %(total)s ballots.",
                "total",
            ),
            {"option": able[0], "ballots": approvals[able[0]], "total": ballots},
        )
    ]
    if len(able) > 1 and approvals[able[1]] < approvals[able[0]]:
        lines.append(
            Line(
                _("Next comes %(option)s, ticked on %(ballots)s."),
                {"option": able[1], "ballots": approvals[able[1]]},
            )
        )
    return lines


RULE = TallyRule(
    name="approval",
    form="ticks",
    title=_("Approval"),
    how_to_vote=_("Tick every option you could live with. You may tick several."),
    how_counted=_("The option that most ballots tick comes first."),
    ties=TIES,
    weakness=_(
        "It does not see how much you prefer one ticked option to another: a compromise that many "
        "could live with may win over the favourite of most."
    ),
    counter=count,
    settings=(MOST_TICKS, MIN_APPROVALS, EXCLUDE_BELOW),
)
