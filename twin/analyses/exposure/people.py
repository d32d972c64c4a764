"""Who lives in which building: residents, census cells, districts and groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from twin.citystate import CityState, Table

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

PERSONS_PER_DWELLING = 2.19
"""Persons per household in France, INSEE, census 2019: for buildings whose residents the city's
data does not say."""
SHARES = {
    "over_65": "share_over_65",
    "under_18": "share_under_18",
    "low_income": "share_low_income",
}
"""Group -> column of a census cell with its share of the residents."""
POOREST = "poorest_areas"
POOREST_SHARE = 0.2


@dataclass(frozen=True)
class Residents:
    """People per building row, arrays of shape (buildings,).

    people: residents. cell: row of the census cell around the building, -1 outside all. district:
    position in `districts`, -1 outside all. shares: group -> share of the building's residents,
    0 where no cell tells. by_census: people that a cell's count gave. unplaced: people of cells
    without any home. estimated: people counted from dwellings, for want of a count of residents.
    """

    people: Floats
    cell: Ints
    district: Ints
    districts: tuple[str, ...]
    shares: Mapping[str, Floats]
    factor: Floats
    by_census: float
    unplaced: float
    estimated: float


def residents_of(state: CityState) -> Residents:
    """Residents per building, kept to the count of each census cell where there is one.

    The people of a cell are spread over its buildings by what the building table says lives there
    (dasymetric mapping; Eicher & Brewer 2001, Cartography and GIS 28(2)).
    """
    building, cells = state.tables["building"], state.tables.get("census_cell")
    own, estimated = counted(building)
    middle = shapely.centroid(building.geometry)
    cell = place_in(middle, cells)
    factor, unplaced = _factors(own, cell, cells)
    district, names = districts_of(middle, state.tables.get("district"))
    known = np.zeros(len(own), bool)
    if cells is not None and len(cells):
        known = (cell >= 0) & np.isfinite(column_of(cells, "residents"))[np.maximum(cell, 0)]
    return Residents(
        people=own * factor,
        cell=cell,
        district=district,
        districts=names,
        shares=group_shares(cell, cells),
        factor=factor,
        by_census=float((own * factor)[known].sum()),
        unplaced=unplaced,
        estimated=float(own[estimated].sum()),
    )


def column_of(table: Table, name: str) -> Floats:
    """A column of numbers, NaN all over where the data has no such column."""
    if name not in table.columns:
        return np.full(len(table), np.nan)
    return np.asarray(table.columns[name], dtype=float)


def counted(building: Table) -> tuple[Floats, NDArray[np.bool_]]:
    """Residents as the table says, and where they are dwellings × PERSONS_PER_DWELLING instead.

    A building that says neither has nobody.
    """
    residents = column_of(building, "residents")
    dwellings = column_of(building, "dwellings")
    estimated = ~np.isfinite(residents) & (dwellings > 0)
    own = np.where(estimated, dwellings * PERSONS_PER_DWELLING, residents)
    return np.maximum(np.nan_to_num(own), 0.0), estimated


def place_in(points: NDArray[Any], table: Table | None) -> Ints:
    """Row of the polygon that holds each point, the first of several, -1 outside all."""
    found = np.full(len(points), -1, dtype=np.int64)
    if table is None or not len(table) or not len(points):
        return found
    point, shape = shapely.STRtree(table.geometry).query(points, predicate="intersects")
    # Written from the last to the first, so that the first of several polygons stays.
    order = np.lexsort((-shape, point))
    found[point[order]] = shape[order]
    return found


def districts_of(points: NDArray[Any], table: Table | None) -> tuple[Ints, tuple[str, ...]]:
    """District of each point and the districts' names; several outlines of one name are one."""
    row = place_in(points, table)
    if table is None or not len(table):
        return row, ()
    names, number = np.unique(table.columns["name"], return_inverse=True)
    district = np.where(row >= 0, number[np.maximum(row, 0)], -1)
    district[np.isin(district, np.flatnonzero(names == ""))] = -1
    return district, tuple(str(name) for name in names)


def _factors(own: Floats, cell: Ints, cells: Table | None) -> tuple[Floats, float]:
    """What each building's residents are multiplied with, and people of cells without homes."""
    factor = np.ones(len(own))
    if cells is None or not len(cells):
        return factor, 0.0
    count = column_of(cells, "residents")
    inside = cell >= 0
    lived = np.bincount(cell[inside], own[inside], minlength=len(cells))
    known = np.isfinite(count)
    by_cell = np.ones(len(cells))
    np.divide(count, lived, out=by_cell, where=known & (lived > 0))
    factor[inside] = by_cell[cell[inside]]
    return factor, float(count[known & (lived <= 0)].sum())


def group_shares(cell: Ints, cells: Table | None) -> dict[str, Floats]:
    """Group -> share of each building's residents, for the groups that some cell tells about.

    poorest_areas: everyone in the cells of lowest income that together hold a fifth of the
    residents of all cells with a known income.
    """
    if cells is None or not len(cells):
        return {}
    inside, row = cell >= 0, np.maximum(cell, 0)
    found = {}
    for group, column in SHARES.items():
        share = column_of(cells, column)
        if np.isfinite(share).any():
            found[group] = np.where(inside, np.nan_to_num(share)[row], 0.0)
    poorest = _poorest(cells)
    if poorest.any():
        found[POOREST] = np.where(inside, poorest[row], False).astype(float)
    return found


def _poorest(cells: Table) -> NDArray[np.bool_]:
    """The cells of lowest income with a fifth of the residents."""
    income = column_of(cells, "income_eur")
    people = np.nan_to_num(column_of(cells, "residents"))
    chosen = np.zeros(len(cells), dtype=bool)
    order = np.argsort(income, kind="stable")
    order = order[np.isfinite(income[order])]
    before = np.cumsum(people[order]) - people[order]
    chosen[order[before < POOREST_SHARE * people[order].sum()]] = True
    return chosen
