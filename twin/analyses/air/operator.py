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
from twin.analyses.air.canyon.shape import Canyons, canyons, heights_m
from twin.analyses.air.dispersion import near
from twin.analyses.air.dispersion.curves import spread
from twin.analyses.air.dispersion.far import FarField, far_field
from twin.analyses.air.dispersion.mesh import CELL_M, Mesh, mesh_of
from twin.analyses.air.dispersion.plume import SLOWEST_M_S
from twin.analyses.air.dispersion.point import AVERAGING_MIN, HALF_WIDTH_M, point_table, spreads
from twin.analyses.air.dispersion.rose import Rose, default_rose, rose_of
from twin.analyses.air.layout import Layout, layout_of
from twin.analyses.air.parameters import AirParameters
from twin.analyses.air.receptors import receptors_of
from twin.analyses.air.reuse import copy_rows, same_rows, unchanged
from twin.analyses.contract import Frame, Progress
from twin.analyses.receivers import Receivers
from twin.citystate import CityState

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NO_TRAFFIC = ("path", "stairs", "ferry")
WORST_LID_M = 200.0
FARTHEST_CANYON_M = 2.5
"""A receptor may stand this much behind the middle line of the facades and still in the canyon."""
CHUNK = 256
THREADS = max(1, min(8, os.cpu_count() or 1))


@dataclass(frozen=True)
class AirOperator:
    """Concentrations per unit emission, µg/m³ per g/(m s).

    facades, grid: receptors; together, facades first, they are the rows. frame: of the grid.
    layout: which streets a row has a value for. targets: receptors as the plume sees them. values:
    annual means; hourly: per direction of the slow wind, at facades. corner: weights of the four
    corners of a receptor's cell for the far field, shape (rows, 4). length_km, area: of each
    street, 0 where no vehicles may ever go; the name of its district. defaulted: buildings of
    unknown height.
    """

    facades: Receivers
    grid: Receivers
    frame: Frame
    targets: near.Targets
    layout: Layout
    values: NDArray[np.float32]
    hourly: NDArray[np.float32]
    corner: NDArray[np.float32]
    far: FarField
    length_km: Floats
    area: NDArray[np.str_]
    canyon_streets: int
    defaulted: int


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
    base: AirOperator | None = None,
    threads: int = THREADS,
) -> AirOperator:
    """The operator of a city with at least one street for cars. base: an operator of the same
    streets and parameters, whose rows are taken over where nothing around them changed."""
    street = state.tables["street"]
    rows = traffic_rows(state)
    progress(0.0, "")
    facades, grid, frame = receptors_of(state, street.geometry[rows], parameters.grid_m)
    mesh = mesh_of(street.geometry, rows)
    shapes, heights, defaulted = heights_m(state.tables.get("building"))
    shaped = canyons(mesh.stretches, shapes, heights)
    rose = rose_for(parameters)
    targets = _targets(facades, grid, mesh, shaped, rose, parameters)
    progress(0.2, "")
    air = _air(rose, parameters, facades, grid)
    sources = _sources(mesh)
    layout = layout_of(sources, targets, len(facades), len(street))
    empty = AirOperator(
        facades=facades,
        grid=grid,
        frame=frame,
        targets=targets,
        layout=layout,
        values=np.zeros(int(layout.row_first[-1]), dtype=np.float32),
        hourly=np.zeros((int(layout.hour_first[-1]), near.HOURS), dtype=np.float32),
        corner=_corner_weights(mesh, targets),
        far=base.far if base is not None else far_field(mesh, air.table),
        length_km=_length_km(state, rows),
        area=district_of(state),
        canyon_streets=len(np.unique(mesh.stretches.street[shaped.is_canyon])),
        defaulted=defaulted,
    )
    changed = np.arange(len(targets.x)) if base is None else _take_over(base, empty)
    _fill(empty, sources, air, changed, len(street), progress, threads)
    return empty


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
    copy_rows(
        new.layout, base.layout, row, np.flatnonzero(same),
        (new.values, base.values), (new.hourly, base.hourly),
    )  # fmt: skip
    return np.flatnonzero(~same)


