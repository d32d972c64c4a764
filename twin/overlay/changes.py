"""What a typed change is, and what several kinds of change do alike (pure: no Django).

The changes themselves stand in `twin.edits.kinds`, each beside all else that is said of its kind.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import lru_cache
from typing import ClassVar, Protocol

import pyproj

from twin.overlay.draft import Draft, Reason

LonLat = tuple[float, float]


class Change(Protocol):
    """One typed change: a frozen dataclass whose fields are its canonical form."""

    kind: ClassVar[str]

    def make(self, draft: Draft) -> None:
        """Write the change to `draft`; what cannot be done is refused there by entity."""
        ...


def canonical(change: Change) -> str:
    """The one JSON text of a change: equal changes give equal texts on every machine."""
    fields = {"kind": change.kind, **asdict(change)}  # type: ignore[call-overload]
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def set_on_streets(
    draft: Draft, streets: tuple[str, ...], column: str, value: float | str | bool
) -> None:
    """Give every street that cars may use a new value in one column."""
    for urn in streets:
        row = draft.find("street", urn)
        if row is None:
            continue
        if not draft.value("street", "car", row):
            draft.refuse(urn, Reason.CLOSED)
        elif draft.value("street", column, row) == value:
            draft.refuse(urn, Reason.SAME)
        else:
            draft.write("street", column, row, value)


@lru_cache(maxsize=4)
def to_metric(crs: str) -> pyproj.Transformer:
    """From longitude and latitude (EPSG:4326) to the city's metres."""
    return pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)
