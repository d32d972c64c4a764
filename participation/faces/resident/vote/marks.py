"""What somebody wrote beside the options so far, however it came: by a form or a draft."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from participation.tallies.content import read
from portal.errors import BadInput

MOST_OPTIONS = 400
# The name of an option's field: <prefix>-<option id>. Ticks share one name instead.
PREFIX = {"ranking": "rank", "scores": "score", "grades": "grade", "points": "points"}
TICK = "tick"
_NUMBER = re.compile(r"[0-9]{1,9}")
_DRAFT = re.compile(r"[a-z]{5,8}(?:~[0-9]{1,9}:[0-9]{1,4}){0,400}")
_MARK = re.compile(r"[0-9]{1,4}")
_ABSTAIN = "abstain"


@dataclass(frozen=True)
class Marks:
    """A ballot in the making. by_option: option id -> as typed ("1" for a tick)."""

    by_option: Mapping[int, str] = field(default_factory=dict)
    abstain: bool = False

    def __bool__(self) -> bool:
        return self.abstain or bool(self.by_option)


def from_post(form: str, posted: QueryDict) -> Marks:
    """The marks of a form that was sent; what cannot be a number is kept as it was typed."""
    if form == "ticks":
        ticked = [value for value in posted.getlist(TICK)[:MOST_OPTIONS] if _is_number(value)]
        return Marks({int(value): "1" for value in ticked}, bool(posted.get("abstain")))
    start = PREFIX[form] + "-"
    marks = {}
    for name in list(posted)[: 2 * MOST_OPTIONS]:
        value = posted[name].strip()[:12]
        if value and name.startswith(start) and _is_number(name.removeprefix(start)):
            marks[int(name.removeprefix(start))] = value
    return Marks(marks, bool(posted.get("abstain")))


def from_content(form: str, text: str) -> Marks:
    """The marks of the text that a review carries; none if it is not one of this form."""
    try:
        given = read(text[:20_000])
        marks = _from_given(given) if form in given else Marks(abstain="abstain" in given)
        # By way of a draft, which lets nothing but numbers through.
        return from_draft(form, to_draft(form, marks))
    except (ValueError, TypeError, AttributeError, RecursionError):
        return Marks()


def _from_given(given: Mapping[str, Any]) -> Marks:
    if "ticks" in given:
        return Marks(dict.fromkeys(given["ticks"], "1"))
    if "ranking" in given:
        groups = enumerate(given["ranking"], start=1)
        return Marks({option: str(place) for place, group in groups for option in group})
    numbers: list[Any] = next(iter(given.values()), [])
    return Marks({option: str(number) for option, number in numbers})


def to_given(form: str, marks: Marks) -> dict[str, Any]:
    """The content that the marks stand for; BadInput where a mark is not a whole number."""
    if marks.abstain:
        return {"abstain": True}
    for option, mark in marks.by_option.items():
        if not _is_number(mark):
            raise BadInput(_("Write a whole number, such as 3."), field=f"{PREFIX[form]}-{option}")
    numbers = sorted((option, int(mark)) for option, mark in marks.by_option.items())
    if form == "ticks":
        return {"ticks": [option for option, _mark in numbers]}
    if form == "ranking":
        places: dict[int, list[int]] = {}
        for option, place in numbers:
            places.setdefault(place, []).append(option)
        return {"ranking": [places[place] for place in sorted(places)]}
    return {form: [[option, number] for option, number in numbers]}


def to_draft(form: str, marks: Marks) -> str:
    """A few characters that a cookie can hold: "ticks~12:1~15:1"; marks that are no numbers go."""
    if marks.abstain:
        return _ABSTAIN
    kept = sorted((o, m) for o, m in marks.by_option.items() if _MARK.fullmatch(m))
    return "~".join([form, *(f"{option}:{mark}" for option, mark in kept)])


def from_draft(form: str, text: str) -> Marks:
    """The marks of a draft; none if it is for another form of ballot or was tampered with."""
    if len(text) > 4000 or not _DRAFT.fullmatch(text):
        return Marks(abstain=text == _ABSTAIN)
    kind, *parts = text.split("~")
    if kind != form:
        return Marks()
    return Marks({int(option): mark for option, _colon, mark in (p.partition(":") for p in parts)})


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text))
