"""Officials choose how votes are counted, with its settings and costs, and see the ballot."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation import consultations as verbs
from participation.ballots import has_ballots
from participation.countable import offered_rules, said
from participation.faces.finding import choices, known
from participation.faces.forms import Box, Form
from participation.faces.reason import ask_reason, reason_of
from participation.faces.resident.vote.marks import Marks
from participation.faces.resident.vote.sheet import Sheet, sheet_of
from participation.faces.signing import only
from participation.history import is_begun
from participation.models import Consultation
from participation.options import read_cost
from participation.retelling import setting as in_words
from participation.tallies.catalogue import RULES
from participation.tallies.content import Flaw
from participation.tallies.rule import MISSING, Setting, TallyRule
from portal.errors import BadInput, CivicError, Conflict, NotNow
from portal.roles import is_official
from portal.templatetags.words import money

FORM_WORDS = {
    "ticks": gettext_lazy("Voters tick options"),
    "ranking": gettext_lazy("Voters put options in order"),
    "scores": gettext_lazy("Voters give each option points from 0 to 5"),
    "grades": gettext_lazy("Voters give each option a grade"),
    "points": gettext_lazy("Voters spread points over the options"),
}


# Thousands in threes by one sign throughout, then cents after another one.
_AMOUNT = re.compile(r"([1-9]\d{0,2}([.,])\d{3}(?:\2\d{3})*|\d+)(?:(?!\2)[.,](\d{1,2}))?", re.ASCII)
_GAPS = re.compile(r"[\s'’]+")


def plain_amount(typed: str) -> str:
    """Money as people type it, as a plain number: "1999.5" of "1.999,5", "1,999.5", "1 999.5".

    Three digits after a sign are thousands, since cents are two; what is no amount is "?", which
    every reader refuses.
    """
    text = _GAPS.sub("", typed)
    found = _AMOUNT.fullmatch(text)
    if found is None:
        return text and "?"
    whole = found[1].replace(found[2], "") if found[2] else found[1]
    return f"{whole}.{found[3]}" if found[3] else whole


class RuleForm(Form):
    """The settings of one rule, and what each option costs where something is bought.

    seen: the version of the question that the editor saw.
    """

    whole = True
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, rule: TallyRule, of: Consultation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rule = rule
        self.told: dict[str, str] = {}
        kept = of.ballot_settings if of.ballot_rule == rule.name else {}
        for setting in rule.settings:
            self.fields[setting.name] = _field(setting, kept.get(setting.name, setting.default))
            self.told[_(setting.label)] = in_words(setting, kept.get(setting.name, setting.default))
        self.costs: dict[str, int] = {}
        for choice in choices(of) if rule.budget else ():
            if not choice.option.is_baseline:
                name = f"cost-{choice.option.pk}"
                self.costs[name] = choice.option.pk
                self.fields[name] = forms.CharField(
                    label=_("Cost of %(option)s") % {"option": choice.title},
                    error_messages={"required": _("Give this option a cost.")},
                    initial=_plain(choice.option.cost),
                    max_length=20,
                    widget=forms.TextInput(attrs={"inputmode": "decimal"}),
                )
                self.told[choice.title] = money(choice.option.cost or 0)
        self.fields["seen"].initial = of.edit_version

    def clean(self) -> dict[str, Any]:
        """Every setting and cost by its own check, each error at its field."""
        values = super().clean() or {}
        for setting in self.rule.settings:
            if setting.kind == "money":
                self.cleaned_data[setting.name] = plain_amount(
                    self.cleaned_data.get(setting.name, "")
                )
            self._read(setting.name, setting.read)
        for name in self.costs:
            self._read(name, lambda given: read_cost(plain_amount(given)))
        return values

    def _read(self, name: str, reader: Callable[[Any], Any]) -> None:
        if name in self.errors:
            return
        try:
            self.cleaned_data[name] = reader(self.cleaned_data.get(name, ""))
        except Flaw as flaw:
            self.add_error(name, said(flaw))
        except BadInput as error:
            self.add_error(name, str(error))

    def settings(self) -> dict[str, Any]:
        """The settings as typed and checked."""
        return {one.name: self.cleaned_data[one.name] for one in self.rule.settings}

    def prices(self) -> dict[int, Any]:
        """Option id -> cost."""
        return {pk: self.cleaned_data[name] for name, pk in self.costs.items()}


def _plain(amount: Any) -> Any:
    """An amount as people type it: without cents where there are none."""
    text = str(amount if amount is not None else "")
    return text.removesuffix(".00")


def _field(setting: Setting, kept: Any) -> forms.Field:
    """A form field for a setting; what is right for it, Setting.read alone knows."""
    words = {
        "label": _(setting.label),
        "help_text": _(setting.help) if setting.help else "",
        "initial": "" if kept == setting.default == 0 else _plain(kept),
        "required": False,
    }
    if setting.kind == "yes":
        return forms.BooleanField(**words | {"initial": kept, "widget": Box})
    if setting.kind == "choice":
        rows = [(value, _(label)) for value, label in setting.choices]
        words["required"] = True
        return forms.ChoiceField(choices=rows, widget=forms.RadioSelect, **words)
    keys = "decimal" if setting.kind == "money" else "numeric"
    box = forms.TextInput(attrs={"inputmode": keys})
    if setting.default is None:
        words["required"] = True
        words["error_messages"] = {"required": _(MISSING)}
    return forms.CharField(widget=box, max_length=20, **words)


@only(is_official)
def rule(request: HttpRequest, slug: str) -> HttpResponse:
    """The rules to choose from, or with ?rule= one of them with its settings; POST stores it."""
    found = known(slug, request)
    if request.method == "POST" and request.POST.get("rule") not in RULES:
        raise BadInput(_("Choose how the votes are counted."))
    name = request.POST.get("rule") or request.GET.get("rule") or found.ballot_rule
    if name not in RULES:
        name = next(iter(RULES))
    chosen = RULES[name]
    if request.method != "POST":
        return _page(request, found, RuleForm(rule=chosen, of=found))
    form = RuleForm(request.POST, rule=chosen, of=found)
    ask_reason(form, is_begun(found))
    if not form.is_valid():
        return _page(request, found, form, status=400)
    try:
        verbs.set_rule(
            actor=request.user,
            consultation=found,
            seen_version=form.cleaned_data["seen"],
            rule=name,
            settings=form.settings(),
            costs=form.prices(),
            reason=reason_of(form),
        )
    except CivicError as error:
        form.take(error)
        if isinstance(error, Conflict):
            form.data = form.data.copy()  # type: ignore[union-attr]
            form.data["seen"] = str(Consultation.objects.get(pk=found.pk).edit_version)
        return _page(request, found, form, status=error.status)
    messages.success(request, _("The way of counting is stored. Look at the ballot below."))
    return redirect("desk-rule", slug=slug)


def _page(
    request: HttpRequest, consultation: Consultation, form: RuleForm, status: int = 200
) -> HttpResponse:
    stored = consultation.ballot_rule == form.rule.name
    ask_reason(form, is_begun(consultation))
    context = {
        "consultation": consultation,
        "form": form,
        "chosen": form.rule,
        "stored": stored,
        "rules": offered_rules(),
        "asks": FORM_WORDS[form.rule.form],
        "fixed": consultation.is_over or has_ballots(consultation),
        "sheet": _preview(consultation, form.rule),
        "missing": verbs.rule_flaws(consultation) if stored else [],
    }
    return render(request, "participation/desk/rule.html", context, status=status)


def _preview(consultation: Consultation, chosen: TallyRule) -> Sheet | None:
    """The ballot as voters would see it; None while its settings are not complete."""
    if consultation.ballot_rule != chosen.name:
        consultation.ballot_rule, consultation.ballot_settings = chosen.name, {}
    try:
        return sheet_of(consultation, Marks())
    except NotNow:
        return None
