"""The attenuation operator of a city: receivers by streets, by octave band."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from twin.analyses.contract import Frame
from twin.analyses.noise.attenuation.rows import Rows
from twin.analyses.receivers import Receivers


@dataclass(frozen=True)
class Field:
    """What streets give to receivers, as sparse rows.

    receivers: (n,). start: (n + 1,), row r is start[r]:start[r + 1].
    street, h, f, soft, paths: as in `rows.Rows`.
    """

    receivers: Receivers
    start: NDArray[np.int64]
    street: NDArray[np.int32]
    h: NDArray[np.float32]
    f: NDArray[np.float32]
    soft: NDArray[np.float32]
    paths: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.receivers)


@dataclass(frozen=True)
class NoiseOperator:
    """The noise model's operator: one field at facades, one on the grid.

    frame: of the grid. covered: points of streets that lie inside a
    building. slips: ground heights left out.
    """

    facades: Field
    grid: Field
    frame: Frame
    covered: int
    slips: int


def field_of(receivers: Receivers, parts: list[Rows]) -> Field:
    """The field of receivers whose rows were made in `parts`, in order; empties the list."""
    count = np.concatenate([np.empty(0, dtype=np.int32), *(part.size for part in parts)])
    paths = np.concatenate([np.empty(0, dtype=np.int32), *(part.paths for part in parts)])
    start = _starts(count)
    if len(parts) == 1:
        part = parts.pop()
        return Field(receivers, start, part.street, part.h, part.f, part.soft, paths)
    _size, street, h, f, soft, _paths = _room(count, paths)
    filled = 0
    parts.reverse()
    while parts:
        part = parts.pop()  # let go of each part as it is copied: half the memory at the peak
        here = slice(filled, filled + len(part.street))
        street[here], soft[here], h[here], f[here] = part.street, part.soft, part.h, part.f
        filled = here.stop
    return Field(receivers, start, street, h, f, soft, paths)


def woven(field: Field, kept: NDArray[np.int64], made: list[Rows]) -> Rows:
    """Rows of `field` at the positions `kept`; where that is -1 those `made`, in their order."""
    fresh = kept < 0
    size = np.append(np.diff(field.start), 0)[kept].astype(np.int32)
    paths = np.append(field.paths, np.int32(0))[kept]
    for_new = np.concatenate([np.empty(0, dtype=np.int32), *(rows.size for rows in made)])
    size[fresh] = for_new
    paths[fresh] = np.concatenate([paths[:0], *(rows.paths for rows in made)])
    found = _room(size, paths)
    place = np.where(fresh, np.cumsum(fresh) - 1, kept)
    new = Rows(*(np.concatenate(each) for each in zip(*made, strict=True))) if made else found
    _fill(found, place, fresh, (field, new), (field.start, _starts(for_new)))
    return found


def _fill(
    found: Rows,
    place: NDArray[np.int64],
    fresh: NDArray[np.bool_],
    sources: tuple[Field | Rows, Field | Rows],
    starts: tuple[NDArray[np.int64], NDArray[np.int64]],
) -> None:
    """Copy every row from its place in the old or, where `fresh`, in the new ones.

    Rows that follow each other are copied as one, which is quick where most of a field is kept.
    """
    apart = np.flatnonzero((np.diff(place) != 1) | (fresh[1:] != fresh[:-1])) + 1
    edges, start = np.unique([0, *apart, len(place)]), _starts(found.size)
    for first, last in pairwise(edges):
        rows, at = sources[int(fresh[first])], starts[int(fresh[first])][place[first]]
        here = slice(start[first], start[last])
        there = slice(at, at + here.stop - here.start)
        found.street[here], found.soft[here] = rows.street[there], rows.soft[there]
        found.h[here], found.f[here] = rows.h[there], rows.f[there]


def _room(size: NDArray[np.int32], paths: NDArray[np.int32]) -> Rows:
    """Rows of these sizes, still to be filled."""
    total = int(size.sum())
    street, soft = np.empty(total, dtype=np.int32), np.empty(total, dtype=np.float32)
    h, f = np.empty((total, 8), dtype=np.float32), np.empty((total, 8), dtype=np.float32)
    return Rows(size, street, h, f, soft, paths)


def _starts(size: NDArray[np.int32]) -> NDArray[np.int64]:
    """Where each row begins, and where the last one ends."""
    start = np.zeros(len(size) + 1, dtype=np.int64)
    np.cumsum(size, out=start[1:])
    return start


def merged(rows: list[Rows], order: NDArray[np.int64]) -> Rows:
    """All `rows` together, taken in `order` (positions among all their receivers)."""
    whole = Rows(*(np.concatenate(values) for values in zip(*rows, strict=True)))
    start = np.concatenate([[0], np.cumsum(whole.size)])
    count = whole.size[order]
    at = np.arange(count.sum()) + np.repeat(start[:-1][order] - (np.cumsum(count) - count), count)
    return Rows(
        count, whole.street[at], whole.h[at], whole.f[at], whole.soft[at], whole.paths[order]
    )
