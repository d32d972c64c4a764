"""Plates of vehicles: sure by their hyphens or beside a word, else for an official to see."""

from __future__ import annotations

import re
from collections.abc import Iterator

from participation.disclosure.redact.spans import Find

_SIV = "[A-HJ-NP-TV-Z]{2}"
# Shapes that nothing else has: France and Italy, Belgium, the Netherlands, Portugal.
_SURE = re.compile(
    rf"(?<![\w-])(?:{_SIV}-\d{{3}}-{_SIV}|{_SIV} \d{{3}} {_SIV}"
    r"|[1-9]-[A-Z]{3}-\d{3}|[A-Z]{2}-\d{3}-[A-Z]|\d{2}-[A-Z]{2}-[A-Z]{2}|[A-Z]{2}-\d{2}-[A-Z]{2}"
    r"|[A-Z]-\d{3}-[A-Z]{2}|\d-[A-Z]{3}-\d{2}|\d{2}-[A-Z]{3}-\d|\d{2}-[A-Z]{2}-\d{2})(?![\w-])"
)
_SMALL = re.compile(r"(?<![\w-])[a-hj-np-tv-z]{2}-\d{3}-[a-hj-np-tv-z]{2}(?![\w-])")
# France since 2009 in one word and before, Germany and Austria, Spain, Britain, Poland.
_PERHAPS = re.compile(
    rf"(?<![\w-])(?:{_SIV}\d{{3}}{_SIV}|\d{{2,4}} ?(?P<old>[A-Z]{{2,3}}) ?\d{{2}}"
    r"|[A-ZÄÖÜ]{1,3}-[A-Z]{1,2}[ -]\d{2,4}[EH]?|\d{4} ?(?P<es>[BCDFGHJ-NPR-TV-Z]{3})"
    r"|[A-Z]{2}\d{2} ?[A-Z]{3})(?![\w-])"
)
_UNITS = frozenset(
    """KWH MWH GWH KM DB DBA BUS RUE VTT PMR HT TTC EUR CV M H LDN PM NO PN""".split()  # noqa: SIM905
)
_ANY = re.compile(
    r"(?<![\w-])(?=[a-z0-9 -]{0,8}\d)(?=[a-z0-9 -]{0,8}[a-z])[a-z0-9]{1,4}[ -]?[a-z0-9]{1,4}(?:[ "
    r"-]?[a-z0-9]{1,4})?(?![\w-])"
)
_ABOUT = re.compile(
    r"\b(?:immatricul\w+|plaque|plate|registration|kennzeichen|matr[íi]cula|targa|kenteken|"
    r"nummerplaat|"
    r"rejestracyjn\w+|rekisteri\w*)\b(?:[ :,]{1,2}|\b(?:est|is|ist|es|n°|num[ée]ro|number|la|"
    r"no\.?|de|du|"
    r"v[ée]hicule|voiture|car)\b){0,5}$"
)


def find(text: str, lower: str) -> Iterator[Find]:
    """Plates; capitals count, since small letters and digits are ordinary words."""
    for pattern, read in ((_SURE, text), (_SMALL, text)):
        for found in pattern.finditer(read):
            yield Find(found.start(), found.end(), "plate")
    for found in _PERHAPS.finditer(text):
        if (found["old"] or found["es"]) not in _UNITS:
            yield Find(found.start(), found.end(), "plate", sure=False)
    for found in re.finditer(
        r"(?:immatr|plaque|plate|registr|kennzei|matr[íi]c|targa|kenteken|nummerpl)\w*", lower
    ):
        yield from _beside(lower, found.end())


def _beside(lower: str, at: int) -> Iterator[Find]:
    """What stands after "immatriculée" or "plate" and has letters and digits as a plate has."""
    for found in _ANY.finditer(lower, at, min(len(lower), at + 60)):
        signs = re.sub(r"[ -]", "", found.group())
        shaped = re.fullmatch(r"[a-z]{1,3}\d{2,4}[a-z]{0,3}|\d{1,4}[a-z]{2,3}\d{0,3}", signs)
        if (
            shaped
            and len(signs) >= 5
            and _ABOUT.search(lower[max(0, found.start() - 60) : found.start()])
        ):
            yield Find(found.start(), found.end(), "plate")
            return
