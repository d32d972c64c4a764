"""What is typed at the queue: what to show, a decision, why to look again."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.faces.finding import THEMES
from participation.faces.forms import Form, LongSelect
from participation.models import Consultation
from participation.moderation import Filters
from participation.reasons import HIDING
from portal.multilingual import pick

WHY = {
    "new": gettext_lazy("New"),
    "reported": gettext_lazy("Reported"),
    "held": gettext_lazy("Held by the filter"),
}


class QueueFilter(Form):
    """What of the queue to show."""

    why = forms.ChoiceField(
        label=gettext_lazy("Why"), required=False, choices=[("", gettext_lazy("All")), *WHY.items()]
    )
    theme = forms.ChoiceField(
        label=gettext_lazy("Theme"),
        required=False,
        choices=[("", gettext_lazy("All")), *THEMES.items()],
    )
    consultation = forms.ChoiceField(
        label=gettext_lazy("Question"), required=False, widget=LongSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = Consultation.objects.values_list("slug", "question")
        self.fields["consultation"].choices = [
            ("", _("All")),
            *((slug, pick(question)) for slug, question in names),
        ]

    def chosen(self) -> Filters:
        """The filters; unknown values are left out."""
        if not self.is_bound:
            return Filters()
        self.is_valid()
        kept = {name: self.cleaned_data.get(name) or "" for name in self.fields}
        return Filters(**kept)


class NumberedRadios(forms.RadioSelect):
    """Radio buttons that the keys 1, 2, 3… press."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """As Django's, with its key."""
        option = super().create_option(*args, **kwargs)
        option["attrs"]["data-key"] = str(int(option["index"]) + 1)
        return option


class SeenField(forms.IntegerField):
    """The version of the comment that the page showed."""

    widget = forms.HiddenInput
    default_error_messages: ClassVar[dict[str, Any]] = dict.fromkeys(
        ("required", "invalid", "min_value", "max_value"),
        gettext_lazy("A part of this form did not arrive. Load the page again."),
    )

    def __init__(self) -> None:
        super().__init__(min_value=0, max_value=2**31 - 1)


class RulingForm(Form):
    """Keep, or hide with a reason, and a note for the author; on the state that was looked at."""

    seen = SeenField()
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason, if you hide it"),
        required=False,
        choices=[(code, name) for code, (name, _sentence) in HIDING.items()],
        widget=NumberedRadios,
    )
    note = forms.CharField(
        label=gettext_lazy("Note to the author"),
        required=False,
        help_text=gettext_lazy("The author reads it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReopenForm(Form):
    """Why a comment that was dealt with should be looked at again."""

    seen = SeenField()
    why = forms.CharField(
        label=gettext_lazy("Why look at it again?"),
        help_text=gettext_lazy("Colleagues read it, the author does not."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
