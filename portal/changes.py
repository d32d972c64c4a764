"""What an act changed, as the audit log keeps it: named fields, each before and after.

Words of people are kept by reference only: see decisions/0024.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Model

from portal.logs import masked
from portal.multilingual import pick

LONGEST = 300
Changes = dict[str, list[Any]]


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> Changes:
    """The fields that differ: name -> [before, after], None where there was or is none.

    A text in several languages is one field for each: "summary.fr".
    """
    old, new = _flat(before), _flat(after)
    return {
        name: [kept(old.get(name)), kept(new.get(name))]
        for name in sorted({*old, *new})
        if old.get(name) != new.get(name)
    }


def unsaved(thing: Model, fields: Iterable[str]) -> Changes:
    """Which of `fields` saving `thing` would change; one query, before the save, under its lock."""
    stored = type(thing)._base_manager.get(pk=thing.pk)
    return changed(values_of(stored, fields), values_of(thing, fields))


def values_of(thing: Model, fields: Iterable[str]) -> dict[str, Any]:
    """The named fields of `thing` as `changed` compares them."""
    return {name: getattr(thing, name) for name in fields}


def named(thing: Model) -> str:
    """Kind and title, such as: option “Car-free”; without a title, its number."""
    kind, title = thing._meta.verbose_name, getattr(thing, "audit_title", "")
    return f"{kind} “{kept(title)}”" if title else f"{kind} {thing.pk}"


def kept(value: Any) -> Any:
    """A value as it may stand in the log: addresses, places and codes masked, long texts by digest.

    Shapes are kept by digest only.
    """
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Model):
        return f"{named(value)} (number {value.pk})"
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, GEOSGeometry):
        return f"a shape (SHA-256 {_digest(value.wkt)})"
    if isinstance(value, Mapping):
        return {str(name): kept(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [kept(one) for one in value]
    text = str(value)
    if len(text) <= LONGEST:
        return masked(text)
    return f"{masked(text[:LONGEST])}… ({len(text)} characters, SHA-256 {_digest(text)})"


def title_of(texts: Mapping[str, str] | None) -> str:
    """A title in the site's own language, whoever is reading or writing."""
    return pick(texts, settings.LANGUAGE_CODE)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _flat(values: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            found |= {f"{name}.{key}": one for key, one in value.items()}
        else:
            found[name] = value
    return found
