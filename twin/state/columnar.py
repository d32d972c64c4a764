"""Tables as GeoParquet bytes, and the digest of what they hold (no database, no store)."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyproj
import shapely
from numpy.typing import NDArray

from twin.citystate import Table
from twin.kinds import DTYPES, EMPTY, KINDS, NUMBER, Attribute, Kind

FORMAT = "civic-twin-1"
"""Changes when the canonical bytes below change."""


def table_of(
    kind: Kind, urns: list[str], shapes: NDArray[np.object_], values: list[Mapping[str, Any]]
) -> Table:
    """The table of a kind, sorted by URN, unknown numbers as NaN."""
    order = np.argsort(np.array(urns, dtype=str), kind="stable")
    columns = {}
    for name, attribute in kind.by_name.items():
        empty = EMPTY[attribute.type]
        raw = [values[i].get(name) for i in order]
        filled = [empty if value is None else value for value in raw]
        columns[name] = np.array(filled, dtype=DTYPES[attribute.type])
    return Table(np.array([urns[i] for i in order], dtype=str), shapes[order], columns)


def digest_of(crs: str, tables: Mapping[str, Table]) -> str:
    """sha256 of the canonical bytes of all columns: the same on every machine.

    Canonical: kinds and columns by name, little-endian float64 and int64, bytes of flags, UTF-8
    texts ended by a zero, little-endian WKB in 2D. What a kind learned later and does not use is
    left out, so that a city frozen before keeps its digest.
    """
    sha = hashlib.sha256(f"{FORMAT}\0{crs}\0".encode())
    for kind in sorted(tables):
        table = tables[kind]
        if KINDS[kind].later and not len(table):
            continue
        sha.update(f"{kind}\0{len(table)}\0".encode())
        sha.update(_texts(table.urn))
        for wkb in shapely.to_wkb(table.geometry, byte_order=1, output_dimension=2):
            sha.update(wkb)
        for name in sorted(table.columns):
            if _unused(KINDS[kind].by_name[name], table.columns[name]):
                continue
            sha.update(name.encode() + b"\0" + _canonical(table.columns[name]))
    return sha.hexdigest()


def _unused(attribute: Attribute, column: NDArray[Any]) -> bool:
    """Whether a column that came later says nothing anywhere."""
    if not attribute.later:
        return False
    empty = np.isnan(column) if attribute.type == NUMBER else column == EMPTY[attribute.type]
    return bool(np.all(empty))


def _canonical(column: NDArray[Any]) -> bytes:
    if column.dtype.kind == "U":
        return _texts(column)
    if column.dtype.kind == "f":
        # One NaN and one zero, so that equal columns have equal bytes.
        return np.where(np.isnan(column), np.nan, column + 0.0).astype("<f8").tobytes()
    return column.astype("<i8" if column.dtype.kind == "i" else "u1").tobytes()


def _texts(column: NDArray[Any]) -> bytes:
    return "".join(f"{text}\0" for text in column).encode()


def to_parquet(crs: str, kind: str, table: Table) -> bytes:
    """GeoParquet 1.1 with a WKB column `geometry` in `crs`."""
    columns: dict[str, Any] = {"urn": pa.array(table.urn.tolist(), pa.string())}
    for name, column in table.columns.items():
        columns[name] = pa.array(column.tolist() if column.dtype.kind == "U" else column)
    columns["geometry"] = pa.array(shapely.to_wkb(table.geometry, byte_order=1), pa.binary())
    geo = {
        "version": "1.1.0",
        "primary_column": "geometry",
        "columns": {
            "geometry": {
                "encoding": "WKB",
                "geometry_types": [KINDS[kind].geometry],
                "crs": pyproj.CRS(crs).to_json_dict(),
            }
        },
    }
    arrow = pa.table(columns).replace_schema_metadata({"geo": json.dumps(geo)})
    sink = io.BytesIO()
    pq.write_table(arrow, sink, compression="zstd")
    return sink.getvalue()


def from_parquet(kind: str, content: bytes) -> Table:
    """The table that to_parquet wrote; raises ValueError when it cannot be read.

    A column that came after the file was written is empty.
    """
    arrow = pq.read_table(io.BytesIO(content))
    columns = {}
    for name, attribute in KINDS[kind].by_name.items():
        later = attribute.later or KINDS[kind].later
        if later and name not in arrow.column_names:
            values = [EMPTY[attribute.type]] * arrow.num_rows
        else:
            values = arrow[name].to_pylist()
        columns[name] = np.array(values, dtype=DTYPES[attribute.type])
    shapes = np.asarray(shapely.from_wkb(arrow["geometry"].to_pylist()), dtype=object)
    return Table(np.array(arrow["urn"].to_pylist(), dtype=str), shapes, columns)
