"""A city in the making: what a list of changes has touched so far (pure: no Django)."""

from __future__ import annotations

import weakref
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twin.citystate import CityState, Table
from twin.kinds import DTYPES, EMPTY, KINDS


class Reason(StrEnum):
    """Why a change could not be made on an entity."""

    UNKNOWN = "unknown"
    CLOSED = "closed to cars"
    SAME = "already so"
    BRANCHING = "not one line"
    TWICE = "there already"
    BUILT_OVER = "a building stands there"
    ON_STREET = "cars drive there"
    GONE = "taken away already"


@dataclass(frozen=True)
class Conflict:
    """A change that did nothing on one entity: which change (its position), where and why."""

    position: int
    entity: str
    reason: Reason


_INDEX: dict[int, tuple[Any, dict[str, int]]] = {}


def row_index(table: Table) -> dict[str, int]:
    """URN -> row, made once for every array of URNs and forgotten with it."""
    key = id(table.urn)
    found = _INDEX.get(key)
    if found is not None and found[0]() is table.urn:
        return found[1]
    index = {str(urn): row for row, urn in enumerate(table.urn)}
    _INDEX[key] = (weakref.ref(table.urn, lambda _: _INDEX.pop(key, None)), index)
    return index


def _empty_table(kind: str) -> Table:
    columns = {
        attribute.name: np.empty(0, dtype=DTYPES[attribute.type])
        for attribute in KINDS[kind].attributes
    }
    return Table(np.empty(0, dtype="U1"), np.empty(0, dtype=object), columns)


def _missing(dtype: np.dtype[Any]) -> Any:
    """What stands for "not known" in a column of this type."""
    return {"f": np.nan, "U": "", "O": "", "b": False}.get(dtype.kind, 0)


@dataclass
class _Rows:
    """New rows of one kind, in the order they came."""

    urn: list[str] = field(default_factory=list)
    geometry: list[Any] = field(default_factory=list)
    values: list[dict[str, Any]] = field(default_factory=list)


class Draft:
    """A base state, the columns that changes have written to, and the rows they added.

    Nothing of the base is written to: a column is copied when it is first changed.
    """

    def __init__(self, base: CityState) -> None:
        self.base = base
        self.conflicts: list[Conflict] = []
        self.position = 0
        self._columns: dict[tuple[str, str], NDArray[Any]] = {}
        self._added: dict[str, _Rows] = {}

    def refuse(self, entity: str, reason: Reason) -> None:
        """Note that the change at hand did nothing on `entity`."""
        self.conflicts.append(Conflict(self.position, entity, reason))

    def table(self, kind: str) -> Table:
        """The base table of a kind; an empty one where the city has none."""
        found = self.base.tables.get(kind)
        return _empty_table(kind) if found is None else found

    def value(self, kind: str, column: str, row: int) -> Any:
        """The value as changed so far."""
        return self.column(kind, column)[row]

    def column(self, kind: str, column: str) -> NDArray[Any]:
        """A column of the base's rows as changed so far, not to be written to.

        One that the base lacks, because it is older than the column, is empty everywhere.
        """
        changed = self._columns.get((kind, column))
        if changed is not None:
            return changed
        table = self.table(kind)
        known = table.columns.get(column)
        if known is not None:
            return known
        type_ = KINDS[kind].by_name[column].type
        return np.full(len(table), EMPTY[type_], dtype=DTYPES[type_])

    def added(self, kind: str) -> list[Any]:
        """Shapes of the rows that were appended so far."""
        rows = self._added.get(kind)
        return list(rows.geometry) if rows else []

    def write(self, kind: str, column: str, row: int, value: Any) -> None:
        """Set one value."""
        key = (kind, column)
        if key not in self._columns:
            self._columns[key] = self.column(kind, column).copy()
        self._columns[key] = _roomy(self._columns[key], value)
        self._columns[key][row] = value

    def find(self, kind: str, urn: str) -> int | None:
        """Row of an entity of the base; an unknown one is noted as a conflict."""
        row = row_index(self.table(kind)).get(urn)
        if row is None:
            self.refuse(urn, Reason.UNKNOWN)
        return row

    def add(self, kind: str, urn: str, geometry: Any, **values: Any) -> None:
        """Append an entity; one that is there already is noted as a conflict."""
        rows = self._added.setdefault(kind, _Rows())
        if urn in row_index(self.table(kind)) or urn in rows.urn:
            self.refuse(urn, Reason.TWICE)
            return
        rows.urn.append(urn)
        rows.geometry.append(geometry)
        rows.values.append(values)

    def finish(self, digest: str) -> CityState:
        """The changed city; untouched tables and columns are the base's own arrays."""
        tables = dict(self.base.tables)
        kinds = {kind for kind, _ in self._columns}
        for kind in sorted(kinds | {kind for kind, rows in self._added.items() if rows.urn}):
            changed = {name: array for (of, name), array in self._columns.items() if of == kind}
            table = self.table(kind).with_columns(**changed)
            rows = self._added.get(kind)
            tables[kind] = _appended(table, rows) if rows and rows.urn else table
        return CityState(crs=self.base.crs, tables=tables, digest=digest)


def _roomy(array: NDArray[Any], value: Any) -> NDArray[Any]:
    """The array itself, or a wider copy where fixed-width text would cut `value`."""
    if array.dtype.kind == "U" and 4 * len(value) > array.dtype.itemsize:
        return array.astype(f"U{len(value)}")
    return array


def _appended(table: Table, rows: _Rows) -> Table:
    """`table` with new rows at its end; columns that a row does not name are missing there."""
    columns = {}
    for name, array in table.columns.items():
        missing = _missing(array.dtype)
        new = [values.get(name, missing) for values in rows.values]
        kind = array.dtype if array.dtype.kind != "U" else None
        columns[name] = np.concatenate([array, np.array(new, dtype=kind)])
    geometry = np.empty(len(rows.geometry), dtype=object)
    geometry[:] = rows.geometry
    return Table(
        urn=np.concatenate([table.urn, np.array(rows.urn)]),
        geometry=np.concatenate([table.geometry, geometry]),
        columns=columns,
    )
