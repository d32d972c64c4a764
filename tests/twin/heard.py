"""Finished noise and air with figures one can check by hand, on the real small city."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from tests.twin.answered import answered, fids, finish
from twin.analyses.access import Access
from twin.analyses.catalogue import ANALYSES
from twin.analyses.contract import Frame, Layer
from twin.models import AnalysisRun, Result, Scenario, TwinVersion
from twin.runs import pack

__all__ = ["answered", "chain", "heard"]
FRAME = Frame(x0=355200.0, y0=6689200.0, step_m=100.0, columns=5, rows=4)
"""EPSG:2154, in the middle of the small city; 20 cells of a hectare."""
BY_DAY, AT_NIGHT, NO2 = 64.0, 56.0, 24.0
QUIETER_DB = 4.0
DRAWS = (-0.5, 0.0, 0.5)
LOST_CELL = 7
"""A cell that lies in a house: no receiver, no value."""


@pytest.fixture
def chain() -> Iterator[None]:
    """Models called noise and air, where the catalogue has none of that name."""
    made = [name for name in ("noise", "air") if name not in ANALYSES]
    for name in made:
        stub: Any = SimpleNamespace(
            name=name, version="0", parameters=Access.parameters, upstream=(), card=Access.card
        )
        ANALYSES.add(name, stub)
    yield
    for name in made:
        del ANALYSES._items[name]


def _add(run: AnalysisRun, layer: Layer) -> None:
    frame = layer.frame
    Result.objects.create(
        run=run,
        layer=layer.name,
        kind=layer.kind,
        units=dict(layer.units),
        rows=len(layer.feature_ids),
        frame={} if frame is None else dict(vars(frame)),
        data=pack(layer),
    )


def _drawn(layer: Layer, spread: Sequence[float], *names: str) -> Layer:
    """The draws of some columns: `spread` added to the central value, one after the other."""
    columns = {
        f"{name}_{draw}": layer.columns[name] + add
        for name in names
        for draw, add in enumerate(spread)
    }
    units = {name: layer.units[name.rpartition("_")[0]] for name in columns}
    return Layer(f"{layer.name}_draws", layer.kind, layer.feature_ids, columns, units, layer.frame)


def noise_at(ids: np.ndarray, change: np.ndarray, frame: Frame | None) -> Layer:
    """BY_DAY and AT_NIGHT everywhere, `change` dB added; the quiet side has 15 dB less."""
    lden, lnight = (np.asarray(level + change, dtype=np.float32) for level in (BY_DAY, AT_NIGHT))
    columns = {
        "lden": lden,
        "lnight": lnight,
        "lday": lden - 2,
        "levening": lden - 3,
        "quiet_lden": lden - 15,
        "low_lden": lden - 2,
        "high_lden": lden + 2,
        "low_lnight": lnight - 2,
        "high_lnight": lnight + 2,
    }
    name, kind = ("grid", "grid") if frame else ("buildings", "building")
    return Layer(name, kind, ids, columns, dict.fromkeys(columns, "dB"), frame)


def cells() -> np.ndarray:
    """All cells of FRAME but LOST_CELL."""
    return np.delete(np.arange(FRAME.columns * FRAME.rows, dtype=np.int32), LOST_CELL)


def answer_noise(
    scenario: Scenario, change_db: float, *, row: int = 0, spread: Sequence[float] = DRAWS
) -> AnalysisRun:
    """Noise that is `change_db` louder at every house, and in one row of the ground's cells."""
    houses = fids(scenario.base, "building")
    at_houses = noise_at(houses, np.full(len(houses), change_db), None)
    run = finish(scenario, "noise", at_houses)
    here = cells()
    on_ground = noise_at(here, np.where(here // FRAME.columns == row, change_db, 0.0), FRAME)
    _add(run, on_ground)
    for layer in (at_houses, on_ground):
        _add(run, _drawn(layer, spread, "lden", "lnight"))
    return run


def answer_air(scenario: Scenario, change: float) -> AnalysisRun:
    """NO2 µg/m³ at every house and on the ground, `change` added."""
    houses = fids(scenario.base, "building")
    columns = {
        "no2": np.full(len(houses), NO2 + change, dtype=np.float32),
        "pm25": np.full(len(houses), 9.0, dtype=np.float32),
    }
    units = dict.fromkeys(columns, "µg/m³")
    run = finish(scenario, "air", Layer("buildings", "building", houses, columns, units))
    ground = {"no2": np.full(len(cells()), NO2 + change, dtype=np.float32)}
    _add(run, Layer("grid", "grid", cells(), ground, {"no2": "µg/m³"}, FRAME))
    return run


@pytest.fixture
def heard(chain: None, city: TwinVersion, answered: Sequence[Scenario]) -> Sequence[Scenario]:
    """As `answered`, and with STREET closed QUIETER_DB quieter and cleaner by 3 µg/m³."""
    today, closed = answered
    answer_noise(today, 0.0)
    answer_noise(closed, -QUIETER_DB)
    answer_air(today, 0.0)
    answer_air(closed, -3.0)
    return answered
