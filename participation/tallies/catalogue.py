"""The tally rules a consultation may choose, each with the words that explain it to voters."""

from __future__ import annotations

from participation.tallies.rule import Setting, TallyRule
from participation.tallies.rules import (
    approval,
    cumulative,
    equal_shares,
    greedy,
    instant_runoff,
    judgement,
    knapsack,
    ranked_pairs,
    schulze,
    star,
)
from portal.registry import Registry

__all__ = ["RULES", "Setting", "TallyRule"]

RULES: Registry[TallyRule] = Registry("tally rule")
for _rule in (
    approval.RULE,
    star.RULE,
    schulze.RULE,
    ranked_pairs.RULE,
    instant_runoff.RULE,
    judgement.RULE,
    cumulative.RULE,
    knapsack.RULE,
    greedy.GREEDY,
    greedy.GREEDY_NO_SKIP,
    equal_shares.RULE,
):
    RULES.add(_rule.name, _rule)
