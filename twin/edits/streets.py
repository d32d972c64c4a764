"""Finding streets by name and naming their pieces, for people who choose without a map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from portal.folding import without_accents
from twin.citystate import CityState
from twin.overlay import to_metric
from twin.overlay.chains import Chain, cross_street, ends_of, follow

MOST_NAMES = 30


@dataclass(frozen=True)
class Piece:
    """A piece of a street between two crossings.

    start, end: names of the cross streets, "" where none. car: open to cars now.
    along: whether its own vertices run with the whole street's line.
    """

    urn: str
    start: str
    end: str
    metres: int
    car: bool
    along: bool


@dataclass(frozen=True)
class Street:
    """All pieces of one street in their order, and the cross streets at its two ends."""

    name: str
    pieces: tuple[Piece, ...]
    start: str
    end: str


def _plain(text: str) -> str:
    """Small letters without accents, for searching."""
    return without_accents(text.casefold())


def street_names(state: CityState, query: str = "", most: int = MOST_NAMES) -> list[str]:
    """Names of streets that cars use and that contain every word of `query`, in order."""
    table = state.tables["street"]
    names = sorted({str(name) for name in table.columns["name"][table.columns["car"]]} - {""})
    words = _plain(query).split()
    found = [name for name in names if all(word in _plain(name) for word in words)]
    return found[:most]


def find_street(state: CityState, name: str) -> Street | None:
    """The street of exactly this name, its pieces ordered from one end to the other."""
    table = state.tables["street"]
    rows = [int(row) for row in (table.columns["name"] == name).nonzero()[0]]
    if not name or not rows:
        return None
    chain = follow(table, rows)
    ends = ends_of(table)
    pieces = []
    for row in _ordered(state, rows, chain):
        along = chain.along[row] if chain else True
        first, last = ends.first[row], ends.last[row]
        start, end = (first, last) if along else (last, first)
        pieces.append(
            Piece(
                urn=str(table.urn[row]),
                start=cross_street(table, start, name),
                end=cross_street(table, end, name),
                metres=round(float(table.columns["length_m"][row])),
                car=bool(table.columns["car"][row]),
                along=along,
            )
        )
    start_name = cross_street(table, chain.start, name) if chain else ""
    end_name = cross_street(table, chain.end, name) if chain else ""
    return Street(name, tuple(pieces), start_name, end_name)


def _ordered(state: CityState, rows: list[int], chain: Chain | None) -> list[int]:
    """Rows from the chain's start to its end; from west to east where there is no chain."""
    table = state.tables["street"]
    if chain is None:
        west = shapely.bounds(table.geometry[rows])[:, 0]
        return [rows[n] for n in np.argsort(west, kind="stable")]
    ends = ends_of(table)
    at = {(ends.first[row] if along else ends.last[row]): row for row, along in chain.along.items()}
    ordered, cell = [], chain.start
    while cell in at and at[cell] not in ordered:
        row = at[cell]
        ordered.append(row)
        cell = ends.last[row] if chain.along[row] else ends.first[row]
    return ordered


def streets_within(state: CityState, ring: Sequence[tuple[float, float]]) -> list[str]:
    """URNs of the streets that cars use and that lie at least half inside an area, in their order.

    ring: longitude and latitude (EPSG:4326).
    """
    table = state.tables["street"]
    turn = to_metric(state.crs)
    area = shapely.Polygon([turn.transform(lon, lat) for lon, lat in ring])
    near = np.flatnonzero(table.columns["car"] & shapely.intersects(area, table.geometry))
    inside = shapely.length(shapely.intersection(area, table.geometry[near]))
    half = 0.5 * shapely.length(table.geometry[near])
    return [str(urn) for urn in table.urn[near[inside >= half]]]
