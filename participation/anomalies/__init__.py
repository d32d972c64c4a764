"""Odd patterns in a vote: counted coarsely, shown to officials with evidence, ruled on in public.

Nothing here drops, marks or reads a ballot.
"""

from participation.anomalies.finding import find_all, find_in, label_of, note_cast
from participation.anomalies.rulings import RULINGS, rule_on
from participation.anomalies.words import KINDS, sentence_of

__all__ = [
    "KINDS",
    "RULINGS",
    "find_all",
    "find_in",
    "label_of",
    "note_cast",
    "rule_on",
    "sentence_of",
]
