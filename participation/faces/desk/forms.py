"""Forms of the desk: a question's texts in every language, and its options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from participation.editing import require_words
from participation.faces.forms import Form
from participation.models import Consultation, Option
from participation.retelling import PROMISES
from portal.errors import BadInput
from portal.multilingual import pick
from twin.door import Scenario

# What portal.markup reads.
FORMATTING = _(
    "You can write **bold**, *italic*, [a link](https://…), lists with “- ” and headings with “# ”."
)
TEXTS = {
    "question": (_("Question"), 2, _("As a neighbour would ask it.")),
    "summary": (_("In one sentence"), 2, ""),
    "background": (_("Background"), 8, FORMATTING),
    "can_change": (_("Your voice can change"), 3, FORMATTING),
    "cannot_change": (_("It cannot change"), 3, FORMATTING),
    "decision_maker": (_("Who decides"), 1, _("A named person or council.")),
}


class ManyLanguages(Form):
    """A form whose texts are asked once per language: fields `<name>_<code>`."""

    texts: Mapping[str, tuple[Any, int, Any]] = {}
    # Name of a text -> what stands beside its label in place of "optional".
    needed: Mapping[str, Any] = {}
    # Texts without which nothing is stored.
    must: Sequence[str] = ()

    def __init__(self, *args: Any, kept: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, rows, hint) in reversed(list(self.texts.items())):
            for code, language in reversed(settings.LANGUAGES):
                field = forms.CharField(
                    label=_("%(label)s (%(language)s)") % {"label": label, "language": language},
                    required=False,
                    help_text=hint,
                    initial=(kept or {}).get(name, {}).get(code, ""),
                    widget=forms.Textarea(attrs={"rows": rows, "lang": code})
                    if rows > 1
                    else forms.TextInput(attrs={"lang": code}),
                )
                field.needed = self.needed.get(name, "")  # type: ignore[attr-defined]
                self.fields: dict[str, forms.Field] = {f"{name}_{code}": field, **self.fields}

    def clean(self) -> dict[str, Any]:
        """With all else that is missing, not after it: a text that no language has."""
        said = super().clean() or {}
        for name in self.must:
            texts = {code: said.get(f"{name}_{code}", "") for code, _label in settings.LANGUAGES}
            try:
                if not any(f"{name}_{code}" in self.errors for code in texts):
                    require_words(texts, name)
            except BadInput as error:
                self.take(error)
        return said

    def told(self) -> dict[str, dict[str, str]]:
        """The texts as {"question": {"en": …, "fr": …}, …}."""
        return {
            name: {code: self.cleaned_data[f"{name}_{code}"] for code, _l in settings.LANGUAGES}
            for name in self.texts
        }

    def take(self, error: Any) -> None:
        """As Form.take; an error about a text stands at its first language."""
        first = f"{error.field}_{settings.LANGUAGES[0][0]}"
        if first in self.fields:
            self.add_error(first, str(error))
        else:
            super().take(error)


class QuestionForm(ManyLanguages):
    """A question's texts and promise. seen: the version that the editor saw."""

    texts = TEXTS
    needed = {
        "question": _("needed, in one language at least"),
        "decision_maker": _("needed before opening, in one language at least"),
    }
    must = ("question",)
    promise = forms.ChoiceField(label=_("What the city promises"), choices=list(PROMISES.items()))
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, of: Consultation | None = None, **kwargs: Any) -> None:
        kept = {name: getattr(of, name) for name in TEXTS} if of else {}
        super().__init__(data, kept=kept, **kwargs)
        if of is not None:
            self.whole = True
            self.fields["promise"].initial = of.promise
            self.fields["seen"].initial = of.edit_version

    def values(self) -> dict[str, Any]:
        """Keyword arguments for the verbs."""
        return {**self.told(), "promise": self.cleaned_data["promise"]}


class OptionForm(ManyLanguages):
    """An option: what it would do (a published scenario), its name and a sentence."""

    texts = {"name": (_("Name"), 1, ""), "summary": (_("In one sentence"), 2, "")}
    needed = {"name": _("needed, in one language at least")}
    must = ("name",)
    scenario = forms.ChoiceField(label=_("Scenario"))
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, scenarios: Sequence[Scenario], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._by_pk = {str(scenario.pk): scenario for scenario in scenarios}
        self.fields["scenario"].choices = [
            (pk, f"{pick(scenario.name)} (r{scenario.revision})")
            for pk, scenario in self._by_pk.items()
        ]

    @classmethod
    def of(cls, option: Option, scenarios: Sequence[Scenario], data: Any = None) -> OptionForm:
        """The form for an option that is stored, with what was typed, else with what is stored."""
        offered = [option.scenario, *(one for one in scenarios if one.pk != option.scenario_id)]
        form = cls(
            data,
            kept={"name": option.name, "summary": option.summary},
            initial={"scenario": str(option.scenario_id), "seen": option.edit_version},
            scenarios=offered,
            prefix=f"option-{option.pk}",
        )
        form.whole = True
        return form

    def chosen_scenario(self) -> Scenario:
        """The scenario that was picked."""
        return self._by_pk[self.cleaned_data["scenario"]]
