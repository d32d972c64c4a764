"""What levels mean: layers at facades, at houses and on the grid, and figures for the city."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twin.analyses.contract import Frame, Indicator, Layer
from twin.analyses.noise.figures import (
    INDICATORS,
    LDEN_LIMITS_DB,
    LNIGHT_LIMITS_DB,
    QUIET_DB,
)
from twin.analyses.receivers import Receivers
from twin.analyses.sampling import band, indicator

Levels = NDArray[np.float32]
"""Shape (receivers, 4, worlds): Lday, Levening, Lnight, Lden; world 0 is the central one."""
KINDS = ("lday", "levening", "lnight", "lden")
NIGHT, DEN = 2, 3
HEIGHT_ASSUMED = 2
"""Quality bit beside `receivers.MOVED`: the height of the building is assumed."""


def facade_layers(receivers: Receivers, found: Levels, frame: Frame) -> list[Layer]:
    """Layers "facades" and "facades_draws"; places in metres from the frame's corner."""
    place = receivers.xy - [frame.x0, frame.y0]
    columns: dict[str, NDArray[Any]] = {
        "building": receivers.building,
        "east_m": np.round(place[:, 0], 1),
        "north_m": np.round(place[:, 1], 1),
        "bearing_deg": np.round(receivers.bearing_deg),
        **{name: found[:, kind, 0] for kind, name in enumerate(KINDS)},
        **_bounds("lden", found[:, DEN]),
        "quality": receivers.quality,
    }
    draws: dict[str, NDArray[Any]] = {
        **_draws("lden", found[:, DEN]),
        **_draws("lnight", found[:, NIGHT]),
    }
    return [
        _layer("facades", "facade", receivers.number, columns, frame),
        _layer("facades_draws", "facade", receivers.number, draws, frame),
    ]


def grid_layers(receivers: Receivers, found: Levels, frame: Frame) -> list[Layer]:
    """Layers "grid" and "grid_draws"."""
    columns: dict[str, NDArray[Any]] = {
        **{name: found[:, kind, 0] for kind, name in enumerate(KINDS)},
        **_bounds("lden", found[:, DEN]),
    }
    return [
        _layer("grid", "grid", receivers.cell, columns, frame),
        _layer("grid_draws", "grid", receivers.cell, _draws("lden", found[:, DEN]), frame),
    ]


def building_layers(receivers: Receivers, found: Levels, assumed: NDArray[np.bool_]) -> list[Layer]:
    """Layers "buildings" and "buildings_draws": the loudest facade, and the quietest.

    assumed: per row of the building table, whether its height is. Buildings without a receiver
    have no row.
    """
    building, first = np.unique(receivers.building, return_index=True)
    if not len(building):
        loudest, quietest = found, found[:, DEN]
        quality = np.empty(0)
    else:
        loudest = np.maximum.reduceat(found, first, axis=0)
        quietest = np.minimum.reduceat(found[:, DEN], first, axis=0)
        quality = np.bitwise_or.reduceat(receivers.quality, first)
        quality = quality | np.where(assumed[building], HEIGHT_ASSUMED, 0)
    columns: dict[str, NDArray[Any]] = {
        **{name: loudest[:, kind, 0] for kind, name in enumerate(KINDS)},
        "quiet_lden": quietest[:, 0],
        **_bounds("lden", loudest[:, DEN]),
        **_bounds("lnight", loudest[:, NIGHT]),
        "quality": quality,
    }
    draws: dict[str, NDArray[Any]] = {
        **_draws("lden", loudest[:, DEN]),
        **_draws("lnight", loudest[:, NIGHT]),
    }
    return [
        _layer("buildings", "building", building, columns),
        _layer("buildings_draws", "building", building, draws),
    ]


def indicators_of(
    receivers: Receivers, found: Levels, areas: Mapping[str, NDArray[np.bool_]]
) -> list[Indicator]:
    """Figures for the city and each area; areas: name -> which receivers, "" is all."""
    figures = []
    for name, here in areas.items():
        if here.any():
            some = receivers.part(here)
            for code, values in _measured(some, found[here]).items():
                unit = INDICATORS[code].unit
                samples = [float(value) for value in values[1:]]
                figures.append(indicator(code, unit, float(values[0]), samples, area=name))
    return figures


def _measured(receivers: Receivers, found: Levels) -> dict[str, NDArray[np.float64]]:
    """Code -> value in every world, shape (worlds,)."""
    metres = receivers.facade_m
    weight = metres / metres.sum()
    lden, lnight = found[:, DEN].astype(float), found[:, NIGHT]
    measured = {"mean_lden_facade": weight @ lden}
    for name, limit in LDEN_LIMITS_DB.items():
        measured[f"facade_lden_{name}"] = 100.0 * (weight @ (lden > limit))
    for name, limit in LNIGHT_LIMITS_DB.items():
        measured[f"facade_lnight_{name}"] = 100.0 * (weight @ (lnight > limit))
    _, first = np.unique(receivers.building, return_index=True)
    quietest = np.minimum.reduceat(found[:, DEN], first, axis=0)
    measured["houses_quiet_side"] = 100.0 * (quietest < QUIET_DB).mean(axis=0)
    return measured


def _bounds(name: str, found: Levels) -> dict[str, NDArray[Any]]:
    """5th and 95th percentile of the draws, the central value included."""
    low, high = band(found[:, 1:].T.astype(float), found[:, 0].astype(float))
    return {f"low_{name}": np.round(low, 2), f"high_{name}": np.round(high, 2)}


def _draws(name: str, found: Levels) -> dict[str, Levels]:
    return {f"{name}_{draw}": found[:, draw + 1] for draw in range(found.shape[1] - 1)}


def _layer(
    name: str,
    kind: str,
    ids: NDArray[np.int64],
    columns: Mapping[str, NDArray[Any]],
    frame: Frame | None = None,
) -> Layer:
    return Layer(
        name=name,
        kind=kind,
        feature_ids=ids.astype(np.int32),
        columns={
            key: np.ascontiguousarray(values, dtype=np.float32) for key, values in columns.items()
        },
        units={key: UNITS.get(key, "dB") for key in columns},
        frame=frame,
    )


UNITS = {"building": "1", "east_m": "m", "north_m": "m", "bearing_deg": "deg", "quality": "1"}
