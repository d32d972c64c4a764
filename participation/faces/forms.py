"""What every form of these pages shares."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.errors import CivicError


class Form(forms.Form):
    """A form that takes a verb's refusal to the field it is about, and keeps what was typed."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain = forms.Field.default_error_messages["required"]
        for field in self.fields.values():
            # What a field says itself is kept.
            if field.error_messages["required"] is plain:
                field.error_messages["required"] = _("Fill this in.")

    def take(self, error: CivicError) -> None:
        """Show `error` at its field, or above the form."""
        field = error.field if error.field in self.fields else None
        self.add_error(field, str(error))
