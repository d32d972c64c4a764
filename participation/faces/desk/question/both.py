"""Two versions of a form side by side: what a colleague stored meanwhile, and what was typed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from portal.templatetags.words import moment, weekday

Words = tuple[str, str, str, str]


def both_versions(stored: forms.Form, typed: forms.Form) -> list[Words]:
    """(label, language, stored, typed) of each field that differs; "" where it has no language.

    stored: a fresh form of what is stored now. typed: the one that was refused, and can be read.
    """
    rows = []
    for name, field in stored.fields.items():
        if field.widget.is_hidden or name == "reason":
            continue
        theirs = _shown(field, stored.get_initial_for_field(field, name))
        yours = _shown(field, typed.cleaned_data.get(name))
        if theirs != yours:
            rows.append((str(field.label), field.widget.attrs.get("lang", ""), theirs, yours))
    return rows


def _shown(field: forms.Field, value: Any) -> str:
    """A value as a reader knows it: a choice by its label, a date in words."""
    if value is None or value == "":
        return ""
    if isinstance(value, dt.datetime):
        return moment(value)
    if isinstance(value, dt.date):
        return weekday(value)
    labels = {str(key): label for key, label in getattr(field, "choices", ())}
    return str(labels.get(str(value), value)).replace("\r\n", "\n").strip()
