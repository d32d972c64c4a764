"""The tally rules a consultation may choose, each with the words that explain it to voters."""

from __future__ import annotations

from dataclasses import dataclass

from participation.tallies.approval import approval
from participation.tallies.outcome import Rule
from portal.marking import gettext_noop
from portal.registry import Registry


@dataclass(frozen=True)
class TallyRule:
    """A rule and its words: title, how to vote, how it is counted, what happens in a tie."""

    count: Rule
    title: str
    how_to_vote: str
    how_counted: str
    ties: str


RULES: Registry[TallyRule] = Registry("tally rule")
RULES.add(
    "approval",
    TallyRule(
        count=approval,
        title=gettext_noop("Approval"),
        how_to_vote=gettext_noop("Tick every option you could live with. You may tick several."),
        how_counted=gettext_noop("The option that most ballots tick comes first."),
        ties=gettext_noop(
            "If two options are level, keeping things as they are comes first; "
            "otherwise the option that stands first on the list."
        ),
    ),
)
