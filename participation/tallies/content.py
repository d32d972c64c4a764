"""What one ballot says: its forms, its canonical text, and what keeps a ballot from being one.

The canonical text is what is sealed, opened, counted and published: compact JSON, one text for one
meaning, so that equal ballots are equal bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from portal.marking import gettext_noop as _

FORMS = ("ticks", "ranking", "scores", "grades", "points")
ABSTENTION = '{"abstain":true}'
HIGHEST = 5
"""Best score and best grade."""
GRADE_WORDS = (_("Reject"), _("Poor"), _("Fair"), _("Good"), _("Very good"), _("Excellent"))
"""Grades 0 to 5 in words; six, as M. Balinski and R. Laraki (2010), Majority Judgment, use."""
DEFAULT_POINTS = 10


@dataclass(frozen=True)
class Choice:
    """An option as the ballot knows it. cost: in the currency, None where nothing is bought."""

    id: int
    cost: Fraction | None
    is_baseline: bool


class Flaw(ValueError):
    """Why a ballot cannot be cast as it is, in the voter's words.

    message: a text to translate, with %(name)s places for `values`. field: the form it is about.
    """

    def __init__(self, message: str, field: str, **values: object) -> None:
        super().__init__(message % values if values else message)
        self.message = message
        self.field = field
        self.values = values


Settings = Mapping[str, Any]
Entries = list[Any]


def check(
    form: str, given: Mapping[str, Any], options: Sequence[Choice], settings: Settings
) -> str:
    """The canonical text of what a voter gave; raises Flaw.

    given: {"abstain": true}, or one entry under the form's name: ticks: ids; ranking: tiers of ids,
    the best first; scores, grades, points: (id, number) pairs. Hostile input of any type is a Flaw.
    """
    if form not in FORMS:
        raise ValueError(f"no form is called {form!r}")
    if given.get("abstain") is True:
        return ABSTENTION
    entries = given.get(form)
    if not isinstance(entries, list | tuple):
        raise Flaw(_("Choose first, or abstain."), form)
    known = {one.id for one in options}
    content = _CHECKS[form](list(entries), known, options, settings)
    return canonical({form: content})


def canonical(content: Mapping[str, Any]) -> str:
    """Compact JSON with sorted keys."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"))


def read(text: str) -> dict[str, Any]:
    """What a canonical text says; raises ValueError when it is no ballot's text."""
    found = json.loads(text)
    if not isinstance(found, dict) or len(found) != 1 or not {*found} <= {"abstain", *FORMS}:
        raise ValueError("this is not the text of a ballot")
    return found


def longest(form: str, options: Sequence[Choice], settings: Settings) -> int:
    """Bytes of the longest canonical text there can be; no ballot of this vote is longer."""
    ids = sorted((one.id for one in options), key=lambda one: (-len(str(one)), one))
    most = int(settings.get("most_ticks") or 0)
    if form == "ticks":
        text = canonical({form: ids[:most] if most else ids})
    elif form == "ranking":
        text = canonical({form: [[one] for one in ids]})
    else:
        highest = int(settings.get("points") or DEFAULT_POINTS) if form == "points" else HIGHEST
        text = canonical({form: [[one, highest] for one in ids]})
    return max(len(text), len(ABSTENTION))


def _ids(entries: Entries, known: set[int], form: str) -> list[int]:
    """Entries as ids of options, each once."""
    if not all(type(one) is int and one in known for one in entries):
        raise Flaw(_("Choose from the options on this page."), form)
    if len(set(entries)) < len(entries):
        raise Flaw(_("An option stands twice on this ballot. Name each option once."), form)
    return list(entries)


def _ticks(
    entries: Entries, known: set[int], options: Sequence[Choice], settings: Settings
) -> list[int]:
    ids = sorted(_ids(entries, known, "ticks"))
    if not ids:
        raise Flaw(_("Tick at least one option you could live with, or abstain."), "ticks")
    most = int(settings.get("most_ticks") or 0)
    if most and len(ids) > most:
        raise Flaw(
            _("You ticked %(ticked)s options. Keep %(most)s at most."),
            "ticks",
            ticked=len(ids),
            most=most,
        )
    if settings.get("budget") not in (None, ""):
        _check_basket(ids, options, settings)
    return ids


def _check_basket(ids: list[int], options: Sequence[Choice], settings: Settings) -> None:
    """In a budget, "none of these" stands alone, and a basket may have to fit the budget."""
    chosen = [one for one in options if one.id in ids]
    if len(chosen) > 1 and any(one.is_baseline for one in chosen):
        raise Flaw(
            _("Choose either projects or “none of these”, not both."),
            "ticks",
        )
    over = sum((one.cost or Fraction(0) for one in chosen), Fraction(0)) - money(settings["budget"])
    if settings.get("within_budget") and over > 0:
        raise Flaw(
            _("Your choice costs more than the budget, by %(money)s. Take something out."),
            "ticks",
            money=over,
        )


def money(amount: object) -> Fraction:
    """An amount of a setting ("1200.50", 1200) as an exact fraction."""
    return Fraction(str(amount))


def _ranking(
    entries: Entries, known: set[int], _options: Sequence[Choice], _settings: Settings
) -> list[list[int]]:
    if not all(isinstance(tier, list | tuple) for tier in entries):
        raise Flaw(_("Choose from the options on this page."), "ranking")
    tiers = [list(tier) for tier in entries if tier]
    if not tiers:
        raise Flaw(_("Give at least one option a place, or abstain."), "ranking")
    _ids([one for tier in tiers for one in tier], known, "ranking")
    return [sorted(tier) for tier in tiers]


def _pairs(entries: Entries, known: set[int], form: str, highest: int) -> list[list[int]]:
    """(id, number) pairs by id, without those of 0; a number is 0 to `highest`."""
    if not all(isinstance(pair, list | tuple) and len(pair) == 2 for pair in entries):
        raise Flaw(_("Choose from the options on this page."), form)
    _ids([pair[0] for pair in entries], known, form)
    if not all(type(number) is int and 0 <= number <= highest for _one, number in entries):
        raise Flaw(_("Give each option a number from 0 to %(most)s."), form, most=highest)
    return sorted([one, number] for one, number in entries if number)


def _scores(
    entries: Entries, known: set[int], _options: Sequence[Choice], _settings: Settings
) -> list[list[int]]:
    if not entries:
        raise Flaw(_("Give at least one option a score, or abstain."), "scores")
    return _pairs(entries, known, "scores", HIGHEST)


def _grades(
    entries: Entries, known: set[int], _options: Sequence[Choice], _settings: Settings
) -> list[list[int]]:
    if not entries:
        raise Flaw(_("Give at least one option a grade, or abstain."), "grades")
    return _pairs(entries, known, "grades", HIGHEST)


def _points(
    entries: Entries, known: set[int], _options: Sequence[Choice], settings: Settings
) -> list[list[int]]:
    purse = int(settings.get("points") or DEFAULT_POINTS)
    pairs = _pairs(entries, known, "points", purse)
    spent = sum(number for _one, number in pairs)
    if not spent:
        raise Flaw(_("Give at least one point to an option, or abstain."), "points")
    if spent > purse:
        raise Flaw(
            _("You gave %(given)s points and have %(most)s. Take some back."),
            "points",
            given=spent,
            most=purse,
        )
    return pairs


_CHECKS: dict[str, Callable[[Entries, set[int], Sequence[Choice], Settings], Any]] = {
    "ticks": _ticks,
    "ranking": _ranking,
    "scores": _scores,
    "grades": _grades,
    "points": _points,
}
