"""Odd patterns: counted coarsely, shown to officials with evidence, ruled on in public.

Nothing here drops, marks or reads a ballot. The places of comments in an odd crowd wait for a
ruling; their words do not.
"""

from participation.anomalies.finding import find_all, find_in, label_of, note_cast
from participation.anomalies.floods import find_floods, note_place
from participation.anomalies.rulings import RULINGS, rule_on, rulings_for, words_of
from participation.anomalies.words import KINDS, sentence_of, told_of

__all__ = [
    "KINDS",
    "RULINGS",
    "find_all",
    "find_floods",
    "find_in",
    "label_of",
    "note_cast",
    "note_place",
    "rule_on",
    "rulings_for",
    "sentence_of",
    "told_of",
    "words_of",
]
