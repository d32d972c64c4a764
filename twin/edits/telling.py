"""What an edit of any kind says: in a sentence, and on the map."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.gis.geos import GEOSGeometry

from twin.citystate import CityState
from twin.edits.catalogue import edit_kind
from twin.overlay import Change


def names_for(change: Change, state: CityState) -> dict[str, Any]:
    """The names that the sentence of `change` needs, as JSON values. state: the base."""
    return edit_kind(change.kind).facts(change, state)


def sentence(kind: str, params: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
    """What an edit does, in the active language: "Rue X: closed to cars between A and B".

    kind, params: as stored with the edit. facts: what `names_for` found.
    """
    return edit_kind(kind).sentence(params, facts)


def marker(kind: str, params: Mapping[str, Any]) -> str:
    """What stands beside an edit on the map, in the active language."""
    return edit_kind(kind).marker(params)


def drawn(
    kind: str, params: Mapping[str, Any], geometry: GEOSGeometry | None
) -> GEOSGeometry | None:
    """What the map draws of an edit (EPSG:4326); None for the things that it is `about`."""
    return edit_kind(kind).drawn(params, geometry)


def about(kind: str, params: Mapping[str, Any]) -> list[str]:
    """URNs of the things that an edit is about; none for what is drawn."""
    things = edit_kind(kind).about
    return things.named(params) if things else []
