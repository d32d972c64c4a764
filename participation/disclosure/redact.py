"""E-mail addresses, phone numbers and bank accounts, taken out of text before it is stored."""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers
from stdnum import iban

MARKS = {"email": "[e-mail]", "phone": "[phone]", "iban": "[IBAN]"}
_AT = r"(?:[@＠﹫]|\s?[\[({]\s?(?:at|arobase|chez|@)\s?[\])}]\s?)"
_DOT = r"(?:\.|\s?[\[({]\s?(?:dot|point|\.)\s?[\])}]\s?)"
_EMAIL = re.compile(
    rf"(?i)[\w.+%'-]{{1,64}}{_AT}[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{1,8}}", re.UNICODE
)
_IBAN = re.compile(r"(?i)\b[a-z]{2}\d{2}(?:[ \u00a0.-]?[a-z0-9]){11,30}\b")
# Written apart or with odd signs, which the phone library does not read: 06-12/34.56 78.
# A date and an hour, 06.12.2026 18 h, has as many digits as a number.
_DATE = r"(?!\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d(?!\d))"
_FRENCH = re.compile(rf"(?<!\d){_DATE}(?:\+33|0033|0)[\s./_-]*[1-9](?:[\s./_-]*\d){{8}}(?!\d)")
_NO_DATE = re.compile(_DATE)
_MOST_PHONES = 2_000


@dataclass(frozen=True)
class Redacted:
    """The text with marks in place of contact data, and how many were taken out."""

    text: str
    count: int


def redact(text: str, *, region: str = "FR") -> Redacted:
    """`text` without e-mail addresses, phone numbers (of `region` or with +) and IBANs.

    Numbers are found by phonenumbers (ITU plans), IBANs by their ISO 13616 check digits. Call it
    before anything is stored; what it takes out is gone.
    """
    text, emails = _EMAIL.subn(MARKS["email"], text)
    text, ibans = _ibans(text)
    text, phones = _phones(text, region)
    text, french = _FRENCH.subn(MARKS["phone"], text)
    return Redacted(text, emails + ibans + phones + french)


def _ibans(text: str) -> tuple[str, int]:
    count = 0

    def replace(match: re.Match[str]) -> str:
        nonlocal count
        found = match.group()
        # A word after the account number may have been caught too: try shorter ends.
        for end in range(len(found), 14, -1):
            if iban.is_valid(re.sub(r"[^A-Za-z0-9]", "", found[:end])):
                count += 1
                return MARKS["iban"] + found[end:]
        return found

    return _IBAN.sub(replace, text), count


def _phones(text: str, region: str) -> tuple[str, int]:
    pieces, at, count = [], 0, 0
    for match in phonenumbers.PhoneNumberMatcher(text, region, max_tries=_MOST_PHONES):
        if not _NO_DATE.match(match.raw_string):
            continue
        pieces += [text[at : match.start], MARKS["phone"]]
        at, count = match.end, count + 1
    return "".join([*pieces, text[at:]]), count
