"""Reading what somebody else wrote, so that every reader finds the same in it.

A name that stands twice, a number that is none, or a sign that only looks like a digit would be
read in one way by this file and in another by the next program, or by a person.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from math import isfinite
from typing import Any

AMOUNT = re.compile(r"[0-9]{1,15}([./][0-9]{1,15})?")
MOST_DIGITS = 30


def read_json(content: bytes | str) -> Any:
    """JSON (UTF-8) in which no name stands twice and every number is one; raises ValueError."""
    text = content if isinstance(content, str) else content.decode("utf-8")
    try:
        return json.loads(
            text,
            object_pairs_hook=_each_once,
            parse_constant=_no_number,
            parse_float=_finite,
            parse_int=_not_huge,
        )
    except RecursionError:
        raise ValueError("it is nested too deep") from None


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice[:80]!r} stands twice")
    return found


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is no number")


def _finite(digits: str) -> float:
    number = float(digits)
    if not isfinite(number):
        raise ValueError(f"{digits[:80]} is too large")
    return number


def _not_huge(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise ValueError(f"{digits[:MOST_DIGITS]}… is too large")
    return int(digits)


def amount(told: object) -> Fraction:
    """Money as text ("1200.50", or "1/3"), exact and not below zero; raises ValueError."""
    if not isinstance(told, str) or not AMOUNT.fullmatch(told) or re.search("/0+$", told):
        raise ValueError(f"this is no amount of money: {str(told)[:80]!r}")
    return Fraction(told)


def settings_wrong(settings: Mapping[str, Any]) -> list[str]:
    """Which settings of a rule this file does not know, or not with this value."""
    return [
        f"{name}: {str(value)[:80]!r}"
        for name, value in settings.items()
        if name not in _SETTINGS or not _SETTINGS[name](value)
    ]


def _is_whole(value: object) -> bool:
    return type(value) is int and value >= 0


def _is_truth(value: object) -> bool:
    return type(value) is bool


def _is_amount(value: object) -> bool:
    try:
        return amount(value) >= 0
    except ValueError:
        return False


_SETTINGS: dict[str, Callable[[Any], bool]] = {
    "points": _is_whole,
    "most_ticks": _is_whole,
    "min_approvals": _is_whole,
    "exclude_below": _is_whole,
    "within_budget": _is_truth,
    "comparison": _is_truth,
    "budget": _is_amount,
    "satisfaction": ("cost", "cardinality").__contains__,
    "completion": ("none", "add1", "add1u", "greedy").__contains__,
}
