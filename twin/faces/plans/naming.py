"""What a planner fills in to name a plan."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _


class NameForm(forms.Form):
    """A plan's name in every language of the site; one is enough."""

    def __init__(self, *args: Any, name: dict[str, str] | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        for code, label in settings.LANGUAGES:
            field = forms.CharField(
                label=_("Name in %(language)s") % {"language": label},
                max_length=120,
                required=False,
                initial=(name or {}).get(code, ""),
            )
            field.needed = _("needed, in one language at least")  # type: ignore[attr-defined]
            self.fields[f"name_{code}"] = field

    def texts(self) -> dict[str, str]:
        """Language -> name."""
        return {name.removeprefix("name_"): text for name, text in self.cleaned_data.items()}
