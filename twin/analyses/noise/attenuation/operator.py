"""The attenuation operator of a city: receivers by streets, by octave band."""

from __future__ import annotations

from dataclasses import dataclass

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
    start = np.zeros(len(receivers) + 1, dtype=np.int64)
    np.cumsum(count, out=start[1:])
    size = int(start[-1])
    street, soft = np.empty(size, dtype=np.int32), np.empty(size, dtype=np.float32)
    h, f = np.empty((size, 8), dtype=np.float32), np.empty((size, 8), dtype=np.float32)
    filled = 0
    parts.reverse()
    while parts:
        part = parts.pop()  # let go of each part as it is copied: half the memory at the peak
        here = slice(filled, filled + len(part.street))
        street[here], soft[here], h[here], f[here] = part.street, part.soft, part.h, part.f
        filled = here.stop
    return Field(receivers, start, street, h, f, soft, paths)


def rows_at(field: Field, which: NDArray[np.int64]) -> Rows:
    """The rows of the receivers at positions `which`, as if just made."""
    count = np.diff(field.start)[which]
    first = field.start[:-1][which]
    at = np.arange(count.sum()) + np.repeat(first - (np.cumsum(count) - count), count)
    return Rows(
        count.astype(np.int32),
        field.street[at],
        field.h[at],
        field.f[at],
        field.soft[at],
        field.paths[which],
    )


def merged(rows: list[Rows], order: NDArray[np.int64]) -> Rows:
    """All `rows` together, taken in `order` (positions among all their receivers)."""
    whole = Rows(*(np.concatenate(values) for values in zip(*rows, strict=True)))
    start = np.concatenate([[0], np.cumsum(whole.size)])
    count = whole.size[order]
    at = np.arange(count.sum()) + np.repeat(start[:-1][order] - (np.cumsum(count) - count), count)
    return Rows(
        count, whole.street[at], whole.h[at], whole.f[at], whole.soft[at], whole.paths[order]
    )
