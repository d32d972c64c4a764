"""A PDF in the site's type, whatever script its words are in."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from fpdf import FPDF

from portal.errors import BadInput
from portal.typeface import BOLD, MAIN, REGULAR, faces_for, ttf, unprintable

FACE = MAIN
_LOOK_ONLY = dict.fromkeys(range(0xFE00, 0xFE10))
"""Variation selectors: in one colour an emoji looks one way."""


class Printed(FPDF):
    """A4 in millimetres that knows the type for `texts`: letters that join and right-to-left too.

    texts: everything that will be written.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        super().__init__(format="A4", unit="mm")
        words = list(texts)
        _main, *others = faces_for(words)
        for face in (_main, *others):
            self.add_font(face, "", ttf(REGULAR, face))
            self.add_font(face, "B", ttf(BOLD, face))
        self.needs_others = bool(others)
        if others:
            self.set_fallback_fonts(others, exact_match=True)
        if any(map(runs_left, words)):
            self.set_text_shaping(True)

    def normalize_text(self, text: str) -> str:
        """As FPDF's, without signs that only tell how others look."""
        return super().normalize_text(text.translate(_LOOK_ONLY))

    def paragraph(self, width: float, line: float, text: str, **more: Any) -> Any:
        """`multi_cell`, from the side on which the text's script begins."""
        align = "R" if begins_right(text) else "L"
        return self.multi_cell(width, line, text, align=align, **more)


def unprintable_words(texts: Iterable[str]) -> list[str]:
    """A sentence for each of `texts` with signs that no type here has, naming them."""
    found = ((text, unprintable(text)) for text in dict.fromkeys(texts))
    return [
        _(
            "No type of this site can print %(signs)s in “%(text)s”. Write it in other signs: "
            "ballots and letters are printed on paper."
        )
        % {"signs": ", ".join(f"{one} (U+{ord(one):04X})" for one in signs[:5]), "text": text[:80]}
        for text, signs in found
        if signs
    ]


def require_printable(texts: Iterable[str]) -> None:
    """Raise BadInput, naming the signs, when some of `texts` would lose them on paper."""
    flaws = unprintable_words(texts)
    if flaws:
        raise BadInput(" ".join(flaws))


def runs_left(text: str) -> bool:
    """Whether some of it is in a script written from right to left."""
    return any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in text)


def begins_right(text: str) -> bool:
    """Whether its first letter is of a script written from right to left (UAX #9, P2)."""
    sides = (unicodedata.bidirectional(sign) for sign in text)
    return next((side for side in sides if side in ("L", "R", "AL")), "L") != "L"
