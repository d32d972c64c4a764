"""Exact places: coordinates in any of their spellings, plus codes, three words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from participation.disclosure.redact.spans import Find

_DECIMAL = re.compile(
    r"(?<![\w.,])[-+]?(?P<first>\d{1,3})[.,](?P<fine>\d{3,15})\s{0,2}°?\s?[nsewo]?\s{0,2}[,;/ "
    r"]\s{0,2}"
    r"[-+]?(?P<second>\d{1,3})[.,](?P<last>\d{3,15})\s?°?\s?[nsewo]?(?![\w])"
)
_DEGREES = re.compile(
    r"\d{1,3}\s?°\s?\d{1,2}(?:[.,]\d{1,6})?\s?['′](?:\s?\d{1,2}(?:[.,]\d{1,6})?\s?(?:\"|″|''|"
    r"”))?\s?[nsewo]?\b"
)
_MINUTES = re.compile(r"\d{1,3}\s?°\s?\d{1,2}[.,]\d{2,6}\b")
_ALONE = re.compile(
    r"\b(?:lat(?:itude)?|lon(?:g(?:itude)?)?)\b\s?[:=]?\s{0,2}[-+]?\d{1,3}[.,]\d{3,15}"
)
_PLUS = re.compile(r"(?<![\w+])[23456789cfghjmpqrvwx]{4,8}\+[23456789cfghjmpqrvwx]{2,3}(?![\w+])")
_GEO = re.compile(r"\bgeo:[-\d.]{1,15},[-\d.]{1,15}")
_THREE = re.compile(r"/{3}[^\W\d_]{2,20}\.[^\W\d_]{2,20}\.[^\W\d_]{2,20}")


def find(text: str, lower: str) -> Iterator[Find]:
    """Places to a hundred metres or better; with three decimals an official looks."""
    for found in _DECIMAL.finditer(lower):
        first, second = int(found["first"]), int(found["second"])
        if first <= 180 and second <= 180 and min(first, second) <= 90:
            fine = min(len(found["fine"]), len(found["last"])) >= 4
            yield Find(found.start(), found.end(), "place", sure=fine)
    for pattern in (_DEGREES, _MINUTES, _ALONE, _GEO, _THREE):
        for found in pattern.finditer(lower):
            yield Find(found.start(), found.end(), "place")
    for found in _PLUS.finditer(lower):
        digits = any(sign.isdigit() for sign in found.group())
        if digits and text[found.start() : found.end()].isupper():
            yield Find(found.start(), found.end(), "place")
