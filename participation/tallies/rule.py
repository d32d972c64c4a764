"""What a rule is: its words, its settings, and how it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from participation.tallies import content
from participation.tallies.content import Choice, Flaw
from participation.tallies.laws import Law
from participation.tallies.outcome import Tally
from portal.marking import gettext_noop as _

Contents = Mapping[str, int] | Iterable[tuple[str, int]]
"""Canonical texts and how many ballots say each: a mapping, or pairs that are read once."""
MISSING = _("Fill this in: the votes cannot be counted without it.")
Count = Callable[[Contents, Sequence[Choice], Mapping[str, Any]], Tally]


@dataclass(frozen=True)
class Setting:
    """One thing an official may set. default None: it must be given.

    kind: "number" (whole), "money" (exact, as text), "percent" (whole), "choice", "yes" (or no).
    least, most: limits of a number. choices: (value, label) pairs. optional: empty is allowed.
    """

    name: str
    kind: str
    label: str
    help: str = ""
    default: int | str | bool | None = None
    least: int = 0
    most: int | None = None
    choices: tuple[tuple[str, str], ...] = ()

    def read(self, given: object) -> int | str | bool:
        """The value as stored; raises Flaw (field: the setting's name) in words."""
        if given is None or given == "":
            if self.default is None:
                raise Flaw(MISSING, self.name)
            return self.default
        if self.kind == "yes":
            return self._yes(given)
        if self.kind == "choice":
            return self._choice(given)
        return self._amount(given) if self.kind == "money" else self._number(given)

    def _yes(self, given: object) -> bool:
        if not isinstance(given, bool):
            raise Flaw(_("Choose yes or no."), self.name)
        return given

    def _choice(self, given: object) -> str:
        if given not in [value for value, _label in self.choices]:
            raise Flaw(_("Choose one of the list."), self.name)
        return str(given)

    def _amount(self, given: object) -> str:
        text = str(given).strip().replace(" ", "").replace(",", ".")
        whole, _dot, cents = text.partition(".")
        digits = whole + cents
        if not (digits.isascii() and digits.isdigit()) or len(whole) > 12 or len(cents) > 2:
            raise Flaw(_("Write an amount of money, such as 250000 or 1999.50."), self.name)
        amount = Fraction(text)
        if amount < self.least:
            raise Flaw(
                _("Write %(least)s or more."),
                self.name,
                least=self.least,
            )
        return str(amount) if amount.denominator == 1 else f"{float(amount):.2f}"

    def _number(self, given: object) -> int:
        text = str(given).strip()
        if isinstance(given, bool) or not (text.isascii() and text.isdigit()) or len(text) > 9:
            raise Flaw(_("Write a whole number."), self.name)
        most = 100 if self.kind == "percent" else self.most
        if int(text) < self.least or (most is not None and int(text) > most):
            raise Flaw(
                _("Write a number from %(least)s to %(most)s.")
                if most is not None
                else _("Write %(least)s or more."),
                self.name,
                **({"least": self.least} | ({} if most is None else {"most": most})),
            )
        return int(text)


@dataclass(frozen=True)
class TallyRule:
    """A rule and its words: title, how to vote, how it is counted, ties, its known weakness.

    form: of its ballots (content.FORMS). budget: options have costs and several may win. unsure:
    what else keeps a vote by this rule from being counted for certain. breaks: laws that it is
    known not to keep; its weakness or its words on ties tell them. needs_every_ballot: it cannot be
    counted from sums, so its bundle shows all ballots, rare ones too, and says what follows.
    """

    name: str
    form: str
    title: str
    how_to_vote: str
    how_counted: str
    ties: str
    weakness: str
    counter: Count
    settings: tuple[Setting, ...] = ()
    budget: bool = False
    unsure: Callable[[Sequence[Choice], Mapping[str, Any]], list[Flaw]] | None = None
    breaks: frozenset[Law] = frozenset()
    needs_every_ballot: bool = False

    def keeps(self, law: Law) -> bool:
        """Whether a law of rules with one winner holds for it."""
        return not self.budget and law not in self.breaks

    def filled(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """All settings, checked, with defaults for those not given; others are left out.

        Raises Flaw with the setting's name as its field.
        """
        return {one.name: one.read(given.get(one.name)) for one in self.settings}

    def check(
        self, given: Mapping[str, Any], choices: Sequence[Choice], settings: Mapping[str, Any]
    ) -> str:
        """As content.check, with this rule's form and settings."""
        return content.check(self.form, given, choices, self.filled(settings))

    def longest(self, choices: Sequence[Choice], settings: Mapping[str, Any]) -> int:
        """As content.longest, with this rule's form and settings."""
        return content.longest(self.form, choices, self.filled(settings))

    def count(
        self, contents: Contents, choices: Sequence[Choice], settings: Mapping[str, Any]
    ) -> Tally:
        """The tally of canonical texts; choices in published order.

        Raises ValueError on a text that is no ballot of this vote, Flaw on settings.
        """
        return self.counter(contents, choices, self.filled(settings))

    def flaws(self, choices: Sequence[Choice], settings: Mapping[str, Any]) -> list[Flaw]:
        """What keeps a vote by this rule from opening; field: a setting, or "cost-<id>"."""
        found = []
        for one in self.settings:
            try:
                one.read(settings.get(one.name))
            except Flaw as flaw:
                found.append(flaw)
        if self.budget and not found:
            found = _cost_flaws(choices, Fraction(str(settings["budget"])))
        if self.unsure and not found:
            found = self.unsure(choices, settings)
        return found


def _cost_flaws(choices: Sequence[Choice], budget: Fraction) -> list[Flaw]:
    found = []
    projects = [one for one in choices if not one.is_baseline]
    for one in projects:
        if one.cost is None:
            found.append(Flaw(_("Give this option a cost."), f"cost-{one.id}"))
    known = [one.cost for one in projects if one.cost is not None]
    if known and min(known) > budget:
        found.append(Flaw(_("The budget pays for none of the options. Correct one."), "budget"))
    if known and len(known) == len(projects) and sum(known) <= budget:
        found.append(
            Flaw(_("The budget pays for all options, so there is nothing to choose."), "budget")
        )
    return found
