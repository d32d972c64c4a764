"""Small towns for the tests, built from lines of coordinates in metres."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from twin.analyses.network import assumed_limit_kmh
from twin.citystate import CityState, Table

Point = tuple[float, ...]
STREET: dict[str, Any] = {
    "name": "",
    "road_class": "carriageway",
    "importance": 3,
    "lanes": 2.0,
    "width_m": 7.0,
    "mean_speed_kmh": 30.0,
    "speed_kmh": np.nan,
    "direction": "both",
    "car": True,
    "restricted": False,
    "foot": True,
    "level": 0,
    "z_start_m": 5.0,
    "z_end_m": 5.0,
    "bus": False,
}
BUILDING: dict[str, Any] = {
    "height_m": 12.0,
    "storeys": 4.0,
    "dwellings": 100.0,
    "usage": "residential",
    "usage2": "",
    "light": False,
}


def streets(*rows: dict[str, Any]) -> Table:
    """A street table; each row has `line` and whatever differs from an ordinary street."""
    lines = np.array([shapely.LineString(row["line"]) for row in rows], dtype=object)
    columns = {
        name: np.array([row.get(name, usual) for row in rows]) for name, usual in STREET.items()
    }
    columns["length_m"] = shapely.length(lines)
    assumed = assumed_limit_kmh(
        columns["importance"], columns["road_class"], columns["restricted"].astype(bool)
    )
    given = columns["speed_kmh"].astype(float)
    columns["speed_kmh"] = np.where(np.isnan(given), assumed, given)
    return Table(np.array([f"urn:s{k}" for k in range(len(rows))]), lines, columns)


def buildings(*rows: dict[str, Any]) -> Table:
    """A building table of 10 m squares; each row has `at` and whatever differs from a block."""
    shapes = np.array(
        [shapely.Point(row["at"]).buffer(5, cap_style="square") for row in rows], dtype=object
    )
    columns = {
        name: np.array([row.get(name, usual) for row in rows]) for name, usual in BUILDING.items()
    }
    return Table(np.array([f"urn:b{k}" for k in range(len(rows))]), shapes, columns)


def places(*rows: tuple[str, Point]) -> Table:
    """A place table of (category, point)."""
    points = np.array([shapely.Point(point) for _, point in rows], dtype=object)
    category = np.array([name for name, _ in rows])
    return Table(np.array([f"urn:p{k}" for k in range(len(rows))]), points, {"category": category})


def city(street: Table, building: Table, **others: Table) -> CityState:
    """A city state of the given tables."""
    return CityState("EPSG:2154", {"street": street, "building": building, **others}, "test")


def block_town(side: int = 4, step: float = 200.0) -> CityState:
    """A square of `side` x `side` junctions with homes west, shops and a few homes east.

    Closed on itself: the outermost junctions have two or more streets, so nothing leads out.
    """
    rows: list[dict[str, Any]] = []
    for i in range(side):
        for j in range(side):
            here = (i * step, j * step)
            if i + 1 < side:
                rows.append({"line": [here, (here[0] + step, here[1])], "name": f"Row {j}"})
            if j + 1 < side:
                rows.append({"line": [here, (here[0], here[1] + step)], "name": f"Column {i}"})
    homes = [{"at": (20.0, 20.0 + j * step), "dwellings": 900.0} for j in range(side)]
    shops = [
        {
            "at": ((side - 1) * step - 20.0, 20.0 + j * step),
            "dwellings": 50.0,
            "usage": "commercial",
        }
        for j in range(side)
    ]
    return city(streets(*rows), buildings(*homes, *shops))


def edited(state: CityState, kind: str, rows: Any, **values: Any) -> CityState:
    """The state with columns changed in some rows of one table."""
    table = state.tables[kind]
    changed = {}
    for name, value in values.items():
        column = table.columns[name].astype(object)
        column[rows] = value
        changed[name] = np.array(column.tolist())
    return state.with_table(kind, table.with_columns(**changed), "edited")


def silent(share: float, text: str) -> None:
    """A progress callback that nobody listens to."""
