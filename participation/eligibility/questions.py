"""What a voter is asked at the review, by the rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from participation.eligibility.catalogue import kind_of


@dataclass(frozen=True)
class Question:
    """One field of the review form; its name is the key in `answers`.

    input: "code", "text", "date", "postcode" or "choice". autocomplete: the HTML token, or "".
    """

    name: str
    label: str | Promise
    hint: str | Promise = ""
    input: str = "text"
    choices: tuple[tuple[str, str], ...] = ()
    autocomplete: str = "off"


CODE = Question(
    "code",
    _("The code in your letter"),
    _("Twelve letters and digits. Capitals, spaces and hyphens do not matter."),
    "code",
)
CENSUS = {
    "name": Question("name", _("Your name"), _("First name and family name."), autocomplete="name"),
    "birth_date": Question(
        "birth_date",
        _("Your date of birth"),
        _("For example 29/02/1980."),
        "date",
        autocomplete="bday",
    ),
    "postcode": Question(
        "postcode", _("Your postcode"), "", "postcode", autocomplete="postal-code"
    ),
}


def questions_for(eligibility: Mapping[str, Any]) -> tuple[Question, ...]:
    """The fields to ask, in order; none for a vote by e-mail alone."""
    kind = kind_of(eligibility)
    found: list[Question] = []
    if kind.name == "code":
        found.append(CODE)
    if kind.name == "census":
        found += [CENSUS[name] for name in eligibility.get("fields", CENSUS)]
    area = eligibility.get("area")
    if area and not eligibility.get("area_known"):
        found += [_area(area)] if not _asked(found, area) else []
    return tuple(found)


def _asked(found: list[Question], area: Mapping[str, Any]) -> bool:
    """A list that asks for the postcode need not be asked for it twice."""
    return area["by"] == "postcode" and any(question.name == "postcode" for question in found)


def _area(area: Mapping[str, Any]) -> Question:
    if area["by"] == "postcode":
        return CENSUS["postcode"]
    names = tuple((name, name) for name in area["names"])
    return Question("district", _("Your district"), "", "choice", names)
