"""The demo city cut smaller, and put together with its mirror images to larger ones."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from twin.citystate import CityState, Table


def sized(state: CityState, size: float) -> CityState:
    """A city of `size` times the area: cut below 1, itself at 1, mirrored at 2 and 4."""
    if size < 1:
        return cut(state, size)
    whole = cut(state, 1.0)
    if size > 1:
        whole = _with_mirror(whole, axis=0)
    if size > 2:
        whole = _with_mirror(whole, axis=1)
    return whole


def cut(state: CityState, share: float) -> CityState:
    """What lies in the middle `share` of the streets' bounding box; streets end at its edge."""
    west, south, east, north = shapely.total_bounds(state.tables["street"].geometry)
    x, y = (west + east) / 2, (south + north) / 2
    half = np.sqrt(share) / 2
    box = shapely.box(
        x - half * (east - west),
        y - half * (north - south),
        x + half * (east - west),
        y + half * (north - south),
    )
    tables = {kind: _inside(table, box, kind) for kind, table in state.tables.items()}
    return CityState(state.crs, tables, f"{state.digest}-{share}")


def _inside(table: Table, box: Any, kind: str) -> Table:
    if kind != "street":
        centre = shapely.centroid(table.geometry)
        keep = shapely.contains(box, centre) | (kind == "district")
        return _rows(table, np.flatnonzero(keep), table.geometry[keep])
    lines = shapely.intersection(table.geometry, box)
    # Of a street that leaves and comes back, the longest part stays.
    for row in np.flatnonzero(shapely.get_type_id(lines) != 1):
        parts = [part for part in shapely.get_parts(lines[row]) if part.geom_type == "LineString"]
        lines[row] = max(parts, key=lambda part: part.length, default=None)
    keep = np.flatnonzero(~(shapely.is_missing(lines) | shapely.is_empty(lines)))
    cut_ = _rows(table, keep, lines[keep])
    return cut_.with_columns(length_m=np.round(shapely.length(cut_.geometry), 2))


def _rows(table: Table, keep: np.ndarray, geometry: np.ndarray) -> Table:
    columns = {name: values[keep] for name, values in table.columns.items()}
    return Table(table.urn[keep], np.asarray(geometry, dtype=object), columns)


def _with_mirror(state: CityState, axis: int) -> CityState:
    """The city and its mirror image side by side: streets meet at the seam."""
    seam = float(shapely.total_bounds(state.tables["street"].geometry)[2 + axis])

    def flip(xy: np.ndarray) -> np.ndarray:
        other = xy.copy()
        other[:, axis] = np.round(2 * seam - other[:, axis], 3)
        return other

    tables = {}
    for kind, table in state.tables.items():
        image = np.asarray(shapely.transform(table.geometry, flip), dtype=object)
        columns = {name: np.concatenate([v, v]) for name, v in table.columns.items()}
        urn = np.concatenate([table.urn, np.char.add(table.urn.astype(str), f":{axis}")])
        tables[kind] = Table(urn, np.concatenate([table.geometry, image]), columns)
    return CityState(state.crs, tables, f"{state.digest}-{axis}")
