"""Names, dates and postcodes in one form, however they are written; nothing else is forgiven."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from portal.folding import without_accents

# Letters that Unicode does not take apart into a letter and an accent.
_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ŀ": "l"}
)
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼʹ`´′"), None)
# A lone d, l or o is what an apostrophe leaves when a register drops it: D ARTAGNAN, O CONNOR.
_LONE = re.compile(r"\b([dlo]) (?=\w)")
OLDEST = 130


def normal_name(text: str) -> str:
    """`text` as sorted words without case, accents, apostrophes and hyphens; "" if none is left.

    "Jean-Luc D'Artagnan" and "DARTAGNAN Jean Luc" are the same name.
    """
    folded = text[:300].casefold().translate(_APOSTROPHES).translate(_LETTERS)
    # Once more: a letter with an accent (Ǣ) only shows itself without it.
    apart = without_accents(folded).translate(_LETTERS)
    spaced = " ".join(re.sub(r"[\W\d_]+", " ", apart).split())
    return " ".join(sorted(_LONE.sub(r"\1", spaced).split()))


def normal_date(text: str, *, month_first: bool = False, today: date | None = None) -> str:
    """A day of birth as "1980-02-29"; "" if it is none.

    Read are 1980-02-29, 29/02/1980, 29.2.1980, 29 02 1980, 19800229 and 29021980; with
    month_first, 02/29/1980. Years have four digits; nobody is older than OLDEST or yet to come.
    """
    numbers = re.fullmatch(
        r"\s*(\d{1,4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,4})(?:[ T][\d:.]*)?\s*", text[:40]
    )
    together = re.sub(r"\s", "", text[:40])
    parts = list(numbers.groups()) if numbers else _run_together(together)
    if not parts:
        return ""
    if len(parts[0]) == 4:
        year, month, day = parts
    elif month_first:
        month, day, year = parts
    else:
        day, month, year = parts
    try:
        found = date(int(year) if len(year) == 4 else 0, int(month), int(day))
    except ValueError:
        return ""
    now = today or date.today()
    return found.isoformat() if now.year - OLDEST <= found.year and found <= now else ""


def _run_together(text: str) -> list[str]:
    if not re.fullmatch(r"\d{8}", text, re.ASCII):
        return []
    if text[:2] in ("18", "19", "20") and "01" <= text[4:6] <= "12":
        return [text[:4], text[4:6], text[6:]]
    return [text[:2], text[2:4], text[4:]]


def normal_postcode(text: str) -> str:
    """Letters and digits only, in small letters: "SW1A 1AA" and "sw1a1aa" are the same."""
    folded = unicodedata.normalize("NFKC", text[:40]).casefold()
    return "".join(sign for sign in folded if sign.isalnum() and sign.isascii())
