"""Exact places to public areas: which cells hold enough people, and which of those to publish.

The published cells are a *partition*: no cell lies in another, every place is in one cell or in
none. So nothing can be found by subtracting one published cell from another. Which partition: of
all that obey the rule, the one that loses least (see `_best`); ties go to the coarser one.
A lone place far from all others gets no cell rather than pulling a whole quarter up to its size.
When a partition may be made, and what may follow upon it, is in `batches`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import h3

from participation.disclosure import TEN
from participation.disclosure.grid import COARSEST, resolution_of, upwards

# What it costs to publish no place at all, in steps of resolution: as much as ten mergings.
NO_PLACE = 10


@dataclass(frozen=True)
class Pin:
    """A comment with a place. fine: the smallest cell it lies in. person: who wrote it.

    counts: whether its writer is one of the people of this place. A person counts at one place of
    a question only, so that ten accounts cannot make areas everywhere.
    """

    comment: int
    person: int
    fine: str
    counts: bool = True


@dataclass(frozen=True)
class Cell:
    """A publishable area: H3 index, its comments, and how many different people count in it."""

    index: str
    comments: tuple[int, ...]
    people: int


@dataclass(frozen=True)
class _Plan:
    loss: int
    cells: tuple[str, ...]


def coarsen(
    pins: Iterable[Pin], *, may: Callable[[str], bool] = lambda cell: True, least: int = TEN
) -> list[Cell]:
    """Public cells for `pins`, in order of their index; a pin in no cell has no public place.

    may: whether a cell could be published at all, whoever spoke there. Each cell holds at least
    `least` different people who count; cells do not overlap. The order of pins changes nothing.
    """
    inside = by_cell(pins)
    roots = sorted(index for index in inside if resolution_of(index) == COARSEST)
    chosen = [cell for root in roots for cell in _best(root, inside, may, least).cells]
    return [cell_of(index, inside[index]) for index in sorted(chosen)]


def by_cell(pins: Iterable[Pin]) -> dict[str, list[Pin]]:
    """The pins inside each cell of every resolution."""
    inside: dict[str, list[Pin]] = defaultdict(list)
    for pin in pins:
        for cell in upwards(pin.fine):
            inside[cell].append(pin)
    return inside


def people_in(pins: Iterable[Pin]) -> int:
    """How many different people count at these places."""
    return len({pin.person for pin in pins if pin.counts})


def cell_of(index: str, pins: Iterable[Pin]) -> Cell:
    """The cell with what is in it."""
    pins = list(pins)
    return Cell(index, tuple(sorted({pin.comment for pin in pins})), people_in(pins))


def _best(
    index: str, inside: Mapping[str, list[Pin]], may: Callable[[str], bool], least: int
) -> _Plan:
    """The plan for one cell that loses least: keep it whole, split it, or publish nothing.

    Loss of a pin: steps of resolution given up, or NO_PLACE below COARSEST when it has no cell.
    """
    pins = inside[index]
    finest = max(resolution_of(pin.fine) for pin in pins)
    nothing = _Plan(len(pins) * (finest - COARSEST + NO_PLACE), ())
    if people_in(pins) < least:
        return nothing
    resolution = resolution_of(index)
    plans = [nothing]
    if may(index):
        plans.insert(0, _Plan(len(pins) * (finest - resolution), (index,)))
    if resolution < finest:
        children = sorted(
            child for child in h3.cell_to_children(index, resolution + 1) if child in inside
        )
        parts = [_best(child, inside, may, least) for child in children]
        cells = tuple(cell for part in parts for cell in part.cells)
        plans.insert(1, _Plan(sum(part.loss for part in parts), cells))
    return min(plans, key=lambda plan: plan.loss)
