"""What every analysis takes and gives: parameters, operator, outcome (pure: no Django)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twin.analyses.map_layer import MapLayer
from twin.analyses.texts import FactText, IndicatorText
from twin.citystate import CityState

Progress = Callable[[float, str], None]
"""Called with the share done (0 to 1) and a plain sentence; raises Cancelled to stop a run."""


class Cancelled(Exception):
    """Someone asked for this run to stop."""


@dataclass(frozen=True)
class Frame:
    """A regular grid over the city, metric CRS of the state.

    x0, y0: south-west corner of the first cell. Cell number = row * columns + column, rows from
    south to north. A receiver of the grid stands in the middle of its cell.
    """

    x0: float
    y0: float
    step_m: float
    columns: int
    rows: int


@dataclass(frozen=True)
class Layer:
    """Values per entity of one kind.

    kind: the table that `feature_ids` point into (row positions, int32, ascending); "grid": they
    are cell numbers of `frame`; "facade": numbers of receivers in front of buildings.
    columns: name -> float32 array, shape (len(feature_ids),); NaN = no value.
    units: name -> unit text such as "veh/h", "km/h", "1", "min".
    A layer called "x_draws" holds the seeded draws of layer "x" for the same ids: column "lden_3"
    is draw 3 of its column "lden", the same world in every scenario.
    """

    name: str
    kind: str
    feature_ids: NDArray[np.int32]
    columns: Mapping[str, NDArray[np.float32]]
    units: Mapping[str, str]
    frame: Frame | None = None


@dataclass(frozen=True)
class Indicator:
    """One number about the city with its uncertainty.

    samples: seeded draws, paired across scenarios (draw i uses the same uncertain inputs in every
    scenario), so that a difference has honest bounds. low/high: 5th and 95th percentile of the
    samples; central: the run with central inputs. area "" is the whole city; group "" is all.
    """

    code: str
    unit: str
    low: float
    central: float
    high: float
    samples: tuple[float, ...] = ()
    area: str = ""
    group: str = ""


@dataclass(frozen=True)
class Outcome:
    """What a run found. facts: JSON-able figures such as the relative gap reached;
    notes: plain sentences on data quality and what was defaulted or left out."""

    layers: Sequence[Layer]
    indicators: Sequence[Indicator]
    facts: Mapping[str, Any] = field(default_factory=dict)
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class ModelCard:
    """An entry in the model register: what a model is for, and what it does not do.

    All texts are English sentences (translated by the faces through gettext, msgid = the text).
    validation: (what was checked, figure reached) pairs that the tests hold.
    sources: citations with year; synthetic_inputs: what is synthetic or derived, in plain words.
    """

    title: str
    purpose: str
    method: str
    sources: tuple[str, ...]
    inputs: tuple[str, ...]
    assumptions: tuple[str, ...]
    not_modelled: tuple[str, ...]
    synthetic_inputs: tuple[str, ...]
    validation: tuple[tuple[str, str], ...]
    uncertainty: str


@dataclass(frozen=True)
class Upstream:
    """What a model builds on: outcomes by name of the analysis that gave them.

    now: of this state. today: of the city as it is, where the analysis asks for it
    (needs_baseline); the very same outcomes where this state is today.
    """

    now: Mapping[str, Outcome] = field(default_factory=dict)
    today: Mapping[str, Outcome] = field(default_factory=dict)


class Analysis(ABC):
    """A model: `prepare` makes an operator from geometry, `apply` uses it on a state.

    parameters: a frozen dataclass type with defaults; `asdict` of it is part of the fingerprint.
    upstream: names of analyses whose outcomes `apply` needs. needs_baseline: today's, too.
    reads: the kinds and columns that the operator depends on, so it can be cached by their digest;
    None: on the whole city. indicators, facts: code -> how what an outcome states is shown; what is
    not named is not shown. layers: its columns on the map, in tables and on cards.
    """

    name: str
    version: str
    parameters: type[Any]
    card: ModelCard
    upstream: tuple[str, ...] = ()
    needs_baseline: bool = False
    reads: Mapping[str, tuple[str, ...]] | None = None
    indicators: Mapping[str, IndicatorText] = MappingProxyType({})
    facts: Mapping[str, FactText] = MappingProxyType({})
    layers: Sequence[MapLayer] = ()

    @abstractmethod
    def prepare(self, state: CityState, parameters: Any, progress: Progress) -> Any:
        """The operator for this geometry; raises errors.BadInput when the data cannot serve."""

    @abstractmethod
    def apply(
        self,
        operator: Any,
        state: CityState,
        parameters: Any,
        upstream: Upstream,
        progress: Progress,
    ) -> Outcome:
        """Layers and indicators of `state`; deterministic for equal inputs and seed."""

    @property
    def follows(self) -> bool:
        """Whether its operator can follow a changed geometry without being made anew."""
        return type(self).update is not Analysis.update

    def update(
        self,
        operator: Any,
        base: CityState,
        state: CityState,
        parameters: Any,
        progress: Progress,
    ) -> Any:
        """The operator of `state`, made from that of `base`; the same one when nothing it reads
        changed. Equals `prepare(state, ...)` to the tolerance in the model's card. Of an analysis
        that does not follow it is that of `base`: what is read of a plan, `apply` reads."""
        return operator

    @property
    def is_tiled(self) -> bool:
        """Whether many workers can prepare one city together."""
        return type(self).tiles is not Analysis.tiles

    def tiles(self, state: CityState, parameters: Any) -> Sequence[Any]:
        """Parts of the city whose rows can be made apart from each other; none where one cannot."""
        return ()

    def prepare_tile(self, state: CityState, parameters: Any, tile: Any, progress: Progress) -> Any:
        """The rows of one tile; only asked for what `tiles` gave."""
        raise NotImplementedError

    def join_tiles(self, state: CityState, parameters: Any, parts: Sequence[Any]) -> Any:
        """The operator of the whole city from all tiles: the same bytes as `prepare` gives."""
        raise NotImplementedError
