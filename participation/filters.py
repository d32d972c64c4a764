"""Which comments wait for an official before anyone sees them: a few rules that all can read.

No score, no learning, no outside service. A rule only ever holds; an official decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_LINK = re.compile(
    r"(?i)\b(?:https?://|www\.)\S|\b[a-z0-9-]{2,63}\.(?:com|net|org|fr|io|biz|info|ru)\b"
)
_STRETCHED = re.compile(r"(\S)\1{9,}")
# Short on purpose, and only words that are insults in every sentence; extend with care.
INSULTS = frozenset(
    [
        "idiot",
        "idiots",
        "moron",
        "morons",
        "imbecile",
        "imbeciles",
        "scumbag",
        "scumbags",
        "asshole",
        "assholes",
        "bastard",
        "bastards",
        "retard",
        "retards",
        "connard",
        "connards",
        "connasse",
        "salaud",
        "salauds",
        "salope",
        "abruti",
        "abrutis",
        "crétin",
        "crétins",
        "enfoiré",
        "enfoirés",
        "ordure",
        "débile",
        "débiles",
    ]
)
_WORD = re.compile(r"[^\W\d_]+")
SHOUTING_LETTERS = 20
SHOUTING_SHARE = 0.7


def _link(text: str) -> bool:
    return bool(_LINK.search(text))


def _shouting(text: str) -> bool:
    # Only letters that have a case: Arabic or Chinese is never shouting.
    cased = [letter for letter in text if letter.lower() != letter.upper()]
    upper = sum(letter.isupper() for letter in cased)
    return len(cased) >= SHOUTING_LETTERS and upper > SHOUTING_SHARE * len(cased)


def _insult(text: str) -> bool:
    return any(word in INSULTS for word in _WORD.findall(text.lower()))


def _stretched(text: str) -> bool:
    return bool(_STRETCHED.search(text))


RULES: dict[str, Callable[[str], bool]] = {
    "insult": _insult,
    "link": _link,
    "shouting": _shouting,
    "stretched": _stretched,
}


def held_because(text: str, *, earlier: Sequence[str] = ()) -> str:
    """The code of the first rule that holds `text`, or "".

    earlier: what the same person wrote today. The codes are those of participation.reasons.HELD;
    "many", of somebody who writes much in a short time, is given by comments.
    """
    for code, holds in RULES.items():
        if holds(text):
            return code
    return "repeat" if text in earlier else ""
