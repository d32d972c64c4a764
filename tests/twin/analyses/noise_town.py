"""A small town with noise: houses along two streets, and traffic written by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from tests.twin.analyses.towns import BUILDING, city, streets
from twin.analyses.contract import Outcome, Upstream
from twin.analyses.flows import Flows
from twin.analyses.noise import NoiseParameters
from twin.citystate import CityState, Table

QUICK = NoiseParameters(range_m=120.0, step_m=40.0, samples=3)
"""As the defaults, but for a range and a grid that suit a town of 300 m."""
Box = tuple[float, float, float, float]
HOUSES: tuple[Box, ...] = (
    (20, 10, 40, 25),
    (45, 10, 70, 25),
    (80, 10, 100, 40),
    (20, -30, 60, -10),
    (75, -25, 95, -8),
    (130, 12, 150, 30),
    (160, 40, 190, 55),
    (130, -40, 170, -12),
)


def houses(*boxes: Box, **columns: Any) -> Table:
    """A building table of rectangles (x0, y0, x1, y1); columns are one value or one per house."""
    shapes = np.array([shapely.box(*box) for box in boxes], dtype=object)
    values = {**BUILDING, "residents": 5.0, "ground_z_m": 5.0, "quality": "", **columns}
    table = {name: np.broadcast_to(np.array(v), len(boxes)).copy() for name, v in values.items()}
    return Table(np.array([f"urn:b{k}" for k in range(len(boxes))], dtype=str), shapes, table)


def greens(*boxes: Box, category: str = "park") -> Table:
    """A table of rectangular greens."""
    shapes = np.array([shapely.box(*box) for box in boxes], dtype=object)
    return Table(
        np.array([f"urn:g{k}" for k in range(len(boxes))], dtype=str),
        shapes,
        {"category": np.array([category] * len(boxes), dtype=str)},
    )


def town(building: Table | None = None, **others: Table) -> CityState:
    """Two streets that meet at (110, 0), and the houses."""
    road = streets(
        {"line": [(0.0, 0.0), (110.0, 0.0)]},
        {"line": [(110.0, 0.0), (250.0, 0.0)]},
        {"line": [(110.0, 0.0), (110.0, 150.0)], "z_end_m": 8.0},
    )
    return city(road, houses(*HOUSES) if building is None else building, **others)


def flows(streets_count: int, light: float = 300.0, heavy: float = 20.0, **kmh: float) -> Flows:
    """The same traffic on every street, direction, period and world: day's by `light`, `heavy`.

    kmh: light, heavy; 50 where not given.
    """
    shape = (QUICK.samples + 1, 3, 2, streets_count)
    share = np.array([1.0, 0.6, 0.15])[:, None, None]
    return Flows(
        light=np.full(shape, light) * share,
        heavy=np.full(shape, heavy) * share,
        light_kmh=np.full(shape, kmh.get("light_kmh", 50.0)),
        heavy_kmh=np.full(shape, kmh.get("heavy_kmh", 50.0)),
        peak_light=np.full((shape[0], 2, streets_count), light),
        peak_heavy=np.full((shape[0], 2, streets_count), heavy),
        peak_kmh=np.full((shape[0], 2, streets_count), 50.0),
    )


TRAFFIC = Upstream({"traffic": Outcome((), ())})
"""Stands where traffic's outcome goes; tests put `flows` behind it."""
