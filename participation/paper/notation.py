"""How officials type a paper ballot in one line, and how it reads back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from string import ascii_uppercase
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from participation.tallies.content import GRADE_WORDS, read
from portal.errors import BadInput

SPOILT = "spoilt"
ABSTAINS, UNREADABLE = "-", "?"
_WORD = re.compile(r"[A-Z]+|[0-9]+|[=\-]")
_GAP = re.compile(r"[\s,;.:>|/]+")
Letters = Mapping[str, int]
One = TypeVar("One")


def lettered(options: Iterable[One]) -> dict[str, One]:
    """Options in published order under A, B, … Z, AA, AB, … as a table's columns."""
    return {_letter(place): one for place, one in enumerate(options)}


def _letter(place: int) -> str:
    before, last = divmod(place, 26)
    return (_letter(before - 1) if before else "") + ascii_uppercase[last]


def parse(typed: str, form: str, letters: Letters) -> dict[str, Any] | None:
    """What a line says, for content.check; None for a spoilt sheet. Raises BadInput.

    "-" abstains, "?" is spoilt. Ticks: "ac". Ranks: "b a=c", or "a2 b1", or one number an option
    in order, "2 1 -". Scores, grades, points: "a5 b3", or "5 3 0", or "530".
    """
    line = typed.strip().upper()[:2000]
    if line in (ABSTAINS, UNREADABLE):
        return {"abstain": True} if line == ABSTAINS else None
    words = _words(line, letters)
    if form == "ticks":
        return {form: [_option(word, letters) for word in words]}
    if form == "ranking":
        return {form: _tiers(words, letters)}
    return {form: [list(pair) for pair in _numbers(words, letters, split=form != "points")]}


def _words(line: str, letters: Letters) -> list[str]:
    if not _GAP.sub("", line):
        raise BadInput(_("Type what the sheet says, or “?” when it cannot be told."), field="typed")
    rest = _WORD.sub("", _GAP.sub("", line))
    if rest:
        raise BadInput(
            _("“%(signs)s” is not part of a ballot.") % {"signs": rest[:20]}, field="typed"
        )
    found: list[str] = []
    for chunk in _GAP.split(line):
        for word in _WORD.findall(chunk):
            # With 26 options or fewer, letters may be typed without gaps.
            found.extend(word if word.isalpha() and len(letters) <= 26 else [word])
    return found


def _option(word: str, letters: Letters) -> int:
    if word not in letters:
        raise BadInput(
            _("There is no option %(letter)s on this ballot.") % {"letter": word[:10]},
            field="typed",
        )
    return letters[word]


def _tiers(words: list[str], letters: Letters) -> list[list[int]]:
    if any(word.isdigit() for word in words):
        ranks: dict[int, list[int]] = {}
        for one, number in _numbers(words, letters, split=True):
            if number:
                ranks.setdefault(number, []).append(one)
        return [ranks[number] for number in sorted(ranks)]
    tiers: list[list[int]] = []
    joined = False
    for word in words:
        if word == "=":
            joined = bool(tiers)
        elif joined:
            tiers[-1].append(_option(word, letters))
            joined = False
        else:
            tiers.append([_option(word, letters)])
    return tiers


def _numbers(words: list[str], letters: Letters, split: bool) -> list[tuple[int, int]]:
    if words[0].isalpha():
        return _pairs(words, letters)
    ids = list(letters.values())
    if split and len(words) == 1 and len(words[0]) == len(ids):
        words = list(words[0])
    if len(words) != len(ids):
        raise BadInput(
            _("Type a number for each of the %(options)s options in order, “-” for an empty one.")
            % {"options": len(ids)},
            field="typed",
        )
    return [(one, _number(word)) for one, word in zip(ids, words, strict=True) if word != ABSTAINS]


def _pairs(words: list[str], letters: Letters) -> list[tuple[int, int]]:
    marks, numbers = words[::2], words[1::2]
    if len(marks) != len(numbers):
        raise BadInput(_("Type a number after each letter, such as “a5 b3”."), field="typed")
    return [
        (_option(mark, letters), _number(word))
        for mark, word in zip(marks, numbers, strict=True)
        if word != ABSTAINS
    ]


def _number(word: str) -> int:
    if not word.isdigit() or len(word) > 6:
        raise BadInput(_("Type a number after each letter, such as “a5 b3”."), field="typed")
    return int(word)


def spoken(content: str, letters: Letters) -> str:
    """How a stored line reads: "A, C", "B, then A = C", "A 5, B 3"."""
    if content in ("", SPOILT):
        return _("Spoilt") if content else "–"
    told = read(content)
    if told.get("abstain"):
        return _("Abstains")
    (form, entries), names = next(iter(told.items())), {one: key for key, one in letters.items()}
    if form == "ticks":
        return ", ".join(names.get(one, "?") for one in entries)
    if form == "ranking":
        return " > ".join(" = ".join(names.get(one, "?") for one in tier) for tier in entries)
    return ", ".join(
        f"{names.get(one, '?')} {_value(form, number)}" for one, number in entries
    ) or (_("0 for all"))


def _value(form: str, number: int) -> str:
    return f"{number} ({_(GRADE_WORDS[number])})" if form == "grades" else str(number)


def how_to_type(form: str) -> Sequence[str]:
    """Examples with their meaning, for the page beside the field."""
    if form == "ticks":
        return (_("ac: A and C are ticked"),)
    if form == "ranking":
        return (
            _("b a=c: B is first, A and C share the second place"),
            _("2 1 2: the numbers beside A, B and C, in order"),
        )
    return (
        _("5 3 0: the numbers for A, B and C, in order; “-” for an empty row"),
        _("a5 b3: only those that have one"),
    )
