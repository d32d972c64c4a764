"""The field in which officials say why they change what people have read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.faces.forms import Form
from participation.history import MOST_REASON


class ReasonField(forms.CharField):
    """A reason; whether one is needed is the verb's to say, once it knows what changes."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Why you change this, for everyone to read"),
            max_length=MOST_REASON,
            help_text=_(
                "People have read it as it is, so what was, what is and why stand in the public "
                "history. Name no people and no addresses."
            ),
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def validate(self, value: Any) -> None:
        """Storing what is there already changes nothing and needs no reason."""


def ask_reason(form: Form, begun: bool) -> Form:
    """Let `form` ask for a reason, last of all, if its question has `begun` (history.is_begun)."""
    if begun or form.add_prefix("reason") in form.data:
        form.fields.setdefault("reason", ReasonField())
    return form


def reason_of(form: Form) -> str:
    """What was typed as the reason."""
    return str(form.cleaned_data.get("reason", ""))


class RemovalForm(Form):
    """Taking an option off the list; asks for nothing but a reason, where one is needed."""
