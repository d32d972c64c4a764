"""Which ballots of a count are too rare to be shown one by one (pure).

A ballot that says what hardly any other says may be recognised: by a neighbour who knows what was
wanted, or by somebody who paid for that very pattern. Where a rule counts from sums, patterns that
fewer than `least` ballots share are taken together and only their sums are shown.

*Complementary*: sums of one or two ballots would give them away by themselves. So when anything is
taken together, it is at least `together` ballots: the rarest patterns that could be shown are added
until it is (Hundepool et al., Statistical Disclosure Control, Wiley 2012, ch. 4).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from participation.disclosure import TEN

FIVE = 5
"""Fewest ballots that share a pattern which is shown."""


@dataclass(frozen=True)
class Rare:
    """patterns: those taken together. ballots: how many say one of them.

    alone: of these, patterns that are rare by themselves (the others keep them company).
    """

    patterns: frozenset[str]
    ballots: int
    alone: int


def rare_patterns(counts: Mapping[str, int], *, least: int = FIVE, together: int = TEN) -> Rare:
    """The patterns to take together; counts: how many ballots say each.

    Either none, or patterns of at least `together` ballots, or all there are. The same counts give
    the same answer: equally rare patterns go by their text.
    """
    rising = sorted(counts, key=lambda text: (counts[text], text))
    alone = sum(counts[text] < least for text in rising)
    taken, ballots = 0, 0
    while alone and taken < len(rising) and (taken < alone or ballots < together):
        ballots += counts[rising[taken]]
        taken += 1
    return Rare(frozenset(rising[:taken]), ballots, alone)
