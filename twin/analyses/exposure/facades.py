"""People at facades: who is assigned to which receiver (Directive 2015/996, Annex II, 2.8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Rows = NDArray[np.integer[Any]]

_STEP_DB = 1024.0
"""Wider than any range of levels, and a power of two: sums stay exact to 1e-8 dB."""


@dataclass(frozen=True)
class Facades:
    """Places at facades that people are assigned to, arrays of shape (places,).

    A place is not a receiver but a rank: the loudest facade of its building, the second loudest
    and so on, so that in every world and scenario a building's own levels fill it.
    building: row, ascending. rank: 0 the loudest. places: how many its building has. share: of
    the building's residents. column: where its level is among sorted receivers. number: of its
    building among those with receivers.
    """

    building: Ints
    rank: Ints
    places: Ints
    share: Floats
    column: Ints
    number: Ints

    def __len__(self) -> int:
        return len(self.building)


def one_dwelling_a_floor(dwellings: Floats, storeys: Floats) -> NDArray[np.bool_]:
    """Whether a building has at most one dwelling on each floor; False where that is not known."""
    floors = np.maximum(np.nan_to_num(storeys, nan=1.0), 1.0)
    return (dwellings > 0) & (dwellings <= floors)


def facades_of(building: Rows, single: NDArray[np.bool_]) -> Facades:
    """Where the residents of each building are assigned, from its receivers.

    building: row of each receiver's building, shape (receivers,), in any order. single: per
    building row whether a dwelling spans its floor.

    Directive 2015/996, Annex II, 2.8, as amended by Delegated Directive 2021/1226: a dwelling
    that spans its floor is at the most exposed facade. Else the receivers of a building are split
    at their median level (the quietest left out when their number is odd), and residents are
    spread evenly over the upper half. One receiver alone takes all.
    """
    rows, count = np.unique(np.asarray(building, dtype=np.int64), return_counts=True)
    upper = np.where(single[rows], 1, np.maximum(count // 2, 1))
    number = np.repeat(np.arange(len(rows)), upper)
    rank = np.arange(len(number)) - np.repeat(np.cumsum(upper) - upper, upper)
    return Facades(
        building=rows[number],
        rank=rank,
        places=upper[number],
        share=1.0 / upper[number],
        column=np.cumsum(count)[number] - 1 - rank,
        number=number,
    )


def levels_at(facades: Facades, building: Rows, levels_db: NDArray[Any], floor: float) -> Floats:
    """Levels of the places in every world, shape (worlds, places), at least `floor` dB.

    building: as given to `facades_of`. levels_db: shape (worlds, receivers); where a level is
    missing no road is heard, which is the floor.
    """
    number = np.searchsorted(np.unique(building), building)
    # fmax takes the floor where a level is missing.
    heard = np.fmax(levels_db, floor).astype(float)
    ordered = np.sort(heard + number * _STEP_DB, axis=1)
    return np.asarray(ordered[:, facades.column] - facades.number * _STEP_DB)


def places_before(now: Facades, before: Facades) -> Ints:
    """For each place the one of equal rank in the same building in `before`, -1 where none.

    Where the building had another number of places, ranks are matched by their share.
    """
    found = np.full(len(now), -1, dtype=np.int64)
    if not len(before):
        return found
    rows, first = np.unique(before.building, return_index=True)
    position = np.minimum(np.searchsorted(rows, now.building), len(rows) - 1)
    known = rows[position] == now.building
    start = first[position]
    rank = ((now.rank + 0.5) / now.places * before.places[start]).astype(np.int64)
    found[known] = (start + rank)[known]
    return found
