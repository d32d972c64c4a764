"""What every form of these pages shares."""

from __future__ import annotations

from html import escape
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from portal.errors import CivicError


class Form(forms.Form):
    """A form that takes a verb's refusal to the field it is about, and keeps what was typed.

    whole: it edits what is stored. A browser sends an emptied field as empty; one that did not
    arrive at all was not emptied by anybody, and must not empty what is stored.
    """

    use_required_attribute = False
    whole = False

    def full_clean(self) -> None:
        """As Django's; of a whole form, every field must have arrived."""
        plain = forms.Field.default_error_messages["required"]
        # Now and not at the beginning: many a form adds fields after it. What one says is kept.
        for field in self.fields.values():
            if field.error_messages["required"] is plain:
                field.error_messages["required"] = _("Fill this in.")
        super().full_clean()
        # A reason may be asked for since the page was loaded; the verb then says so itself.
        stored = [name for name in self.fields if name != "reason"]
        if self.whole and self.is_bound and any(map(self._lost, stored)):
            self.add_error(None, _("A part of this form did not arrive. Load the page again."))

    def _lost(self, name: str) -> bool:
        widget, key = self.fields[name].widget, self.add_prefix(name)
        if isinstance(widget, forms.RadioSelect):
            # Of buttons, a browser sends nothing while none is pressed; one cannot be let go again.
            return key not in self.data and self._was_pressed(name)
        return bool(widget.value_omitted_from_data(self.data, self.files, key))

    def _was_pressed(self, name: str) -> bool:
        """Whether the page showed one of these buttons pressed."""
        shown = self.get_initial_for_field(self.fields[name], name)
        return any(str(value) == str(shown) for value, _label in self.fields[name].choices)

    def take(self, error: CivicError) -> None:
        """Show `error` at its field, or above the form."""
        field = error.field if error.field in self.fields else None
        self.add_error(field, str(error))


class Box(forms.CheckboxInput):
    """A box that says that it was there: a browser says nothing of one that is not ticked."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Django's box behind a hidden field of the same name; of two values the last counts."""
        drawn = super().render(name, value, attrs, renderer)
        return format_html('<input type="hidden" name="{}" value="">{}', name, drawn)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether not even the hidden field came."""
        return name not in data


class Boxes(forms.CheckboxSelectMultiple):
    """As Box, of several; components/choices.html draws the hidden field."""

    says_so = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """What is ticked."""
        given = super().value_from_datadict(data, files, name)
        return [one for one in given if one] if isinstance(given, list) else given

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether not even the hidden field came."""
        return name not in data


class LongSelect(forms.Select):
    """A select of hundreds of choices without groups: Django renders two templates for each."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """As Django's; names of choices are text, never markup."""
        widget = self.get_context(name, value, attrs)["widget"]
        drawn = "".join(
            f'<option value="{escape(str(option["value"]))}"'
            f"{' selected' if option['selected'] else ''}>{escape(str(option['label']))}</option>"
            for _group, options, _place in widget["optgroups"]
            for option in options
        )
        tag = '<select name="{}"{}>{}</select>'
        # Each part of it is escaped just above.
        return format_html(tag, name, flatatt(widget["attrs"]), mark_safe(drawn))  # noqa: S308
