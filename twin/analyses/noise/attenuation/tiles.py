"""Making the operator in tiles, each with the part of the city that it hears."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twin.analyses.contract import Progress
from twin.analyses.noise.attenuation.operator import NoiseOperator, merged
from twin.analyses.noise.attenuation.prepare import (
    FOLLOWING,
    PLACING,
    operator_of,
    ready_of,
    rows_in_threads,
)
from twin.analyses.noise.attenuation.rows import Rows
from twin.analyses.noise.attenuation.town import Town, town_of
from twin.analyses.noise.parameters import NoiseParameters
from twin.analyses.receivers import Receivers
from twin.citystate import CityState

SIZE_M = 1000.0


@dataclass(frozen=True)
class Tile:
    """A square of `size_m` metres of the city; column and row count from the zero of its CRS."""

    column: int
    row: int
    size_m: float


@dataclass(frozen=True)
class TileRows:
    """The rows of a tile's receivers. facades, grid: their positions among all of the city."""

    facades: NDArray[np.int64]
    grid: NDArray[np.int64]
    facade_rows: Rows
    grid_rows: Rows


def tiles(
    state: CityState, parameters: NoiseParameters, size_m: float = SIZE_M
) -> tuple[Tile, ...]:
    """The squares that hold receivers, by row and column."""
    town = town_of(state, parameters)
    squares = np.unique(
        np.concatenate([_square(town.facades, size_m), _square(town.grid, size_m)]), axis=0
    )
    return tuple(Tile(int(column), int(row), size_m) for row, column in squares)


def prepare_tile(
    state: CityState, parameters: NoiseParameters, tile: Tile, progress: Progress
) -> TileRows:
    """The rows of the receivers in one square; reads what is within range of it, no more."""
    progress(0.0, PLACING)
    town = town_of(state, parameters)
    facades, grid = (_within(receivers, tile) for receivers in (town.facades, town.grid))
    # A far piece whose middle is within range reaches half its length farther, and ways around
    # buildings a little beyond that.
    room = parameters.range_m + parameters.far_piece_m + parameters.lateral_m
    x, y = tile.column * tile.size_m, tile.row * tile.size_m
    box = (x - room, y - room, x + tile.size_m + room, y + tile.size_m + room)
    ready = ready_of(state, town, parameters, box)
    total = max(1, len(facades) + len(grid))
    found, done = [], 0
    for receivers, ground_z, which in (
        (town.facades, town.facade_z, facades),
        (town.grid, town.grid_z, grid),
    ):

        def told(count: int, before: int = done) -> None:
            progress(0.05 + 0.95 * (before + count) / total, FOLLOWING)

        made = rows_in_threads(ready, receivers.part(which), ground_z[which], told)
        found.append(merged([_none(), *made], np.arange(len(which))))
        done += len(which)
    return TileRows(facades, grid, *found)


def join_tiles(
    state: CityState, parameters: NoiseParameters, parts: Sequence[TileRows]
) -> NoiseOperator:
    """The operator of the whole city from its tiles: the same bytes as `prepared` gives."""
    town = town_of(state, parameters)
    facades = _joined(town, [(part.facades, part.facade_rows) for part in parts])
    grid = _joined(town, [(part.grid, part.grid_rows) for part in parts])
    return operator_of(town, state, [facades], [grid])


def _joined(town: Town, parts: list[tuple[NDArray[np.int64], Rows]]) -> Rows:
    """All rows in the order of their receivers."""
    place = np.concatenate([np.empty(0, dtype=np.int64), *(which for which, _ in parts)])
    return merged([_none(), *(rows for _, rows in parts)], np.argsort(place))


def _none() -> Rows:
    """No rows at all."""
    bands = np.empty((0, 8), dtype=np.float32)
    whole, part = np.empty(0, dtype=np.int32), np.empty(0, dtype=np.float32)
    return Rows(whole, whole, bands, bands, part, whole)


def _square(receivers: Receivers, size_m: float) -> NDArray[np.int64]:
    """Row and column of each receiver's square, shape (n, 2)."""
    return np.floor(receivers.xy[:, ::-1] / size_m).astype(np.int64)


def _within(receivers: Receivers, tile: Tile) -> NDArray[np.int64]:
    """Positions of the receivers in a square."""
    return np.flatnonzero((_square(receivers, tile.size_m) == [tile.row, tile.column]).all(axis=1))
