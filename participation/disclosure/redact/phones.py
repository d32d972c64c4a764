"""Phone numbers of the EU and its neighbours as people write them there, O for 0 too."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers

from participation.disclosure.redact.parted import is_listed, is_row
from participation.disclosure.redact.spans import Find

# The city's country is asked first; those without a 0 in front are believed beside a word only.
REGIONS = (
    "FR", "DE", "BE", "NL", "IT", "ES", "PT", "AT", "CH", "LU", "IE", "GB", "FI", "SE", "DK", "PL",
    "CZ", "SK", "HU", "RO", "BG", "HR", "SI", "EE", "LV", "LT", "GR", "CY", "MT", "NO",
)  # fmt: skip
_DIGIT = "[0-9oil|]"
# Up to three signs between two digits, among them one bracket: +33 (0)6 12-34.56 78.
_RUN = re.compile(
    rf"(?<![\w.,+])(?:\+|00|\(\+?)?(?:\(?{_DIGIT})(?:[ ./_()\-\n]{{0,3}}{_DIGIT}){{6,17}}(?![\w])"
)
_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d(?!\d)|(?:19|20)\d\d-\d\d-\d\d(?!\d)")
_ABOUT = re.compile(
    r"(?:t[ée]l(?:[ée]phone|[ée]fono|efon|efoon|\.)?|phone|portable|mobile?|gsm|handy|m[óo]vil|"
    r"telem[óo]vel|"
    r"appel\w*|rappel\w*|joindre|joignable|call|ring|reach|whats ?app|sms|texto|num[ée]ro|mon num|"
    r"my number|nummer|cellulare|chiam\w*|ll[aá]m\w*|bel(?:len)?|puhelin\w*|soita|"
    r"numer)\b[^\n]{0,25}$"
)
_PAIRS = re.compile(r"0[1-9](?:[ ./_-]{0,3}\d{2}){4}|0[1-9](?:[ ./_-]{0,3}\d){8}")
_SAID = (
    "zéro|zero|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|"
    "quinze|seize|"
    "vingt|trente|quarante|cinquante|soixante|quatre-vingts?|null|eins|zwei|drei|vier|fünf|sechs|"
    "sieben|"
    "acht|neun|oh|one|two|three|four|five|seven|eight|nine"
)
_SPOKEN = re.compile(
    rf"\b(?:zéro|zero|null)(?:[ ,-]{{1,2}}(?:et |(?:{_SAID}|\d{{1,2}})\b)){{4,20}}"
)
_NINE = re.compile(r"[679]\d\d[ -]\d\d[ -]\d\d[ -]\d\d|9\d \d{3} \d\d \d\d|[67](?:[ .-]\d\d){4}")
_BEGUN = re.compile(rf"\b(?:{_SAID})(?:[ ,.-]{{1,2}}\d{{2}}){{4}}\b")
_MOST_LOOKED_UP = 40


def find(_text: str, lower: str, *, region: str = "FR") -> Iterator[Find]:
    """Numbers that a number plan knows, those in pairs after a 0, and numbers beside "tel"."""
    asked = 0
    for run in _RUN.finditer(lower):
        found = run.group()
        if sum(sign.isdigit() for sign in found) < 6 or _DATE.search(found):
            continue
        if is_row(lower, run):
            continue
        digits = re.sub(r"[^\d+]", "", found.replace("o", "0").translate(_ONES))
        about = _ABOUT.search(lower[max(0, run.start() - 45) : run.start()]) is not None
        asked += 1
        sure = _verdict(digits, found, region, about, asked)
        if sure is not None:
            sure = sure and not is_listed(lower, run)
            yield Find(run.start(), run.end(), "phone", sure)
    for pattern in (_SPOKEN, _BEGUN):
        for spoken in pattern.finditer(lower):
            yield Find(spoken.start(), spoken.end(), "phone", sure=False)


_ONES = str.maketrans({"i": "1", "l": "1", "|": "1"})


def _verdict(digits: str, found: str, region: str, about: bool, asked: int) -> bool | None:
    """True: a number; False: perhaps one; None: none."""
    if digits.startswith(("+", "00")):
        far = "+" + digits.lstrip("+0")
        if asked > _MOST_LOOKED_UP:
            return False
        if digits[0] == "+":
            return _valid(far, None) or _possible(far)
        return True if _valid(far, None) else (False if about else None)
    written = found.replace("o", "0").translate(_ONES)
    if digits.startswith("0") and len(digits) == 10 and _PAIRS.fullmatch(written.strip("()")):
        return True
    if asked > _MOST_LOOKED_UP:
        return False if about or (digits.startswith("0") and len(digits) > 8) else None
    if digits.startswith("0") and 9 <= len(digits) <= 12:
        first = (region, *(one for one in REGIONS if one != region))
        return True if any(_valid(digits, one) for one in first) else (False if about else None)
    if about:
        near = any(_valid(digits, one) for one in REGIONS) if 8 <= len(digits) <= 11 else False
        return bool(near)
    # 612 34 56 78 or 91 123 45 67 in Spain, 6 12 34 56 78 without its 0: a number, or a large one.
    return False if len(digits) == 9 and _NINE.fullmatch(written) else None


def _possible(digits: str) -> bool:
    """Of a country's numbers by its length, if by no block that is given out."""
    try:
        return len(digits) > 9 and phonenumbers.is_possible_number(phonenumbers.parse(digits, None))
    except phonenumbers.NumberParseException:
        return False


def _valid(digits: str, region: str | None) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(digits, region))
    except phonenumbers.NumberParseException:
        return False
