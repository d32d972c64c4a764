"""Everything that a page needs to show a count."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from participation.faces.counts.pictures import picture_of
from participation.faces.counts.story import sentences
from participation.faces.counts.weighed import area_lines, weighed_of
from participation.faces.finding import Choice, choices
from participation.models import Consultation
from participation.results import Count
from participation.tallies.catalogue import RULES

CHANNELS = {
    "web": _("On the web"),
    "kiosk": _("At a kiosk"),
    "assisted": _("With somebody’s help"),
    "paper": _("On paper"),
}
# Sentences before the fold; a budget has one for each project.
SHOWN = 6


def context_of(consultation: Consultation, count: Count) -> dict[str, Any]:
    """What a page needs to show a count: outcome, story, chart, areas, weighting."""
    options = choices(consultation)
    tally = count.tally
    by_id = {choice.option.pk: choice for choice in options}
    story = sentences(tally, options)
    return {
        "count": count,
        "tally": tally,
        "rule": RULES[tally.rule],
        "winners": [by_id[one] for one in tally.winners if one in by_id],
        "tied": [by_id[one] for one in tally.tied if one in by_id],
        "nothing": _is_nothing(tally.winners, by_id),
        "story": story[:SHOWN],
        "more": story[SHOWN:],
        "picture": picture_of(tally, options),
        "turnout_areas": area_lines(count.areas),
        "cast_percent": _percent(count),
        "weighed": weighed_of(count.sensitivity, options, tally.winner),
        "channels": _channels(count.facts),
    }


def _is_nothing(winners: tuple[int, ...], by_id: Mapping[int, Choice]) -> bool:
    """Whether a budget pays for nothing: "none of these" stands alone."""
    return len(winners) == 1 and winners[0] in by_id and by_id[winners[0]].option.is_baseline


def _channels(facts: Mapping[str, Any]) -> list[tuple[str, int | None]]:
    """Ballots by the way they came, None where not shown; nothing when all came the same way."""
    came = [(name, number) for name, number in facts.get("channels", {}).items() if number != 0]
    return [(str(CHANNELS[name]), number) for name, number in came] if len(came) > 1 else []


def _percent(count: Count) -> float | None:
    """Ballots in percent of those who could have voted, where that is known."""
    eligible = count.facts.get("eligible")
    cast = count.tally.ballots + count.tally.abstentions
    return 100 * cast / eligible if eligible else None
