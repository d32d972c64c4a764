"""Exact places to public areas: H3 cells with at least ten people in each.

The published cells are a *partition*: no cell lies in another, every place is in one cell or in
none. So nothing can be found by subtracting one published cell from another. Which partition: of
all that obey the rule, the one that loses least (see `_best`); ties go to the coarser one.
A lone place far from all others gets no cell rather than pulling a whole quarter up to its size.

H3: Uber's hexagonal grid. Edge about 66 m at resolution 10, 174 m at 9, 461 m at 8, 1.2 km at 7.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import h3

from participation.disclosure import TEN

FINEST = 10
COARSEST = 7
# What it costs to publish no place at all, in steps of resolution: as much as ten mergings.
NO_PLACE = 10


@dataclass(frozen=True)
class Pin:
    """One exact place. comment: its id. person: who wrote it. latitude, longitude: degrees.

    about_home: never becomes a cell and counts in none.
    """

    comment: str
    person: str
    latitude: float
    longitude: float
    about_home: bool = False


@dataclass(frozen=True)
class Cell:
    """A publishable area: H3 index, ids of its comments, and how many different people."""

    index: str
    comments: tuple[str, ...]
    people: int


@dataclass(frozen=True)
class _Plan:
    loss: int
    cells: tuple[str, ...]


def coarsen(pins: Iterable[Pin], *, least: int = TEN) -> list[Cell]:
    """Public cells for `pins`, in order of their index; a pin in no cell has no public place.

    Each cell holds pins of at least `least` different people; cells do not overlap; a comment is
    in one cell at most. The same pins in any order give the same cells.
    """
    shown = [pin for pin in pins if not pin.about_home]
    finest = {pin.comment: h3.latlng_to_cell(pin.latitude, pin.longitude, FINEST) for pin in shown}
    inside: dict[str, list[Pin]] = defaultdict(list)
    for pin in shown:
        for resolution in range(COARSEST, FINEST + 1):
            inside[h3.cell_to_parent(finest[pin.comment], resolution)].append(pin)
    roots = sorted(index for index in inside if h3.get_resolution(index) == COARSEST)
    chosen = [cell for root in roots for cell in _best(root, inside, least).cells]
    return [_cell(index, inside[index]) for index in sorted(chosen)]


def _best(index: str, inside: Mapping[str, list[Pin]], least: int) -> _Plan:
    """The plan for one cell that loses least: keep it whole, split it, or publish nothing.

    Loss of a pin: steps of resolution given up, or NO_PLACE below COARSEST when it has no cell.
    """
    pins = inside[index]
    people = len({pin.person for pin in pins})
    nothing = _Plan(len(pins) * (FINEST - COARSEST + NO_PLACE), ())
    if people < least:
        return nothing
    resolution = h3.get_resolution(index)
    whole = _Plan(len(pins) * (FINEST - resolution), (index,))
    if resolution == FINEST:
        return whole
    children = sorted(
        {child for child in h3.cell_to_children(index, resolution + 1) if child in inside}
    )
    plans = [_best(child, inside, least) for child in children]
    split = _Plan(
        sum(plan.loss for plan in plans), tuple(cell for plan in plans for cell in plan.cells)
    )
    return min((whole, split), key=lambda plan: plan.loss)


def _cell(index: str, pins: list[Pin]) -> Cell:
    comments = tuple(sorted({pin.comment for pin in pins}))
    return Cell(index, comments, len({pin.person for pin in pins}))


def outline(index: str) -> list[list[float]]:
    """The cell's ring as [longitude, latitude] pairs, closed, for GeoJSON."""
    ring = [[round(lng, 6), round(lat, 6)] for lat, lng in h3.cell_to_boundary(index)]
    return [*ring, ring[0]]


def centre(index: str) -> tuple[float, float]:
    """The cell's middle: longitude, latitude."""
    latitude, longitude = h3.cell_to_latlng(index)
    return round(longitude, 6), round(latitude, 6)
