"""What an operator is made from, as a digest that a changed plan pays for only where it changed."""

from __future__ import annotations

import hashlib
import weakref
from collections.abc import Callable
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from twin.analyses.contract import Analysis
from twin.citystate import CityState, Table

_SEEN: dict[int, tuple[Any, bytes]] = {}


def depends_on(analysis: Analysis, state: CityState) -> str:
    """sha256 hex of what `analysis.reads` names: kinds, their geometry, and columns.

    An analysis without `reads` depends on the whole city. What a state lacks counts as such.
    An overlay shares the arrays it does not touch, so each array is hashed once a process.
    """
    reads = analysis.reads
    if reads is None:
        return state.digest
    total = hashlib.sha256(state.crs.encode())
    for kind in sorted(reads):
        table = state.tables.get(kind)
        total.update(f"\0{kind}\0".encode())
        if table is None:
            continue
        total.update(_once(table.geometry, _of_shapes))
        for name in sorted(reads[kind]):
            total.update(f"\0{name}\0".encode() + _column(table, name))
    return total.hexdigest()


def _column(table: Table, name: str) -> bytes:
    values = table.columns.get(name)
    return b"" if values is None else _once(values, _of_values)


def _once(array: NDArray[Any], work: Callable[[NDArray[Any]], bytes]) -> bytes:
    """`work` of an array, remembered for as long as this very array lives."""
    key = id(array)
    known = _SEEN.get(key)
    if known is not None and known[0]() is array:
        return known[1]
    found = work(array)
    _SEEN[key] = (weakref.ref(array, lambda _: _SEEN.pop(key, None)), found)
    return found


def _of_shapes(shapes: NDArray[Any]) -> bytes:
    """Digest of coordinates and of where each shape, part and ring begins."""
    total = hashlib.sha256(shapely.get_type_id(shapes).astype("<i4").tobytes())
    total.update(shapely.get_num_coordinates(shapes).astype("<i8").tobytes())
    total.update(shapely.get_coordinates(shapes).astype("<f8").tobytes())
    rings = shapely.get_rings(shapes[shapely.get_dimensions(shapes) == 2])
    total.update(shapely.get_num_coordinates(rings).astype("<i8").tobytes())
    return total.digest()


def _of_values(values: NDArray[Any]) -> bytes:
    if values.dtype.kind in "OU":
        # The width of a text column is that of its longest text, and says nothing.
        return hashlib.sha256("\0".join(map(str, values.tolist())).encode()).digest()
    plain = np.ascontiguousarray(values)
    return hashlib.sha256(f"{plain.dtype.str}\0".encode() + plain.tobytes()).digest()
