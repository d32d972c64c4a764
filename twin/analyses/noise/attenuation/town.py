"""What an operator is made from: receivers, sources, ground, and what stands between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from twin.analyses.contract import Frame
from twin.analyses.noise.attenuation.ground import Ground, ground_of
from twin.analyses.noise.attenuation.sources import Pieces, Sources, pieces_of
from twin.analyses.noise.geometry import Scene, build_scene
from twin.analyses.noise.parameters import DEFAULT_HEIGHT_M, GROUND_FACTORS, NoiseParameters
from twin.analyses.receivers import (
    Receivers,
    facade_receivers,
    frame_of,
    grid_receivers,
    height_assumed,
)
from twin.citystate import CityState, Table

Floats = NDArray[np.float64]
Box = tuple[float, float, float, float]

SCENE = ("building", "green", "water")
ORIGIN_M = 1000.0
"""The origin moves in steps of this, so that a new house at the edge does not move it."""
CELL_M = 20.0
"""Cells of the scene's index: the same for the whole city and for a tile of it."""


class Standing(NamedTuple):
    """The scene and, for each of its buildings, the row in the building table (rising)."""

    scene: Scene
    rows: NDArray[np.int64]

    def owner_of(self, building: NDArray[np.int64]) -> NDArray[np.int64]:
        """Numbers in the scene of rows of the building table, -1 where it has none."""
        if not len(self.rows):
            return np.full(len(building), -1, dtype=np.int64)
        place = np.minimum(np.searchsorted(self.rows, building), len(self.rows) - 1)
        return np.where(self.rows[place] == building, place, -1)


@dataclass(frozen=True)
class Town:
    """The city as the noise operator sees it.

    facades, grid: receivers. facade_z, grid_z: ground altitude under them. pieces: of street.
    frame: of the grid. ground: known altitudes.
    """

    facades: Receivers
    facade_z: Floats
    grid: Receivers
    grid_z: Floats
    pieces: Pieces
    frame: Frame
    ground: Ground


def town_of(state: CityState, parameters: NoiseParameters) -> Town:
    """Receivers and sources of the whole city; half a second for 10,000 buildings."""
    ground = ground_of(state)
    building = state.tables.get("building")
    if building is None:
        building = Table(np.empty(0, dtype=str), np.empty(0, dtype=object))
    facades = facade_receivers(building, spacing_m=parameters.spacing_m)
    frame = frame_of(state, parameters.step_m)
    grid = grid_receivers(state, frame)
    return Town(
        facades=facades,
        facade_z=ground.at(facades.xy),
        grid=grid,
        grid_z=ground.at(grid.xy),
        pieces=pieces_of(state, ground, parameters.piece_m, parameters.far_piece_m),
        frame=frame,
        ground=ground,
    )


def standing_of(
    state: CityState, town: Town, parameters: NoiseParameters, box: Box | None = None
) -> Standing:
    """The buildings and grounds that sound meets, those that touch `box` where it is given.

    A building of unknown height counts as `heights_of` says; one of height 0 is gone.
    """
    shapes, factors = grounds_of(state, parameters.ground)
    building = state.tables.get("building")
    geometry = np.empty(0, dtype=object) if building is None else building.geometry
    height = np.empty(0) if building is None else heights_of(building)[0]
    rows = np.flatnonzero(height > 0)
    if box is not None:
        rows = rows[shapely.intersects(geometry[rows], shapely.box(*box))]
        touched = shapely.intersects(shapes, shapely.box(*box))
        shapes, factors = shapes[touched], factors[touched]
    geometry, height = geometry[rows], height[rows]
    foot = town.ground.at(shapely.get_coordinates(shapely.centroid(geometry)))
    scene = build_scene(
        buildings=geometry,
        top_m=foot + height,
        foot_m=foot,
        building_absorption=np.full(8, parameters.absorption),
        ground_areas=shapes,
        ground_factors=factors,
        default_g=parameters.ground,
        cell_m=CELL_M,
        origin=origin_of(state),
    )
    return Standing(scene, rows)


def origin_of(state: CityState) -> tuple[float, float]:
    """Whole metres south-west of all buildings and grounds: what scenes count from."""
    tables = [state.tables[name] for name in SCENE if name in state.tables]
    bounds = np.concatenate([np.empty((0, 4)), *(shapely.bounds(t.geometry) for t in tables)])
    bounds = bounds[np.isfinite(bounds).all(axis=1)]
    if not len(bounds):
        return 0.0, 0.0
    low = np.floor(bounds[:, :2].min(axis=0) / ORIGIN_M) * ORIGIN_M
    return float(low[0] - ORIGIN_M), float(low[1] - ORIGIN_M)


def heights_of(building: Table) -> tuple[Floats, NDArray[np.bool_]]:
    """Height of every building in metres, and where it is assumed.

    Unknown heights are 3 m per storey, or 6 m where the storeys are unknown too.
    """
    count = len(building)
    columns = building.columns
    height = np.asarray(columns.get("height_m", np.full(count, np.nan)), dtype=float)
    storeys = np.asarray(columns.get("storeys", np.full(count, np.nan)), dtype=float)
    unknown = ~np.isfinite(height)
    usual = np.where(storeys > 0, 3.0 * np.nan_to_num(storeys), DEFAULT_HEIGHT_M)
    return np.where(unknown, usual, np.maximum(height, 0.0)), unknown | height_assumed(building)


def grounds_of(state: CityState, usual: float) -> tuple[NDArray[Any], Floats]:
    """Areas whose ground differs from the usual, and their factor G; water goes first.

    G of greens: Directive 2015/996, Table 2.5.a; water is hard.
    """
    shapes: list[NDArray[Any]] = [np.empty(0, dtype=object)]
    factors: list[Floats] = [np.empty(0)]
    water, green = state.tables.get("water"), state.tables.get("green")
    if water is not None and usual > 0:
        shapes.append(water.geometry)
        factors.append(np.zeros(len(water)))
    if green is not None:
        own = np.array([GROUND_FACTORS.get(str(name), usual) for name in green.columns["category"]])
        differs = own != usual
        if differs.any():
            shapes.append(green.geometry[differs])
            factors.append(own[differs])
    return np.concatenate(shapes), np.concatenate(factors)


def covered(state: CityState, sources: Sources) -> NDArray[np.bool_]:
    """Which sources have their middle inside a building that stands: passages and arcades."""
    found = np.zeros(len(sources.street), dtype=bool)
    building = state.tables.get("building")
    if building is not None and len(found):
        tree = shapely.STRtree(building.geometry[heights_of(building)[0] > 0])
        inside, _ = tree.query(shapely.points(sources.x, sources.y), predicate="intersects")
        found[inside] = True
    return found
