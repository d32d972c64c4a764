"""What a planner fills in to change a plan: what, where, and no more than its kind asks for.

Works without a map and without JavaScript; all that differs by kind comes from `twin.edits`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.errors import BadInput, CivicError
from portal.templatetags.words import number
from twin.citystate import CityState
from twin.edits import KINDS, Piece, Question, Street, Where
from twin.faces.plans.fields import field_of

Made = tuple[str, dict[str, Any], str | None]
"""An edit's kind, its parameters, and its geometry as GeoJSON text where it has one."""


class ChangeForm(forms.Form):
    """A change. street: the one that is to be changed, where it is about pieces of one.

    act: what the form sends to say which of the page's forms it is. where: the field that stands
    for the place.
    """

    act = ""
    where = ""
    kind = forms.ChoiceField(
        label=gettext_lazy("What should change"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what should change.")},
    )

    def __init__(
        self, data: QueryDict | None = None, *, street: Street | None = None, **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.street = street
        self.offered = {one.name: one for one in questions(on_street=street is not None)}
        _choose(self.fields["kind"], [(one.name, one.label) for one in self.offered.values()])
        source = self.initial if data is None else data
        self.question = self.offered.get(str(source.get("kind", "")))
        for parameter in self.question.asks(street) if self.question else ():
            self.fields[parameter.name] = field_of(parameter)

    @classmethod
    def asking(cls, data: QueryDict, *, street: Street | None = None) -> ChangeForm:
        """The form for the kind that was chosen, with the place that was given and nothing else.

        What was typed about another kind may have the same name and mean another thing.
        """
        kept: dict[str, Any] = {name: data[name] for name in ("kind", "drawn") if name in data}
        if cls.where in data:
            kept[cls.where] = data.getlist("pieces") if street else data[cls.where]
        return cls(street=street, initial=kept)

    @property
    def asked(self) -> list[BoundField]:
        """The fields of the kind that was chosen."""
        chosen = self.question.asks(self.street) if self.question else ()
        return [self[parameter.name] for parameter in chosen]

    @property
    def others(self) -> Iterator[tuple[Question, list[BoundField]]]:
        """Every other kind with its fields, for a script to show once it is chosen."""
        for name, question in self.offered.items():
            if question != self.question:
                form = type(self)(street=self.street, initial={"kind": name})
                yield question, form.asked

    def change(self, city: CityState) -> Made:
        """The edit for the verb that adds it. city: the base of the plan. Raises BadInput."""
        if self.question is None:
            raise BadInput(_("Choose what should change."), field="kind")
        given = {field.name: self.cleaned_data[field.name] for field in self.asked}
        # What was left open is left out, for its default to be taken.
        values = {name: value for name, value in given.items() if value is not None}
        params, geometry = self.question.answer(values, self.place(), city)
        return self.question.kind.name, params, geometry

    def place(self) -> Where:
        """The place that was given."""
        raise NotImplementedError

    def put_error(self, error: CivicError) -> None:
        """Show what a verb refused at the field it is about."""
        places = ("streets", "geometry")
        name = error.field if error.field in self.fields else None
        self.add_error(self.where if error.field in places else name, str(error))


def questions(*, on_street: bool) -> list[Question]:
    """The ways to ask for every kind: those about a street that was found, or those drawn."""
    every = (question for _name, kind in KINDS.items() for question in kind.questions)
    return [question for question in every if bool(question.drawn) != on_street]


class StreetForm(ChangeForm):
    """A change to pieces of one street."""

    act = "add_street"
    where = "pieces"
    pieces = forms.MultipleChoiceField(
        label=gettext_lazy("Between which crossings"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one piece of the street.")},
    )

    def __init__(self, data: QueryDict | None = None, *, street: Street, **more: Any) -> None:
        # The form for what is drawn stands on the same page and has fields of the same names.
        super().__init__(data, street=street, auto_id="id_street_%s", **more)
        _choose(self.fields["pieces"], [(one.urn, _piece_words(one)) for one in street.pieces])
        self.fields["pieces"].initial = [piece.urn for piece in street.pieces if piece.car]
        self.known = street

    def place(self) -> Where:
        """The pieces that were chosen, in the street's order."""
        chosen = set(self.cleaned_data["pieces"])
        return Where(pieces=tuple(one for one in self.known.pieces if one.urn in chosen))


class DrawnForm(ChangeForm):
    """What is drawn, or written down by places."""

    act = "add_ground"
    where = "places"
    places = forms.CharField(
        label=gettext_lazy("Places"),
        help_text=gettext_lazy(
            "One a line: latitude, longitude, such as 47.2138, -1.5545. For an area, the corners"
            " of its outline in order."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=100_000,
        required=False,
    )
    drawn = forms.CharField(widget=forms.HiddenInput, max_length=100_000, required=False)

    @property
    def pens(self) -> dict[str, tuple[str, ...]]:
        """What each change may be drawn as, GeoJSON types; a map's pen begins with the last."""
        return {name: question.drawn for name, question in self.offered.items()}

    def place(self) -> Where:
        """Places that were written down count before a shape that was drawn."""
        return Where(written=self.cleaned_data["places"] or self.cleaned_data["drawn"])


def _choose(field: forms.Field, choices: list[tuple[str, Any]]) -> None:
    if isinstance(field, forms.ChoiceField):
        field.choices = choices


def _piece_words(piece: Piece) -> str:
    says = {"start": piece.start, "end": piece.end, "metres": number(piece.metres)}
    if piece.start and piece.end:
        text = _("%(start)s to %(end)s, %(metres)s m") % says
    elif piece.start or piece.end:
        text = _("at %(street)s, %(metres)s m") % {**says, "street": piece.start or piece.end}
    else:
        text = _("%(metres)s m") % says
    return text if piece.car else _("%(piece)s (closed to cars)") % {"piece": text}
