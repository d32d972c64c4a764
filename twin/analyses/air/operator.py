"""What geometry fixes: how much each street's emissions add at each receptor."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from twin.analyses.air.canyon.ospm import canyon_factors, stirring_m_s
from twin.analyses.air.canyon.shape import Canyons, canyons, canyons_again, heights_m
from twin.analyses.air.dispersion import near
from twin.analyses.air.dispersion.curves import spread
from twin.analyses.air.dispersion.far import FarField, far_field
from twin.analyses.air.dispersion.mesh import Mesh, mesh_of
from twin.analyses.air.dispersion.plume import SLOWEST_M_S
from twin.analyses.air.dispersion.point import AVERAGING_MIN, HALF_WIDTH_M, point_table, spreads
from twin.analyses.air.dispersion.rose import Rose, default_rose, rose_of
from twin.analyses.air.parameters import AirParameters
from twin.analyses.air.rows.layout import Layout, layout_of
from twin.analyses.air.rows.receptors import facades_again, facades_of
from twin.analyses.air.rows.reuse import copy_rows, same_rows, unchanged
from twin.analyses.air.rows.targets import FACADE, GRID, corner_weights, targets_of
from twin.analyses.contract import Frame, Progress
from twin.analyses.receivers import Receivers, frame_of, grid_receivers
from twin.citystate import CityState

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NO_TRAFFIC = ("path", "stairs", "ferry")
HEIGHTS_M = (4.0, 1.5)
"""Above ground: at facades as for noise, on the grid where people breathe."""
WORST_LID_M = 200.0
CANYON_WIDTH_M = 15.0
LOOK_M = 45.0
"""A changed building can change the canyon of a street up to this far away."""
CHUNK = 256
THREADS = max(1, min(8, os.cpu_count() or 1))


@dataclass(frozen=True)
class AirOperator:
    """Concentrations per unit emission, µg/m³ per g/(m s).

    facades, grid: receptors; together, facades first, they are the rows. frame: of the grid.
    canyons: of each stretch of street, with their factors, s/m²: year (stretches, 2 sides, 2
    levels) and hour (stretches, 2 sides, 18 directions). targets: receptors as the plume sees them.
    layout: which streets a row has a value for. values: annual means, shape (n, 1); hourly: per
    direction of the slow wind, at facades. corner: weights of the four corners of a receptor's cell
    for the far field, shape (rows, 4). length_km, area: of each street, 0 where no vehicles may
    ever go; the name of its district. assumed: which buildings are of unknown height.
    """

    facades: Receivers
    grid: Receivers
    frame: Frame
    canyons: Canyons
    year: Floats
    hour: Floats
    targets: near.Targets
    layout: Layout
    values: NDArray[np.float32]
    hourly: NDArray[np.float32]
    corner: NDArray[np.float32]
    far: FarField
    length_km: Floats
    area: NDArray[np.str_]
    canyon_streets: int
    assumed: NDArray[np.bool_]


@dataclass(frozen=True)
class Change:
    """An operator to start from, and the outlines of buildings that are other than in it."""

    base: AirOperator
    outlines: NDArray[np.object_]


def rose_for(parameters: AirParameters) -> Rose:
    """The weather of the parameters, or the assumed rose; raises BadInput."""
    return rose_of(parameters.weather) if parameters.weather else default_rose()


def traffic_rows(state: CityState) -> Ints:
    """Rows of streets that vehicles may ever use, whether closed today or not."""
    street = state.tables.get("street")
    if street is None or not len(street):
        return np.empty(0, dtype=np.int64)
    usable = ~np.isin(street.columns["road_class"], NO_TRAFFIC)
    return np.flatnonzero(usable & (shapely.length(street.geometry) > 0.01))


def prepare(
    state: CityState,
    parameters: AirParameters,
    progress: Progress,
    *,
    change: Change | None = None,
    threads: int = THREADS,
) -> AirOperator:
    """The operator of a city with at least one street for cars. change: an operator of the same
    streets and parameters; its rows are taken over where nothing around them changed."""
    street = state.tables["street"]
    rows = traffic_rows(state)
    lines = street.geometry[rows]
    progress(0.0, "")
    frame = frame_of(state, parameters.grid_m)
    grid = grid_receivers(state, frame, height_m=HEIGHTS_M[GRID])
    facades = _facades(state, lines, change)
    mesh, rose = mesh_of(street.geometry, rows), rose_for(parameters)
    shaped, year, hour, assumed = _canyons(state, mesh, rose, parameters, change, threads)
    targets = targets_of(facades, grid, mesh, shaped, year, hour)
    progress(0.2, "")
    air, sources = _air(rose, parameters), _sources(mesh)
    layout = layout_of(sources, targets, len(facades), len(street))
    made = AirOperator(
        facades=facades,
        grid=grid,
        frame=frame,
        canyons=shaped,
        year=year,
        hour=hour,
        targets=targets,
        layout=layout,
        values=np.zeros((int(layout.row_first[-1]), 1), dtype=np.float32),
        hourly=np.zeros((int(layout.hour_first[-1]), near.HOURS), dtype=np.float32),
        corner=corner_weights(mesh, targets),
        far=change.base.far if change else far_field(mesh, air.table[FACADE]),
        length_km=_length_km(state, rows),
        area=district_of(state),
        canyon_streets=len(np.unique(mesh.stretches.street[shaped.is_canyon])),
        assumed=assumed,
    )
    todo = _take_over(change.base, made) if change else np.arange(len(targets.x))
    _fill(made, sources, air, todo, progress, threads)
    return made


def _facades(state: CityState, lines: NDArray[np.object_], change: Change | None) -> Receivers:
    building = state.tables.get("building")
    if change is None or building is None or not len(building):
        return facades_of(building, lines)
    return facades_again(change.base.facades, building, lines, change.outlines)


def _canyons(
    state: CityState,
    mesh: Mesh,
    rose: Rose,
    parameters: AirParameters,
    change: Change | None,
    threads: int,
) -> tuple[Canyons, Floats, Floats, NDArray[np.bool_]]:
    """Canyons of all stretches and their factors; those near a change are worked out anew."""
    shapes, heights, assumed = heights_m(state.tables.get("building"))
    s = mesh.stretches
    if change is None:
        shaped = canyons(s, shapes, heights)
        year, hour = np.zeros((len(s.x), 2, 2)), np.zeros((len(s.x), 2, near.HOURS))
        todo = shaped.is_canyon
    else:
        tree = shapely.STRtree(mesh.lines())
        _, close = tree.query(change.outlines, predicate="dwithin", distance=LOOK_M)
        todo = np.zeros(len(s.x), dtype=bool)
        todo[close] = True
        shaped = canyons_again(change.base.canyons, s, todo, shapes, heights)
        year, hour = change.base.year.copy(), change.base.hour.copy()
        year[todo], hour[todo] = 0.0, 0.0
        todo = todo & shaped.is_canyon
    stir = stirring_m_s(
        parameters.canyon_light_veh_h, parameters.canyon_heavy_veh_h, parameters.canyon_kmh,
        CANYON_WIDTH_M,
    )  # fmt: skip
    wind = max(parameters.worst_wind_m_s, SLOWEST_M_S)

    def some(part: Ints) -> None:
        for level, height in enumerate(HEIGHTS_M):
            # The worst hour is for facades only: none of its directions on the grid.
            hours = hour if level == FACADE else hour[:, :, :0]
            canyon_factors(
                part, s.ux, s.uy, shaped.distance_m, shaped.height_m, rose.share, rose.wind_m_s,
                stir, height, wind, year[:, :, level], hours,
            )  # fmt: skip

    in_chunks(some, np.flatnonzero(todo), threads)
    return shaped, year, hour, assumed


def _length_km(state: CityState, rows: Ints) -> Floats:
    found = np.zeros(len(state.tables["street"]))
    found[rows] = shapely.length(state.tables["street"].geometry[rows]) / 1000.0
    return found


def district_of(state: CityState) -> NDArray[np.str_]:
    """Name of the district in which the middle of each street lies, "" for none."""
    street, district = state.tables["street"], state.tables.get("district")
    names = np.full(len(street), "", dtype=object)
    if district is not None and len(district):
        middle = shapely.line_interpolate_point(street.geometry, 0.5, normalized=True)
        row, which = shapely.STRtree(district.geometry).query(middle, predicate="within")
        names[row[::-1]] = district.columns["name"][which[::-1]]
    return names.astype(np.str_)


def _take_over(base: AirOperator, new: AirOperator) -> Ints:
    """Copies what stays from `base`; the rows that are still to be worked out."""
    row = same_rows(new.facades, new.grid, base.facades, base.grid)
    same = unchanged(new.targets, base.targets, row)
    kept = np.flatnonzero(same)
    here, there = new.layout, base.layout
    copy_rows(here.row_first, there.row_first, row, kept, new.values, base.values)
    copy_rows(here.hour_first, there.hour_first, row, kept, new.hourly, base.hourly)
    return np.flatnonzero(~same)


def _fill(
    made: AirOperator,
    sources: near.Sources,
    air: near.Air,
    rows: Ints,
    progress: Progress,
    threads: int,
) -> None:
    layout = made.layout

    def some(part: Ints) -> None:
        near.fill_rows(
            sources, air, made.targets, part, layout.row_first, layout.cell_first,
            layout.cell_street, made.values[:, 0], layout.hour_first, layout.hour_street,
            made.hourly, len(made.length_km),
        )  # fmt: skip

    in_chunks(some, rows, threads, lambda share: progress(0.2 + 0.8 * share, ""))


def in_chunks(
    work: Callable[[Ints], None],
    rows: Ints,
    threads: int,
    done: Callable[[float], None] = lambda _share: None,
) -> None:
    """`work` on pieces of `rows` in threads; each writes its own rows, so the bytes don't depend
    on the number of threads."""
    parts = [rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK)]
    if threads == 1 or len(parts) < 2:
        for number, part in enumerate(parts):
            work(part)
            done((number + 1) / len(parts))
        return
    with ThreadPoolExecutor(threads) as pool:
        for number, _nothing in enumerate(pool.map(work, parts)):
            done((number + 1) / len(parts))


def _sources(mesh: Mesh) -> near.Sources:
    s = mesh.stretches
    return near.Sources(
        s.x, s.y, s.ux, s.uy, s.length_m, s.street, mesh.first, mesh.columns, mesh.rows
    )


def _air(rose: Rose, parameters: AirParameters) -> near.Air:
    wind = max(parameters.worst_wind_m_s, SLOWEST_M_S)
    worst = spread(
        parameters.worst_stability, parameters.roughness_cm, AVERAGING_MIN, HALF_WIDTH_M,
        HALF_WIDTH_M / wind,
    )  # fmt: skip
    return near.Air(
        share=rose.share,
        wind=rose.wind_m_s,
        mixing=rose.mixing_m,
        widths=np.array([tuple(one) for one in spreads(rose, parameters.roughness_cm)]),
        table=np.stack(
            [point_table(rose, parameters.roughness_cm, height).values for height in HEIGHTS_M]
        ),
        worst=np.array([*worst, wind, WORST_LID_M]),
    )
