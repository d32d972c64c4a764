"""A tiny model whose operator is made of tiles; a worker includes this module to know it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tests.twin.tiny_analyses import CARD
from twin.analyses.catalogue import ANALYSES
from twin.analyses.contract import Analysis, Indicator, Outcome, Progress
from twin.citystate import CityState


@dataclass(frozen=True)
class Tiled:
    """tiles: how many; pause_s: how long one takes."""

    tiles: int = 6
    pause_s: float = 0.2


@dataclass(frozen=True)
class Lengths:
    """Root of the length of each street."""

    values: np.ndarray


class TinyTiled(Analysis):
    """Streets in runs of rows; a tile knows only its own."""

    name = "tiny_tiled"
    version = "1"
    parameters = Tiled
    card = CARD
    reads = {"street": ("length_m",)}

    def prepare(self, state: CityState, parameters: Tiled, progress: Progress) -> Lengths:
        """All rows at once."""
        return Lengths(np.sqrt(state.tables["street"].columns["length_m"]))

    def tiles(self, state: CityState, parameters: Tiled) -> list[tuple[int, ...]]:
        """Row numbers of each tile."""
        rows = np.arange(len(state.tables["street"]))
        return [tuple(map(int, part)) for part in np.array_split(rows, parameters.tiles)]

    def prepare_tile(
        self, state: CityState, parameters: Tiled, tile: tuple[int, ...], progress: Progress
    ) -> Lengths:
        """The rows of one tile."""
        time.sleep(parameters.pause_s)
        return Lengths(np.sqrt(state.tables["street"].columns["length_m"][list(tile)]))

    def join_tiles(self, state: CityState, parameters: Tiled, parts: Sequence[Lengths]) -> Lengths:
        """All parts one after the other."""
        return Lengths(np.concatenate([part.values for part in parts]))

    def apply(self, operator: Lengths, *given: Any) -> Outcome:
        """The sum."""
        total = float(operator.values.sum())
        return Outcome([], [Indicator("tiny_tiled", "1", total, total, total)])


if TinyTiled.name not in ANALYSES:
    ANALYSES.add(TinyTiled.name, TinyTiled())
