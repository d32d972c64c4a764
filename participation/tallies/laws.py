"""What may be asked of any rule with one winner; a rule declares which of it does not hold (pure).

The names are those of the literature: W. D. Wallis (2014), The Mathematics of Elections and Voting.
"""

from __future__ import annotations

from enum import Enum


class Law(Enum):
    """A law, as a sentence. Every rule in the catalogue is held against all that it keeps.

    MORE_SUPPORT: monotonicity. BEATS_ALL: the Condorcet criterion. LOSES_ALL: the Condorcet loser
    criterion. LIST_LAST: no tie on the way decides who wins without being told as one.
    """

    MORE_SUPPORT = "who raises the winner on a ballot never makes it lose"
    BEATS_ALL = "an option that wins against every other one, compared one to one, wins"
    LOSES_ALL = "an option that loses against every other one, compared one to one, does not win"
    LIST_LAST = "the order of the list changes the winner only where options are told as level"
