"""Changes of a question in the reader's words: for its history, its feed and mails."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.eligibility import KINDS
from participation.models import Change
from participation.tallies.catalogue import RULES
from participation.tallies.rule import Setting
from portal.multilingual import pick
from portal.templatetags.words import moment, money, weekday

LABELS: dict[str, str | Promise] = {
    "question": gettext_lazy("Question"),
    "summary": gettext_lazy("In one sentence"),
    "background": gettext_lazy("Background"),
    "can_change": gettext_lazy("Your voice can change"),
    "cannot_change": gettext_lazy("It cannot change"),
    "decision_maker": gettext_lazy("Who decides"),
    "promise": gettext_lazy("What the city promises"),
    "decision_date": gettext_lazy("Day of the decision"),
    "area": gettext_lazy("The area on the map"),
    "inform.opens": gettext_lazy("Information begins"),
    "inform.closes": gettext_lazy("Information ends"),
    "discuss.opens": gettext_lazy("Discussion opens"),
    "discuss.closes": gettext_lazy("Discussion closes"),
    "vote.opens": gettext_lazy("Voting opens"),
    "vote.closes": gettext_lazy("Voting closes"),
    "result.opens": gettext_lazy("The result is shown from"),
    "result.closes": gettext_lazy("The result is shown until"),
    "name": gettext_lazy("Name"),
    "option_summary": gettext_lazy("In one sentence"),
    "scenario": gettext_lazy("Scenario"),
    "cost": gettext_lazy("Cost"),
    "option": gettext_lazy("An option comes or goes"),
    "rule": gettext_lazy("How votes are counted"),
    "eligibility": gettext_lazy("Who may vote"),
}
PROMISES: dict[str, str | Promise] = {
    "inform": gettext_lazy("To keep you informed"),
    "consult": gettext_lazy("To listen and to say how it decided"),
    "involve": gettext_lazy("To work your wishes into the options"),
    "collaborate": gettext_lazy("To work out the decision with you"),
}
# What people are asked for besides their name, where the city has a list.
ASKED: dict[str, str | Promise] = {
    "birth_date": gettext_lazy("Date of birth"),
    "postcode": gettext_lazy("Postcode"),
}
ROLES: dict[str, str | Promise] = {
    "official": gettext_lazy("an official of the city"),
    "planner": gettext_lazy("a planner of the city"),
    "operator": gettext_lazy("an operator of the site"),
}


@dataclass(frozen=True)
class Line:
    """One thing that changed. language: of the two texts, "" where they are the reader's."""

    label: str
    language: str
    old: str
    new: str


def role_of(change: Change) -> str:
    """Who changed it, as a role."""
    return str(ROLES.get(change.role, _("the site itself")))


def lines_of(change: Change, *, dates_only: bool = False) -> list[Line]:
    """What changed, line by line; a text has one for each language that changed."""
    found = [line for piece in change.pieces for line in _lines(piece)]
    dates = {str(label) for what, label in LABELS.items() if "." in what or what.endswith("_date")}
    return [line for line in found if line.label in dates] if dates_only else found


def _lines(piece: Mapping[str, Any]) -> list[Line]:
    what, old, new = str(piece["what"]), piece["old"], piece["new"]
    label = str(LABELS.get(what, what))
    if "option" in piece:
        told = {"option": pick(piece["option"]), "what": label}
        label = _("Option “%(option)s”, %(what)s") % told
    if what in _TEXTS:
        return _texts(label, old or {}, new or {})
    return [Line(label, "", _said(what, old), _said(what, new))]


_TEXTS = {
    *("question", "summary", "background", "can_change", "cannot_change", "decision_maker"),
    *("name", "option_summary"),
}


def _texts(label: str, old: Mapping[str, str], new: Mapping[str, str]) -> list[Line]:
    names = dict(settings.LANGUAGES)
    return [
        Line(
            f"{label} ({_(str(names.get(code, code)))})", code, old.get(code, ""), new.get(code, "")
        )
        for code in dict.fromkeys([*names, *old, *new])
        if old.get(code, "") != new.get(code, "")
    ]


def _said(what: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if what.endswith((".opens", ".closes")):
        return moment(dt.datetime.fromisoformat(value))
    plain = {
        "decision_date": lambda day: weekday(dt.date.fromisoformat(day)),
        "promise": lambda name: str(PROMISES.get(name, name)),
        "area": lambda size: _("%(size)s km²") % {"size": size},
        "cost": money,
        "scenario": _scenario,
        "option": _option,
        "rule": _rule,
        "eligibility": _eligibility,
    }
    return str(plain.get(what, str)(value))


def _scenario(value: Mapping[str, Any]) -> str:
    return f"{pick(value['name'])} (r{value['revision']})"


def _option(value: Mapping[str, Any]) -> str:
    told = [pick(value["name"]), pick(value["summary"]), _scenario(value["scenario"])]
    cost = [] if value["cost"] is None else [money(value["cost"])]
    return "\n".join(filter(None, [*told, *cost]))


def _rule(value: Mapping[str, Any]) -> str:
    rule = RULES.get(value["rule"])
    if rule is None:
        return ""
    chosen = [(one, value["settings"].get(one.name, one.default)) for one in rule.settings]
    lines = [
        f"{_(one.label)}{_(':')} {told}" for one, given in chosen if (told := setting(one, given))
    ]
    return "\n".join([_(rule.title), *lines])


def _eligibility(value: Mapping[str, Any]) -> str:
    kind = KINDS.get(str(value.get("kind")))
    area = value.get("area") or {}
    residents = area.get("residents", {})
    names = [
        f"{one} ({residents[one]})" if one in residents else one for one in area.get("names", ())
    ]
    asked = [str(ASKED[one]) for one in value.get("fields", ()) if one in ASKED]
    said = ", ".join(value.get("values", ()))
    if value.get("claim"):
        said = f"{value['claim']}{_(':')} {said}"
    told = [str(kind.title) if kind else "", ", ".join(asked), ", ".join(names), said]
    return "\n".join(filter(None, told))


def setting(one: Setting, value: Any) -> str:
    """A stored setting of a rule in words; "" where it is not set."""
    if one.kind == "yes":
        return _("yes") if value else _("no")
    if one.kind == "choice":
        return _(dict(one.choices).get(value, ""))
    if value is None or value == "":
        return ""
    if one.kind == "money":
        return str(money(Fraction(str(value))))
    if value == one.default == 0:
        return _("none")
    return f"{value} %" if one.kind == "percent" else str(value)
