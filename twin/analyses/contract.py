"""What every analysis takes and gives: parameters, operator, outcome (pure: no Django)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

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


class Analysis(Protocol):
    """A model: `prepare` makes an operator from geometry, `apply` uses it on a state.

    reads: the kinds and columns that the operator depends on, so it can be cached by their digest.
    upstream: names of analyses whose outcomes `apply` needs.
    parameters: a frozen dataclass type with defaults; `asdict` of it is part of the fingerprint.
    """

    name: str
    version: str
    parameters: type[Any]
    upstream: tuple[str, ...]
    card: ModelCard

    def prepare(self, state: CityState, parameters: Any, progress: Progress) -> Any:
        """The operator for this geometry; raises errors.BadInput when the data cannot serve."""
        ...

    def apply(
        self,
        operator: Any,
        state: CityState,
        parameters: Any,
        upstream: Mapping[str, Outcome],
        progress: Progress,
    ) -> Outcome:
        """Layers and indicators of `state`; deterministic for equal inputs and seed."""
        ...


class GeometryAware(Analysis, Protocol):
    """An analysis whose operator can follow a changed geometry without being made anew."""

    def update(
        self,
        operator: Any,
        base: CityState,
        state: CityState,
        parameters: Any,
        progress: Progress,
    ) -> Any:
        """The operator of `state`, made from that of `base`; the same one when nothing it reads
        changed. Equals `prepare(state, ...)` to the tolerance in the model's card."""
        ...
