"""What every connector gives: records with their sources, and what it left out (pure)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Protocol

Bounds = tuple[float, float, float, float]
Say = Callable[[str], None]
"""Called with a plain sentence about what is being done."""

EXAMPLES = 3


@dataclass(frozen=True)
class SourceFacts:
    """A data set and what may be done with it.

    key: the records' word for it. derived: made by us from other sources. checksum: sha256 of the
    file it came in. mapping_version: of our reading of it. note: an English sentence or two on
    what we use it for, translated by the faces.
    """

    key: str
    name: str
    licence: str
    attribution: str
    checksum: str
    mapping_version: str
    data_date: date | None = None
    derived: bool = False
    note: str = ""


@dataclass(frozen=True)
class Record:
    """One thing as a source has it.

    source_id: stable in the source, the last part of the URN. geometry: 2D, in the harvest's CRS,
    whole millimetres. attributes: as twin.kinds describes. source: key of a SourceFacts.
    """

    kind: str
    source_id: str
    geometry: Any
    attributes: Mapping[str, Any]
    source: str


@dataclass(frozen=True)
class Harvest:
    """All that a connector read.

    city: as in URNs. crs: such as "EPSG:2154". skipped: see Skips.rows.
    """

    city: str
    crs: str
    sources: Sequence[SourceFacts]
    records: Sequence[Record]
    skipped: Sequence[Mapping[str, Any]]


@dataclass
class Skips:
    """Counts what is left out, by kind and reason, with a few examples of each."""

    _found: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def add(self, kind: str, reason: str, source_id: str) -> None:
        """Note that `source_id` is left out for `reason`, an English phrase."""
        self._found.setdefault((kind, reason), []).append(source_id)

    def rows(self) -> list[dict[str, Any]]:
        """One row per kind and reason: kind, reason, count, examples."""
        return [
            {"kind": kind, "reason": reason, "count": len(ids), "examples": ids[:EXAMPLES]}
            for (kind, reason), ids in sorted(self._found.items())
        ]


class Connector(Protocol):
    """Reads one family of sources from files that were fetched before."""

    name: str

    def read(self, folder: Path, *, bounds: Bounds | None, say: Say) -> Harvest:
        """All records, or those within `bounds` (in the harvest's CRS).

        Raises errors.BadInput when a file is missing, is not the pinned one or cannot be read.
        """
        ...
