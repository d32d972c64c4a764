"""The ballot of a question as a page draws it: its rows with their marks, and what they add up to.

One sheet serves every form of ballot: ticks (of options, or of projects that cost money), a
ranking, scores, grades and points.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.countable import ballot_choices
from participation.faces.finding import Choice, choices
from participation.faces.resident.vote import marks as writing
from participation.faces.resident.vote.basket import Basket
from participation.faces.resident.vote.marks import Marks
from participation.models import Consultation
from participation.tallies import content
from participation.tallies.catalogue import RULES
from participation.tallies.content import Flaw
from participation.tallies.rule import TallyRule
from portal.errors import BadInput, NotNow
from portal.templatetags.words import money

TITLES = {
    "ticks": gettext_lazy("Which options could you live with?"),
    "budget": gettext_lazy("Which projects should be paid for?"),
    "ranking": gettext_lazy("In which order would you put them?"),
    "scores": gettext_lazy("How much do you like each option?"),
    "grades": gettext_lazy("How good is each option?"),
    "points": gettext_lazy("How would you share out your points?"),
}


@dataclass(frozen=True)
class Row:
    """One option on the sheet. mark: as typed, "" for none. scale: (value, words) to choose from.

    wrong: what is the matter with the mark, "" if nothing is.
    """

    choice: Choice
    mark: str
    name: str
    scale: tuple[tuple[str, str], ...] = ()
    wrong: str = ""

    @property
    def is_baseline(self) -> bool:
        """Whether the option leaves things as they are."""
        return self.choice.option.is_baseline

    @property
    def cost(self) -> Decimal | None:
        """What it costs, where something is bought."""
        return self.choice.option.cost

    @property
    def cost_plain(self) -> str:
        """The cost as scripts read it."""
        return f"{self.cost or 0:f}"

    @property
    def said(self) -> str:
        """The mark in the words of the scale."""
        return self.said_of(self.mark)

    def said_of(self, mark: str) -> str:
        """A mark in the words of the scale."""
        return dict(self.scale).get(mark, mark)


@dataclass(frozen=True)
class Sheet:
    """A ballot as it stands. settings: of the rule, with defaults. rows: in published order."""

    rule: TallyRule
    settings: Mapping[str, Any]
    rows: tuple[Row, ...]
    abstain: bool = False

    @property
    def form(self) -> str:
        """ticks, ranking, scores, grades or points."""
        return self.rule.form

    @property
    def kind(self) -> str:
        """The form, and "budget" for ticks that cost money: names the template."""
        return "budget" if self.rule.budget else self.form

    @property
    def title(self) -> str:
        """The question that the sheet puts."""
        return str(TITLES[self.kind])

    @property
    def how(self) -> str:
        """How to fill it in."""
        return _(self.rule.how_to_vote)

    @property
    def marked(self) -> list[Row]:
        """The rows with a mark."""
        return [row for row in self.rows if row.mark]

    @property
    def unmarked(self) -> list[Row]:
        """The rows without one."""
        return [row for row in self.rows if not row.mark]

    @property
    def ranked(self) -> list[list[Row]]:
        """Rows by their place, those of one place together."""
        places: dict[int, list[Row]] = {}
        for row in self.marked:
            if row.mark.isdigit():
                places.setdefault(int(row.mark), []).append(row)
        return [places[place] for place in sorted(places)]

    @property
    def only_none(self) -> bool:
        """Whether "none of these" is all that is ticked in a budget."""
        return self.kind == "budget" and all(row.is_baseline for row in self.marked)

    @property
    def lowest(self) -> str:
        """What an option that is left out gets, in the words of the scale."""
        return next((row.said_of("0") for row in self.rows), "0")

    @property
    def basket(self) -> Basket | None:
        """What the marks add up to, where there is something to share out or a limit."""
        ticked = [row for row in self.marked if not row.is_baseline or self.kind != "budget"]
        most_ticks = int(self.settings.get("most_ticks") or 0)
        if self.kind == "budget":
            spent = sum((Fraction(row.cost or 0) for row in ticked), Fraction(0))
            most = content.money(self.settings["budget"])
            must_fit = bool(self.settings.get("within_budget"))
            return Basket("budget", len(ticked), spent, most, most_ticks, must_fit)
        if self.form == "points":
            given = sum(int(row.mark) for row in ticked if row.mark.isdigit())
            return Basket("points", len(ticked), Fraction(given), Fraction(self.settings["points"]))
        if most_ticks:
            return Basket("ticks", len(ticked), Fraction(0), Fraction(0), most_ticks)
        return None


def rule_of(consultation: Consultation) -> TallyRule:
    """The rule of a question; NotNow when it has none that we know."""
    if consultation.ballot_rule not in RULES:
        raise NotNow(_("There is no vote on this question."))
    return RULES[consultation.ballot_rule]


def sheet_of(
    consultation: Consultation, marks: Marks, wrong: Mapping[str, str] | None = None
) -> Sheet:
    """The sheet of a question with these marks. wrong: name of a field -> what is the matter."""
    rule = rule_of(consultation)
    options = choices(consultation)
    scale = _scale(rule.form, len(options))
    rows = []
    for choice in options:
        pk = choice.option.pk
        start = writing.PREFIX.get(rule.form)
        name = f"{start}-{pk}" if start else writing.TICK
        mark = marks.by_option.get(pk, "")
        rows.append(Row(choice, mark, name, scale, (wrong or {}).get(name, "")))
    return Sheet(rule, _filled(rule, consultation), tuple(rows), marks.abstain)


def checked(consultation: Consultation, marks: Marks) -> str:
    """The canonical text of the ballot; BadInput in the voter's words."""
    rule = rule_of(consultation)
    options = ballot_choices(consultation.options.all())
    given = writing.to_given(rule.form, marks)
    try:
        return rule.check(given, options, consultation.ballot_settings)
    except Flaw as flaw:
        raise BadInput(in_words(flaw), field=flaw.field) from flaw


def in_words(flaw: Flaw) -> str:
    """A flaw in the reader's language, amounts of money as they write them."""
    values = {
        name: money(value) if isinstance(value, Fraction) else value
        for name, value in flaw.values.items()
    }
    text = _(flaw.message)
    return text % values if values else text


def _filled(rule: TallyRule, consultation: Consultation) -> dict[str, Any]:
    try:
        return rule.filled(consultation.ballot_settings)
    except Flaw as flaw:
        raise NotNow(_("This vote is not set up yet. Come back later.")) from flaw


def _scale(form: str, options: int) -> tuple[tuple[str, str], ...]:
    if form == "scores":
        return tuple((str(n), str(n)) for n in range(content.HIGHEST + 1))
    if form == "grades":
        worded = list(enumerate(content.GRADE_WORDS))
        return tuple((str(number), _(word)) for number, word in reversed(worded))
    if form == "ranking":
        return tuple((str(n), str(n)) for n in range(1, options + 1))
    return ()
