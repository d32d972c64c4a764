"""What was found in a text and where, and the text as finders read it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_HYPHENS = dict.fromkeys(map(ord, "‐‑‒–—−﹣－"), "-")
_SPACES = dict.fromkeys(
    map(ord, "\u00a0\u2000\u2002\u2003\u2007\u2008\u2009\u200a\u202f\u3000"), " "
)
_PLAIN = str.maketrans({**_HYPHENS, **_SPACES, ord("’"): "'", ord("＠"): "@", ord("﹫"): "@"})
_BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800")


@dataclass(frozen=True)
class Find:
    """Contact data from start to end of a text. sure: taken out; else an official looks at it."""

    start: int
    end: int
    kind: str
    sure: bool = True


@dataclass(frozen=True)
class Reading:
    """A text as finders read it: plain digits, spaces and hyphens. places: of its signs in the
    text as it was written, None where nothing moved."""

    text: str
    places: tuple[int, ...] | None

    def where(self, find: Find) -> Find:
        """The same find in the text as it was written."""
        if self.places is None:
            return find
        return Find(self.places[find.start], self.places[find.end - 1] + 1, find.kind, find.sure)


def read(text: str) -> Reading:
    """`text` without what only disguises: full-width and other digits, signs that nobody sees."""
    if text.isascii():
        return Reading(text, None)
    plain = text.translate(_PLAIN)
    if all(sign.isascii() or (sign.isalpha() and sign < "\u0370") for sign in plain):
        return Reading(plain, tuple(range(len(plain))) if len(plain) != len(text) else None)
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(plain):
        for one in _folded(sign):
            signs.append(one)
            places.append(place)
    return Reading("".join(signs), tuple(places))


def _folded(sign: str) -> str:
    if sign.isascii():
        return sign
    # Me: the frame of a keycap. The fillers of Hangul and Braille are blanks with names of letters.
    if unicodedata.category(sign) in ("Cf", "Mn", "Me"):
        return ""
    if sign in _BLANKS:
        return " "
    digit = unicodedata.decimal(sign, None)
    return str(digit) if digit is not None else unicodedata.normalize("NFKC", sign)


def apart(finds: Iterable[Find]) -> list[Find]:
    """Finds in the text's order that don't overlap: sure ones before others, long before short."""
    kept: list[Find] = []
    taken = bytearray()
    for find in sorted(finds, key=lambda one: (not one.sure, one.start - one.end, one.start)):
        if len(taken) < find.end:
            taken.extend(bytes(find.end - len(taken)))
        if not any(taken[find.start : find.end]):
            taken[find.start : find.end] = b"\x01" * (find.end - find.start)
            kept.append(find)
    return sorted(kept, key=lambda one: one.start)
