"""The lines of a tally's story with the reader's words for options, numbers, money and grades."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from babel.lists import format_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.faces.finding import Choice
from participation.tallies.content import GRADE_WORDS
from participation.tallies.outcome import Line, Tally, Value
from portal.marking import FOR_ONE
from portal.templatetags.words import locale, money, number, share


def sentences(tally: Tally, choices: Sequence[Choice]) -> list[str]:
    """Why it came out so, one sentence a line, in the reader's language."""
    titles = titles_of(choices)
    return [
        # The words are marked in the rule's module; a value says by its name what it is.
        _words(line) % {name: _said(name, value, titles) for name, value in line.values.items()}
        for line in tally.story
    ]


def _words(line: Line) -> str:
    one, by = FOR_ONE.get(line.words, ("", ""))
    return ngettext(one, line.words, _count(line.values[by])) if one else _(line.words)


def _count(value: Value) -> int:
    return int(value) if isinstance(value, int) else 2


def titles_of(choices: Sequence[Choice]) -> dict[int, str]:
    """Option id -> its letter and name."""
    return {choice.option.pk: choice.title for choice in choices}


def grade_word(grade: int) -> str:
    """A grade from 0 to 5 in words."""
    return _(GRADE_WORDS[grade])


def _said(name: str, value: Value, titles: Mapping[int, str]) -> str:
    kind = name.partition("_")[0]
    if kind == "option":
        return titles.get(_id(value), "?")
    if kind == "options":
        names = [titles.get(one, "?") for one in value] if isinstance(value, tuple) else []
        return str(format_list(names, locale=locale()))
    shown: dict[str, Any] = {"money": money, "share": lambda part: share(part, 1)}
    if kind == "grade":
        return grade_word(_id(value))
    return str(shown.get(kind, number)(value))


def _id(value: Value) -> int:
    return value if isinstance(value, int) else -1
