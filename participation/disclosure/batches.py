"""One release after another, so that whoever keeps them all learns no more than from the last.

Three rules, whatever comes and goes between two releases:

- *A published cell is never refined.* No part of a cell that was once public is ever published.
- *People come in tens.* A cell appears, or takes in new comments, only with at least ten people
  who are new there; between two such steps its figures stand still.
- *Areas are as small as residents allow, not as accounts do.* A cell needs ten residents of the
  city's twin and ten established participants, and none is smaller than the grid's finest.

While a question is being discussed only the finest possible cell of each place is published, so
that an early, coarse one does not stand in the way; when the discussion has ended, what is left
is merged upward (`coarsen`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from participation.disclosure import TEN
from participation.disclosure.coarsen import Pin, by_cell, coarsen, people_in
from participation.disclosure.grid import resolution_of, upwards


@dataclass(frozen=True)
class Release:
    """What one release changes.

    opened: cells that become public. grown: public cells that take in new comments. gone: cells
    that are no longer public, for too few of their people are left. joined: comment -> the cell
    that becomes its public place.
    """

    opened: frozenset[str] = frozenset()
    grown: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
    joined: Mapping[int, str] = field(default_factory=dict)


def next_release(
    standing: Mapping[str, int],
    past: Collection[str],
    waiting: Iterable[Pin],
    *,
    residents: Mapping[str, float],
    ended: bool,
    least: int = TEN,
) -> Release:
    """What follows on what is public now.

    standing: public cells and how many people who count there are still in each. past: cells that
    were ever public. waiting: visible comments of established people without a public place.
    residents: of every cell above a waiting place; a cell left out has none. ended: whether the
    discussion is over.
    """
    arrivals, elsewhere = _sort(standing, waiting)
    grown = {cell for cell, pins in arrivals.items() if people_in(pins) >= least}
    gone = {cell for cell, left in standing.items() if left < least and cell not in grown}
    joined = {pin.comment: cell for cell in grown for pin in arrivals[cell]}
    stays = {above for cell in standing if cell not in gone for above in upwards(cell)}
    closed = frozenset(past) | frozenset(standing)

    def may(cell: str) -> bool:
        inside_an_old_one = any(above in closed for above in upwards(cell)[1:])
        lived_in = residents.get(cell, 0.0) >= least
        return lived_in and cell not in stays and not inside_an_old_one

    chosen = (
        {cell.index for cell in coarsen(elsewhere, may=may, least=least)}
        if ended
        else _finest(elsewhere, may, least)
    )
    for pin in elsewhere:
        for cell in upwards(pin.fine):
            if cell in chosen:
                joined[pin.comment] = cell
    return Release(frozenset(chosen), frozenset(grown), frozenset(gone), joined)


def _sort(
    standing: Collection[str], waiting: Iterable[Pin]
) -> tuple[dict[str, list[Pin]], list[Pin]]:
    """Who waits inside a public cell, by cell, and who waits elsewhere."""
    arrivals: dict[str, list[Pin]] = defaultdict(list)
    elsewhere = []
    for pin in waiting:
        inside = next((cell for cell in upwards(pin.fine) if cell in standing), None)
        if inside is None:
            elsewhere.append(pin)
        else:
            arrivals[inside].append(pin)
    return arrivals, elsewhere


def _finest(pins: list[Pin], may: Callable[[str], bool], least: int) -> set[str]:
    """For each place the smallest cell it could ever have, where that has people enough by now.

    Such a cell is larger than the grid's finest where few people live: on a quay, in a park. It
    is taken when most of those in it have no smaller one; else it would cost its neighbours
    theirs.
    """
    unit = {pin: next(filter(may, upwards(pin.fine)), None) for pin in pins}
    inside = by_cell(pins)
    chosen: set[str] = set()
    units = {cell for cell in unit.values() if cell is not None}
    for cell in sorted(units, key=lambda one: (resolution_of(one), one)):
        if any(above in chosen for above in upwards(cell)):
            continue
        own = people_in(pin for pin in inside[cell] if unit[pin] == cell)
        people = people_in(inside[cell])
        if people >= least and 2 * own > people:
            chosen.add(cell)
    return chosen
