"""Amounts of money as election files write them."""

from __future__ import annotations

import re
from fractions import Fraction

from participation.tallies.interchange.elections import Unreadable

PLAIN = re.compile(r"[0-9]{1,20}(\.[0-9]{0,9})?")
DECIMAL_COMMA = re.compile(r"[0-9]+,[0-9]{1,2}")
THOUSANDS = re.compile(r"[0-9]{1,3}((,[0-9]{3}){2,}(\.[0-9]{1,9})?|(,[0-9]{3})+\.[0-9]{1,9})")
OF_PROGRAMS = re.compile(r"[0-9]{1,20}(\.[0-9]{1,40})?([eE]\+?[0-9]{1,2})?")
DECIMALS = 6
"""Of an amount that a program wrote with more digits than any money has."""


def money(text: str, what: str, remarks: list[str]) -> Fraction:
    """An amount of zero or more; raises Unreadable.

    A decimal comma, commas between thousands and a program's long numbers are read, and remarked.
    what: what it is the amount of, for the words.
    """
    plain = "".join(text.split())
    if DECIMAL_COMMA.fullmatch(plain):
        remarks.append(f"{what} has a decimal comma: {plain}")
        plain = plain.replace(",", ".")
    elif THOUSANDS.fullmatch(plain):
        remarks.append(f"{what} has commas between thousands: {plain}")
        plain = plain.replace(",", "")
    if PLAIN.fullmatch(plain):
        return Fraction(plain.rstrip("."))
    if not OF_PROGRAMS.fullmatch(plain):
        raise Unreadable(f"{what} is {text.strip()[:40]!r}, not an amount of money")
    found = round(Fraction(plain), DECIMALS)
    remarks.append(f"{what} is written {plain[:60]}; it was read as {float(found):.15g}")
    return found
