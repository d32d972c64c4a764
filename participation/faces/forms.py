"""What every form of these pages shares."""

from __future__ import annotations

from django import forms

from portal.errors import CivicError


class Form(forms.Form):
    """A form that takes a verb's refusal to the field it is about, and keeps what was typed."""

    use_required_attribute = False

    def take(self, error: CivicError) -> None:
        """Show `error` at its field, or above the form."""
        field = error.field if error.field in self.fields else None
        self.add_error(field, str(error))
