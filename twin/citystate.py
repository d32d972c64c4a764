"""The columnar state of a city that every analysis reads (pure: no Django)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Table:
    """All entities of one kind as parallel arrays.

    urn: shape (n,), str. geometry: shape (n,), shapely objects in the city's metric CRS.
    columns: name -> shape (n,); names and units are those of ``twin.kinds``. A missing number
    is NaN, a missing text is "". The row position is the *feature id* that map tiles and
    results use; an overlay keeps existing rows where they are and only appends.
    """

    urn: NDArray[np.str_]
    geometry: NDArray[np.object_]
    columns: Mapping[str, NDArray[Any]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.urn)

    def with_columns(self, **changed: NDArray[Any]) -> Table:
        """The same rows with some columns replaced; untouched arrays are shared."""
        return replace(self, columns={**self.columns, **changed})

    def rows_of(self, urns: list[str] | NDArray[np.str_]) -> NDArray[np.int64]:
        """Row positions of `urns`, shape (len(urns),); raises KeyError naming an unknown one."""
        order = np.argsort(self.urn)
        wanted = np.asarray(urns, dtype=self.urn.dtype.type)
        if not len(self.urn) or not len(wanted):
            if len(wanted):
                raise KeyError(str(wanted[0]))
            return np.empty(0, dtype=np.int64)
        found = np.searchsorted(self.urn, wanted, sorter=order)
        found = order[np.minimum(found, len(self.urn) - 1)]
        unknown = self.urn[found] != wanted
        if unknown.any():
            raise KeyError(str(wanted[unknown][0]))
        return found.astype(np.int64)


@dataclass(frozen=True)
class CityState:
    """A city at one moment: one table per entity kind, metric CRS, content digest.

    crs: for instance "EPSG:2154". digest: sha256 hex of the content; an edited state has
    digest sha256(base digest + canonical edits), so equal edits give equal digests.
    """

    crs: str
    tables: Mapping[str, Table]
    digest: str

    def with_table(self, kind: str, table: Table, digest: str) -> CityState:
        """The same city with one table replaced; the other tables are shared."""
        return replace(self, tables={**self.tables, kind: table}, digest=digest)
