"""Three real but tiny models, so that runs can be watched, stopped and killed.

Imported by a worker (`celery worker --include tests.twin.tiny_analyses`) they join its catalogue.
"""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from portal.errors import BadInput
from twin.analyses.catalogue import ANALYSES
from twin.analyses.contract import (
    Analysis,
    Indicator,
    Layer,
    ModelCard,
    Outcome,
    Progress,
    Upstream,
)
from twin.citystate import CityState

CARD = ModelCard(
    title="Street kilometres",
    purpose="Counts.",
    method="Adds lengths.",
    sources=(),
    inputs=("Streets",),
    assumptions=(),
    not_modelled=("Everything else.",),
    synthetic_inputs=(),
    validation=(),
    uncertainty="None.",
)


@dataclass(frozen=True)
class Pace:
    """steps of pause_s each, so that a test can interfere; factor changes the answer."""

    steps: int = 1
    pause_s: float = 0.0
    factor: float = 1.0


class StreetKm(Analysis):
    """Kilometres of street open to cars."""

    name = "tiny_km"
    version = "1"
    parameters = Pace
    card = CARD
    prepared = 0

    def prepare(self, state: CityState, parameters: Pace, progress: Progress) -> Any:
        """Lengths in km."""
        StreetKm.prepared += 1
        return state.tables["street"].columns["length_m"] / 1000

    def apply(
        self,
        operator: Any,
        state: CityState,
        parameters: Pace,
        upstream: Upstream,
        progress: Progress,
    ) -> Outcome:
        """One layer, one indicator."""
        for step in range(parameters.steps):
            progress(step / parameters.steps, f"Step {step + 1}")
            time.sleep(parameters.pause_s)
        car = state.tables["street"].columns["car"]
        km = float((operator * car).sum()) * parameters.factor
        ids = np.flatnonzero(car).astype(np.int32)
        layer = Layer("streets", "street", ids, {"km": operator[ids]}, {"km": "km"})
        draws = tuple(km * share for share in (0.9, 1.0, 1.1))
        found = Indicator("tiny_km", "km", km * 0.9, km, km * 1.1, draws)
        return Outcome([layer], [found], {"gap": float("nan")}, ["Counted by hand."])


class Twice(Analysis):
    """Twice what the first found."""

    name = "tiny_twice"
    version = "1"
    parameters = Pace
    upstream = ("tiny_km",)
    card = CARD

    def prepare(self, state: CityState, parameters: Pace, progress: Progress) -> None:
        """Nothing to prepare."""

    def apply(
        self,
        operator: None,
        state: CityState,
        parameters: Pace,
        upstream: Upstream,
        progress: Progress,
    ) -> Outcome:
        """The upstream's indicator, doubled."""
        km = 2 * upstream.now["tiny_km"].indicators[0].central
        return Outcome([], [Indicator("tiny_twice", "km", km, km, km)])


class Broken(Analysis):
    """Fails: by its own word, or by surprise."""

    name = "tiny_broken"
    version = "1"
    parameters = Pace
    card = CARD

    def prepare(self, state: CityState, parameters: Pace, progress: Progress) -> None:
        """Nothing to prepare."""

    def apply(self, *given: Any) -> Outcome:
        """Factor 0 says why; one above 1024 calls that port; any other just breaks."""
        if given[2].factor == 0:
            raise BadInput("No car trip finds a way.")
        if given[2].factor > 1_024:
            socket.create_connection(("127.0.0.1", int(given[2].factor)), 2).close()
        raise ZeroDivisionError("secret detail")


TINY: tuple[Analysis, ...] = (StreetKm(), Twice(), Broken())


def install() -> None:
    """Add the tiny models to the catalogue of this process."""
    for analysis in TINY:
        if analysis.name not in ANALYSES:
            ANALYSES.add(analysis.name, analysis)