def _fill(
    operator: AirOperator,
    sources: near.Sources,
    air: near.Air,
    rows: Ints,
    streets: int,
    progress: Progress,
    threads: int,
) -> None:
    layout = operator.layout

    def some(part: Ints) -> None:
        near.fill_rows(
            sources, air, operator.targets, part, layout.row_first, layout.cell_first,
            layout.cell_street, operator.values, layout.hour_first, layout.hour_street,
            operator.hourly, streets,
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


def _air(rose: Rose, parameters: AirParameters, facades: Receivers, grid: Receivers) -> near.Air:
    heights = np.concatenate([facades.height_m, grid.height_m])
    height = float(heights[0]) if len(heights) else 4.0
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
        table=point_table(rose, parameters.roughness_cm, height).values,
        worst=np.array([*worst, wind, WORST_LID_M]),
        roughness=parameters.roughness_cm,
    )


def _targets(
    facades: Receivers,
    grid: Receivers,
    mesh: Mesh,
    shaped: Canyons,
    rose: Rose,
    parameters: AirParameters,
) -> near.Targets:
    """Receptors with the canyon they stand in, if any."""
    xy = np.concatenate([facades.xy, grid.xy])
    height = np.concatenate([facades.height_m, grid.height_m])
    s = mesh.stretches
    lines = shapely.linestrings(
        np.stack(
            [
                np.stack([s.x, s.y], axis=1),
                np.stack([s.x + s.length_m * s.ux, s.y + s.length_m * s.uy], axis=1),
            ],
            axis=1,
        )
    )
    stretch, side = _standing_in(xy, lines, mesh, shaped)
    inside = stretch >= 0
    used, where = np.unique(stretch[inside], return_inverse=True)
    year = np.zeros((len(used), 2))
    hour = np.zeros((len(used), 2, near.HOURS))
    stir = stirring_m_s(
        parameters.canyon_light_veh_h, parameters.canyon_heavy_veh_h, parameters.canyon_kmh, 15.0
    )
    canyon_factors(
        s.ux[used], s.uy[used], shaped.distance_m[used], shaped.height_m[used], rose.share,
        rose.wind_m_s, stir, float(height[0]) if len(height) else 4.0,
        max(parameters.worst_wind_m_s, SLOWEST_M_S), year, hour,
    )  # fmt: skip
    found = near.Targets(
        x=xy[:, 0].copy(),
        y=xy[:, 1].copy(),
        height=height,
        cell=mesh.cell_of(xy[:, 0], xy[:, 1]),
        canyon=stretch,
        year=np.zeros(len(xy)),
        hour=np.zeros((len(xy), near.HOURS)),
        width=np.zeros(len(xy)),
    )
    found.year[inside] = year[where, side[inside]]
    found.hour[inside] = hour[where, side[inside]]
    found.width[inside] = shaped.distance_m[stretch[inside]].sum(axis=1)
    return found


def _standing_in(
    xy: Floats, lines: NDArray[np.object_], mesh: Mesh, shaped: Canyons
) -> tuple[Ints, Ints]:
    """The stretch in whose canyon each point stands (-1: none) and its side (0 left, 1 right)."""
    stretch, side = np.full(len(xy), -1, dtype=np.int64), np.zeros(len(xy), dtype=np.int64)
    if not len(xy):
        return stretch, side
    point, nearest = shapely.STRtree(lines).query_nearest(
        shapely.points(xy), max_distance=40.0, all_matches=False
    )
    s = mesh.stretches
    dx, dy = xy[point, 0] - s.x[nearest], xy[point, 1] - s.y[nearest]
    aside = dx * s.uy[nearest] - dy * s.ux[nearest]
    which = (aside > 0).astype(np.int64)
    beyond = np.abs(aside) - shaped.distance_m[nearest, which]
    ok = shaped.is_canyon[nearest] & (beyond <= FARTHEST_CANYON_M)
    stretch[point[ok]], side[point[ok]] = nearest[ok], which[ok]
    return stretch, side


def _corner_weights(mesh: Mesh, targets: near.Targets) -> NDArray[np.float32]:
    column, row = targets.cell % mesh.columns, targets.cell // mesh.columns
    a = np.clip((targets.x - mesh.x0) / CELL_M - column, 0.0, 1.0)
    b = np.clip((targets.y - mesh.y0) / CELL_M - row, 0.0, 1.0)
    weights = [(1 - a) * (1 - b), a * (1 - b), (1 - a) * b, a * b]
    return np.stack(weights, axis=1).astype(np.float32)
