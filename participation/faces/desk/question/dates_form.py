"""The form of a question's calendar."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.calendars import faults, flaw_sentence, kept_dates
from participation.faces.finding import PHASES
from participation.faces.forms import Form
from participation.models import Consultation, Phase
from participation.phases import Row
from portal.clocks import change_at

LIKE_A_BROWSER = "%Y-%m-%dT%H:%M"


class Moment(forms.DateTimeField):
    """A day and an hour in the city's time; an hour that a clock change skips or doubles is told.

    Which of the two is meant, nobody could know; and a close must be one moment for everyone.
    """

    def to_python(self, value: Any) -> dt.datetime | None:
        """As Django's, but for hours that are no moment or two."""
        try:
            return super().to_python(value)
        except forms.ValidationError as error:
            if error.code != "ambiguous_timezone":
                raise
            # As it was read, in whichever way it was written.
            wall = (error.params or {})["datetime"]
            raise forms.ValidationError(_clocks(wall), code="clocks") from error


def _clocks(wall: dt.datetime) -> str:
    zone = timezone.get_default_timezone()
    change = change_at(wall, zone) if isinstance(zone, ZoneInfo) else None
    if change is None:
        return str(_("In that night the clocks change. Choose an hour earlier or later."))
    words = {
        "time": wall.strftime("%H:%M"),
        "before": change.before.strftime("%H:%M"),
        "after": change.after.strftime("%H:%M"),
        "last": (min(change.before, change.after) - dt.timedelta(minutes=1)).strftime("%H:%M"),
    }
    if change.is_forward:
        text = _(
            "In that night the clocks go forward from %(before)s to %(after)s, so there is no "
            "%(time)s. Choose %(last)s or earlier, or %(after)s or later."
        )
    else:
        text = _(
            "In that night the clocks go back from %(before)s to %(after)s, so %(time)s comes "
            "twice. Choose %(last)s or earlier, or %(before)s or later."
        )
    return str(text) % words


def _moment(label: Any) -> Moment:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LIKE_A_BROWSER)
    return Moment(label=label, required=False, widget=widget)


class DatesForm(Form):
    """When each phase opens and closes, in the city's time, and the day of the decision.

    A phase whose two dates are empty does not take place. seen: the version the editor saw.
    """

    whole = True
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, of: Consultation, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        stored = {phase.kind: phase for phase in of.phases.all()}
        for kind, label in PHASES.items():
            for name, words in (("opens", _("%(phase)s opens")), ("closes", _("%(phase)s closes"))):
                field = _moment(words % {"phase": label})
                field.initial = getattr(stored.get(kind), f"{name}_at", None)
                self.fields[f"{kind}_{name}"] = field
        self.fields["decision_date"] = forms.DateField(
            label=_("Day of the decision"),
            required=False,
            initial=of.decision_date,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        )
        self.fields["decision_date"].needed = _("needed before opening")  # type: ignore[attr-defined]
        self.fields["vote_closes"].needed = _("needed if there is a vote")  # type: ignore[attr-defined]
        self.fields["seen"].initial = of.edit_version
        self.kept = kept_dates(of)

    def clean(self) -> dict[str, Any]:
        """Every fault of the calendar, each at its date, once all dates can be read."""
        said = super().clean() or {}
        if not self.errors:
            day = said.get("decision_date")
            for flaw in faults(self._rows(), day, now=timezone.now(), kept=self.kept):
                self.add_error(flaw.field, flaw_sentence(flaw))
        return said

    def _rows(self) -> list[Row]:
        return [
            (kind.value, opens, closes)
            for kind in Phase.Kind.__members__.values()
            for opens, closes in [(self._at(f"{kind}_opens"), self._at(f"{kind}_closes"))]
            if opens or closes
        ]

    def _at(self, name: str) -> dt.datetime | None:
        """A date as it was typed; as it is stored, where only its seconds were not shown."""
        typed: dt.datetime | None = self.cleaned_data[name]
        stored = self.fields[name].initial
        same = stored and typed == stored.replace(second=0, microsecond=0)
        return stored if same else typed

    def spans(self) -> list[tuple[str, dt.datetime, dt.datetime | None]]:
        """(kind, opens, closes) of the phases that take place."""
        return [(kind, opens, closes) for kind, opens, closes in self._rows() if opens]
