"""Bank accounts by their ISO 13616 check digits, payment cards by Luhn's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from stdnum import iban, luhn
from stdnum.exceptions import ValidationError

from participation.disclosure.redact.spans import Find

_START = re.compile(r"(?<![^\W_])[a-z][ -]?[a-z][ -]?\d[ -]?\d")
_SIGN = re.compile(r"[\s.\-_/]{0,2}[a-z0-9]")
_ABOUT = re.compile(r"\b(?:iban|rib|compte|account|konto|conto|cuenta|rekening|tili)\b[^\n]{0,20}$")
_CARD = re.compile(r"(?<![\d.,])(?:\d[ .-]{0,2}){12,18}\d(?![\d])")
_MAKES = re.compile(
    r"(?:4\d{15}|4\d{12}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|6(?:011|5\d\d|4[4-9]\d)\d{12}|"
    r"3[068]\d{12})"
)
_CALLED = re.compile(r"\b(?:cb|carte|visa|mastercard|amex|card|karte|tarjeta|carta)\b[^\n]{0,15}$")
_FOURS = re.compile(r"\d{4}(?:[ .-]\d{4}){3}|\d{4}[ -]\d{6}[ -]\d{5}|\d{15,16}")


def find(_text: str, lower: str) -> Iterator[Find]:
    """Accounts and cards; one whose check fails is left to an official where it is called so."""
    for start in _START.finditer(lower):
        found = _account(lower, start)
        if found:
            yield found
    for card in _CARD.finditer(lower):
        digits = re.sub(r"\D", "", card.group())
        called = _CALLED.search(lower[max(0, card.start() - 25) : card.start()]) is not None
        if _MAKES.fullmatch(digits) and (luhn.is_valid(digits) or called):
            sure = luhn.is_valid(digits) and bool(_FOURS.fullmatch(card.group()))
            yield Find(card.start(), card.end(), "card", sure)


def _account(lower: str, start: re.Match[str]) -> Find | None:
    """The account that begins here: as many signs as its country has, whatever stands between."""
    signs, at = re.sub(r"[ -]", "", start.group()), start.end()
    length = _length(signs[:2])
    if not length:
        return None
    while len(signs) < length and (one := _SIGN.match(lower, at)):
        signs, at = signs + one.group()[-1], one.end()
    if len(signs) == length and _holds(signs):
        return Find(start.start(), at, "iban")
    called = _ABOUT.search(lower[max(0, start.start() - 30) : start.start()])
    digits = sum(sign.isdigit() for sign in signs)
    return Find(start.start(), at, "iban", sure=False) if called and digits >= 10 else None


def _holds(signs: str) -> bool:
    """Whether the check digits fit (mod 97-10); banks unknown to the library are banks too."""
    try:
        return bool(iban.validate(signs.upper(), check_country=False))
    except ValidationError:
        return False


@lru_cache(maxsize=1024)
def _length(country: str) -> int:
    """How long that country's numbers are, 0 where it has none."""
    shape = iban._ibandb.info(country.upper())[0][1].get("bban", "")
    return 4 + sum(map(int, re.findall(r"(\d+)!", shape))) if shape else 0
