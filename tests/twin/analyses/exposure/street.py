"""A row of houses with levels and air made by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from tests.twin.small_city import table
from twin.analyses.contract import Indicator, Layer, Outcome, Upstream
from twin.analyses.exposure import Exposure, ExposureParameters
from twin.citystate import CityState, Table

MODEL = Exposure()
HOUSE_M = 10.0


def silent(_share: float, _text: str) -> None:
    """Tells nobody."""


def houses(count: int, **columns: Any) -> Table:
    """Square houses of 10 m side in a row from west to east, ten residents in eight dwellings."""
    shapes = [shapely.box(k * HOUSE_M, 0, (k + 1) * HOUSE_M, HOUSE_M) for k in range(count)]
    given = {"residents": [10.0] * count, "dwellings": [8.0] * count, "storeys": [4.0] * count}
    return table("building", [f"urn:h{k}" for k in range(count)], shapes, **{**given, **columns})


def city(building: Table, **tables: Table) -> CityState:
    """The houses in two districts: West is the first 20 m, East the rest."""
    west, east = shapely.box(-1, -1, 20, 11), shapely.box(20, -1, 10_000, 11)
    district = table("district", ["urn:w", "urn:e"], [west, east], name=["West", "East"])
    return CityState("EPSG:2154", {"building": building, "district": district, **tables}, "d" * 64)


def cells(outlines: Sequence[tuple[float, float]], **columns: Any) -> Table:
    """Census cells from one x to another, metres."""
    shapes = [shapely.box(start, -5, end, 15) for start, end in outlines]
    return table("census_cell", [f"urn:c{k}" for k in range(len(shapes))], shapes, **columns)


def noise(
    building: Sequence[int], lden: Sequence[float], *draws: Sequence[float], night: float = -8.0
) -> Outcome:
    """A noise outcome: the row of each receiver's building, its Lden, then its draws."""
    ids = np.arange(len(building), dtype=np.int32)
    rows = [np.asarray(row, np.float32) for row in (lden, *draws)]
    central = {
        "building": np.asarray(building, np.float32), "lden": rows[0], "lnight": rows[0] + night
    }  # fmt: skip
    drawn = {f"lden_{i}": row for i, row in enumerate(rows[1:])} | {
        f"lnight_{i}": row + night for i, row in enumerate(rows[1:])
    }
    return Outcome(
        (_layer("facades", "facade", ids, central), _layer("facades_draws", "facade", ids, drawn)),
        (),
    )


def air(no2: Sequence[float], *draws: Sequence[float]) -> Outcome:
    """An air outcome: NO2 of building 0, 1, ..., then its draws; PM2.5 is half, PM10 as much."""
    ids = np.arange(len(no2), dtype=np.int32)

    def columns(values: Sequence[float], end: str) -> dict[str, Any]:
        row = np.asarray(values, np.float32)
        return {f"no2{end}": row, f"pm25{end}": row / 2, f"pm10{end}": row}

    drawn: dict[str, Any] = {}
    for i, row in enumerate(draws):
        drawn |= columns(row, f"_{i}")
    return Outcome(
        (
            _layer("buildings", "building", ids, columns(no2, "")),
            _layer("buildings_draws", "building", ids, drawn),
        ),
        (),
    )


def _layer(name: str, kind: str, ids: Any, columns: Mapping[str, Any]) -> Layer:
    return Layer(name, kind, ids, columns, {})


def run(
    state: CityState,
    now: tuple[Outcome, Outcome],
    before: tuple[Outcome, Outcome] | None = None,
    base: CityState | None = None,
    **parameters: Any,
) -> Outcome:
    """The exposure of `state` with noise and air `now`, and today's `before`."""
    settings = ExposureParameters(**parameters)
    operator = MODEL.prepare(base or state, settings, silent)
    then = before or now
    upstream = Upstream(
        {"noise": now[0], "air": now[1]},
        {"noise": then[0], "air": then[1]},
    )
    return MODEL.apply(operator, state, settings, upstream, silent)


def found(outcome: Outcome, code: str, area: str = "", group: str = "") -> Indicator:
    """One indicator."""
    return next(
        one for one in outcome.indicators if (one.code, one.area, one.group) == (code, area, group)
    )
