"""Forms around comments: filters, answers, reports, and the three steps of writing one."""

from __future__ import annotations

import secrets
from functools import partial
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from participation.faces.finding import STANCES, THEMES, Choice
from participation.faces.forms import Form
from participation.models import PublicComment
from participation.reasons import REPORTING
from portal.errors import CivicError
from portal.guard import MOST_CHARACTERS, clean_text, read_geojson
from twin.door import city_bounds, find_street

ABOUT_ALL = "all"
# A form with twice the longest text, in letters that take a form twelve bytes: what is a little
# too long comes back with a sentence, and nobody writes more by hand.
WORDS_BYTES = 24 * MOST_CHARACTERS + 10_000


def _titles(options: list[Choice]) -> list[tuple[str, str]]:
    return [(choice.key.lower(), choice.title) for choice in options]


class FilterForm(Form):
    """Which comments to list. Unknown values are left out, never an error."""

    option = forms.ChoiceField(label=_("Option"), required=False)
    stance = forms.ChoiceField(
        label=_("For or against"), required=False, choices=[("", _("All")), *STANCES.items()]
    )
    theme = forms.ChoiceField(
        label=_("Theme"), required=False, choices=[("", _("All")), *THEMES.items()]
    )
    cell = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def __init__(self, *args: Any, options: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["option"].choices = [("", _("All")), *_titles(options)]
        self._ids = {choice.key.lower(): choice.option.pk for choice in options}

    def narrow(self, rows: QuerySet[PublicComment]) -> QuerySet[PublicComment]:
        """`rows` that fit what was chosen."""
        if not self.is_bound:
            return rows
        self.is_valid()
        chosen = getattr(self, "cleaned_data", {})
        facts = {name: chosen[name] for name in ("stance", "theme", "cell") if chosen.get(name)}
        if chosen.get("option"):
            facts["option_id"] = self._ids[chosen["option"]]
        return rows.filter(**facts)


class ReplyForm(Form):
    """An answer to a comment."""

    once = forms.CharField(
        required=False,
        max_length=40,
        initial=partial(secrets.token_urlsafe, 12),
        widget=forms.HiddenInput,
    )
    text = forms.CharField(
        label=_("Your answer"),
        widget=forms.Textarea(attrs={"rows": 4, "class": "textarea"}),
        error_messages={"required": _("Write your answer first.")},
    )


class ReportForm(Form):
    """Why someone should look at a comment."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=list(REPORTING.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong with this comment.")},
    )


class PlaceForm(Form):
    """First step: where. geometry: GeoJSON from the map; street: a name from the list."""

    where = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[
            ("place", _("A place or a street")),
            ("home", _("My home (nobody sees where it is)")),
            ("all", _("The whole question")),
        ],
        widget=forms.RadioSelect,
        initial="place",
    )
    geometry = forms.CharField(required=False, widget=forms.HiddenInput)
    street = forms.CharField(label=_("Street"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        """With `place`, the geometry: drawn, or that of the street, or None."""
        chosen = super().clean() or self.cleaned_data
        chosen["place"] = None
        if chosen.get("where") in ("place", "home"):
            if not {"geometry", "street"} & set(self.data):
                # A place that did not come is not one that was taken off the map.
                self.add_error(None, _("A part of this form did not arrive. Load the page again."))
            try:
                chosen["place"] = _place(chosen.get("geometry", ""), chosen.get("street", ""))
            except CivicError as error:
                self.take(error)
        if chosen.get("where") == "place" and chosen["place"] is None and not self.errors:
            self.add_error("street", _("Mark the place on the map, or write the street's name."))
        return chosen


class WordsForm(Form):
    """Second step: the words, and what they are about."""

    text = forms.CharField(
        label=_("What do you want to say?"),
        help_text=_(
            "E-mail addresses, phone and account numbers, plates and house numbers are taken out "
            "by themselves."
        ),
        widget=forms.Textarea(attrs={"rows": 7, "class": "textarea", "data-count": ""}),
        error_messages={
            "required": _("Write a few words first."),
        },
    )
    option = forms.ChoiceField(label=_("Which option is it about?"), widget=forms.RadioSelect)
    stance = forms.ChoiceField(
        label=_("Are you for or against it?"),
        choices=list(STANCES.items()),
        widget=forms.RadioSelect,
        initial="neutral",
    )
    theme = forms.ChoiceField(label=_("Theme"), choices=list(THEMES.items()))

    def __init__(self, *args: Any, options: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["option"].choices = [
            *_titles(options),
            (ABOUT_ALL, _("The question as a whole")),
        ]
        self.fields["option"].initial = ABOUT_ALL

    def clean_text(self) -> str:
        """The text as it will be stored, but for what redaction takes out."""
        try:
            return clean_text(self.cleaned_data["text"])
        except CivicError as error:
            raise forms.ValidationError(str(error)) from error


def _place(geometry: str, street: str) -> str | None:
    """GeoJSON of what was drawn, else of the street with that name."""
    if geometry.strip():
        return str(read_geojson(geometry, within=city_bounds()).geojson)
    if street.strip():
        return str(find_street(street.strip()).geojson)
    return None
