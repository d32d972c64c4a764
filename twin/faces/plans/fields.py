"""Form fields out of an edit kind's parameters; one function a type of parameter, none a kind."""

from __future__ import annotations

from functools import singledispatch

from django import forms

from twin.edits.parameters import Choice, Line, Parameter, Whole


@singledispatch
def field_of(parameter: Parameter) -> forms.Field:
    """The field in which a parameter is filled in; TypeError for a type without one."""
    raise TypeError(f"no form field for {type(parameter).__name__} {parameter.name!r}")


@field_of.register
def _(parameter: Whole) -> forms.Field:
    widget = forms.NumberInput(attrs={"min": parameter.least, "max": parameter.most})
    return forms.IntegerField(
        label=parameter.label,
        initial=parameter.default if parameter.suggested is None else parameter.suggested,
        required=parameter.needed,
        error_messages=dict.fromkeys(("required", "invalid"), parameter.refused),
        widget=widget,
    )


@field_of.register
def _(parameter: Choice) -> forms.Field:
    return forms.ChoiceField(
        label=parameter.label,
        choices=parameter.options,
        initial=parameter.suggested or None,
        required=parameter.needed,
        error_messages=dict.fromkeys(("required", "invalid_choice"), str(parameter.refusal)),
        widget=forms.RadioSelect,
    )


@field_of.register
def _(parameter: Line) -> forms.Field:
    return forms.CharField(
        label=parameter.label,
        help_text=parameter.hint,
        max_length=parameter.most,
        required=parameter.needed,
    )
