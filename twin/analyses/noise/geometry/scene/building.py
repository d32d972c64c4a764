"""From outlines, walls, terrain and ground areas to a Scene."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from twin.analyses.noise.geometry.scene.edges import BUILDING, GROUND, TERRAIN, WALL, Scene
from twin.analyses.noise.geometry.scene.grid import grid_over
from twin.analyses.noise.geometry.scene.ground import borders
from twin.analyses.noise.geometry.scene.terrain import altitude_at, cut_at, segments

CELL_M = 12.0
FACADE_ABSORPTION = 0.1
"""Absorption of a facade nobody described: common practice for CNOSSOS-EU maps (rather hard)."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class _Edges:
    """Edges of one kind before they are put together; arrays as in Scene, in world coordinates."""

    xy: Floats
    foot: Floats
    top: Floats
    owner: NDArray[np.int64]
    before: NDArray[np.int64]
    row: NDArray[np.int64]


def build_scene(
    *,
    buildings: ArrayLike | Sequence[Any] = (),
    top_m: ArrayLike = (),
    foot_m: ArrayLike | None = None,
    building_absorption: ArrayLike | None = None,
    walls: ArrayLike | Sequence[Any] = (),
    wall_top_m: Sequence[ArrayLike] | Floats = (),
    wall_foot_m: Sequence[ArrayLike] | Floats | None = None,
    wall_absorption: ArrayLike | None = None,
    terrain: ArrayLike | Sequence[Any] = (),
    ground_areas: ArrayLike | Sequence[Any] = (),
    ground_factors: ArrayLike = (),
    default_g: float = 0.0,
    cell_m: float = CELL_M,
    origin: tuple[float, float] | None = None,
) -> Scene:
    """A Scene of (Multi)Polygons with flat roofs, thin walls, break lines and ground areas.

    buildings: (b,) shapely, top_m and foot_m (b,) altitudes of roof and foot, m. walls: (w,)
    LineStrings, wall_top_m and wall_foot_m one number per wall or one per vertex. Feet that are not
    given follow the terrain lines (LineStrings with z), or 0. A building or wall whose top is not
    above its foot, or not a number, is no obstacle but keeps its number. ground_areas: the one
    listed first prevails; default_g elsewhere. Absorption: (8,) for all or (b, 8), (w, 8) per
    octave band. Metric CRS. origin: point south-west of everything that x and y count from, so that
    parts of a city compute with the same numbers; else a corner of these shapes.
    """
    pieces = segments(_shapes(terrain))
    houses, roofs = _shapes(buildings), np.asarray(top_m, dtype=np.float64)
    fences = _shapes(walls)
    built = _outlines(houses, roofs, _optional(foot_m), pieces)
    thin = _walls(fences, wall_top_m, wall_foot_m, pieces, len(houses))
    edges, factors = borders(
        _shapes(ground_areas), np.asarray(ground_factors, dtype=np.float64), default_g
    )
    absorption = np.concatenate(
        [_absorption(building_absorption, len(houses)), _absorption(wall_absorption, len(fences))]
    )
    rows, number = np.unique(absorption, axis=0, return_inverse=True)
    plain = [(TERRAIN, pieces[:, [0, 1, 3, 4]], pieces[:, [2, 5]]), (GROUND, edges, None)]
    columns = _filled(built, thin, plain, factors)
    owners = len(houses) + len(fences)
    return _assembled(columns, number.reshape(-1), rows, owners, cell_m, default_g, origin)


def _filled(
    built: _Edges, thin: _Edges, plain: list[tuple[int, Floats, Floats | None]], factors: Floats
) -> dict[str, NDArray[Any]]:
    """The columns of all edges, buildings first, then walls, terrain and ground areas."""
    kinds = [np.full(len(built.xy), BUILDING), np.full(len(thin.xy), WALL)]
    xy, foot, top = [built.xy, thin.xy], [built.foot, thin.foot], [built.top, thin.top]
    owner = [built.owner, thin.owner]
    before = [built.before, np.where(thin.before < 0, -1, thin.before + len(built.xy))]
    for kind, edges, altitude in plain:
        level = np.zeros((len(edges), 2)) if altitude is None else altitude
        kinds.append(np.full(len(edges), kind))
        xy.append(edges)
        foot.append(level)
        top.append(level)
        owner.append(np.full(len(edges), -1))
        before.append(np.full(len(edges), -1))
    columns: dict[str, NDArray[Any]] = {
        "kind": np.concatenate(kinds).astype(np.int8),
        "xy": np.concatenate(xy),
        "foot": np.concatenate(foot),
        "top": np.concatenate(top),
        "owner": np.concatenate(owner).astype(np.int32),
        "before": np.concatenate(before).astype(np.int32),
    }
    columns["ground"] = np.zeros((len(columns["xy"]), 2))
    columns["ground"][columns["kind"] == GROUND] = factors
    return columns


def _assembled(
    columns: dict[str, NDArray[Any]],
    number: NDArray[np.int64],
    absorption: Floats,
    owners: int,
    cell_m: float,
    default_g: float,
    origin: tuple[float, float] | None,
) -> Scene:
    """The Scene of these edges: shifted to its own origin and indexed."""
    xy = columns["xy"]
    corner = np.floor(xy.reshape(-1, 2).min(axis=0)) - 1.0 if len(xy) else np.zeros(2)
    if origin is not None:
        corner = np.array(origin, dtype=np.float64)
    xy = np.ascontiguousarray(xy - np.tile(corner, 2))
    start, edge, wide, high, cell = grid_over(xy, cell_m)
    owner = columns["owner"]
    owned = owner[owner >= 0]
    row = np.zeros(len(xy), dtype=np.int32)
    row[owner >= 0] = number[owned]
    return Scene(
        origin=corner,
        xy=xy,
        foot=np.ascontiguousarray(columns["foot"]),
        top=np.ascontiguousarray(columns["top"]),
        kind=columns["kind"],
        owner=owner,
        ground=columns["ground"],
        before=columns["before"],
        absorption_row=row,
        absorption=np.ascontiguousarray(absorption),
        owner_start=np.searchsorted(owned, np.arange(owners + 1)).astype(np.int64),
        cell_start=start,
        cell_edge=edge,
        columns=wide,
        rows=high,
        cell_m=cell,
        default_g=float(default_g),
    )


def _outlines(
    houses: NDArray[np.object_], top: Floats, foot: Floats | None, pieces: Floats
) -> _Edges:
    """Outline edges of all buildings that stand, outlines turned so that inside is left."""
    standing = ~np.isnan(top) & ~shapely.is_missing(houses)
    if foot is not None:
        standing &= top > foot
    row = np.flatnonzero(standing)
    turned = shapely.orient_polygons(houses[row], exterior_cw=False)
    part, of_house = shapely.get_parts(turned, return_index=True)
    ring, of_part = shapely.get_rings(part, return_index=True)
    return _lines(ring, row[of_house[of_part]], top, foot, pieces)


def _walls(
    fences: NDArray[np.object_],
    tops: Sequence[ArrayLike] | Floats,
    feet: Sequence[ArrayLike] | Floats | None,
    pieces: Floats,
    first_owner: int,
) -> _Edges:
    """Edges of thin walls; tops and feet that slope are interpolated along each wall's vertices."""
    points, line = shapely.get_coordinates(fences, return_index=True)
    top = _per_vertex(tops, line, len(fences))
    foot = None if feet is None else _per_vertex(feet, line, len(fences))
    same = np.flatnonzero(line[1:] == line[:-1])
    xy = np.concatenate([points[same], points[same + 1]], axis=1)
    whose = np.arange(len(xy))
    parts, piece_of = cut_at(xy, pieces) if len(pieces) and foot is None else (xy, whose)
    ends = _two(top, same)
    share = _shares(parts, xy[piece_of])
    tall = ends[piece_of, :1] + share * (ends[piece_of, 1:] - ends[piece_of, :1])
    low = _feet(parts, pieces) if foot is None else _two(foot, same)
    keep = (tall > low).any(axis=1) & (parts[:, :2] != parts[:, 2:]).any(axis=1)
    row = line[same][piece_of][keep]
    follows = np.concatenate([[False], row[1:] == row[:-1]])
    before = np.where(follows, np.arange(len(row)) - 1, -1)
    return _Edges(parts[keep], low[keep], tall[keep], row + first_owner, before, row)


def _lines(
    ring: NDArray[np.object_],
    row: NDArray[np.int64],
    top: Floats,
    foot: Floats | None,
    pieces: Floats,
) -> _Edges:
    """Edges of rings; `before` closes each ring."""
    points, which = shapely.get_coordinates(ring, return_index=True)
    keep = (which[1:] == which[:-1]) & (points[1:] != points[:-1]).any(axis=1)
    xy = np.concatenate([points[:-1], points[1:]], axis=1)[keep]
    which = which[:-1][keep]
    if len(pieces) and foot is None:
        xy, of_edge = cut_at(xy, pieces)
        which = which[of_edge]
    first = np.concatenate([[True], which[1:] != which[:-1]]) if len(which) else which > 0
    start = np.flatnonzero(first)
    last = np.append(start[1:], len(which)) - 1 if len(which) else start
    before = np.arange(len(which)) - 1
    before[start] = last
    owner = row[which]
    low = _feet(xy, pieces) if foot is None else np.repeat(foot[owner][:, None], 2, axis=1)
    return _Edges(xy, low, np.repeat(top[owner][:, None], 2, axis=1), owner, before, owner)


def _feet(edges: Floats, pieces: Floats) -> Floats:
    """Terrain altitude at both ends of edges (n, 4): shape (n, 2)."""
    return altitude_at(edges.reshape(-1, 2), pieces).reshape(-1, 2)


def _shares(parts: Floats, whole: Floats) -> Floats:
    """Where along `whole` each part begins and ends, 0 to 1: shape (n, 2)."""
    along = whole[:, 2:] - whole[:, :2]
    square = np.maximum((along**2).sum(axis=1), 1e-300)[:, None]
    offset = parts - np.tile(whole[:, :2], 2)
    dots = [(offset[:, i : i + 2] * along).sum(axis=1) for i in (0, 2)]
    return np.asarray(np.stack(dots, axis=1) / square)


def _two(values: Floats, first: NDArray[np.int64]) -> Floats:
    return np.stack([values[first], values[first + 1]], axis=1)


def _per_vertex(
    values: Sequence[ArrayLike] | Floats, line: NDArray[np.int64], count: int
) -> Floats:
    """One value per vertex from one per wall or one per vertex of each wall."""
    many = np.bincount(line, minlength=count)
    return np.concatenate(
        [
            np.broadcast_to(np.asarray(v, dtype=np.float64), n)
            for v, n in zip(values, many, strict=True)
        ]
        or [np.empty(0)]
    )


def _absorption(given: ArrayLike | None, count: int) -> Floats:
    alpha = FACADE_ABSORPTION if given is None else given
    return np.array(np.broadcast_to(np.asarray(alpha, dtype=np.float64), (count, 8)))


def _shapes(given: Any) -> NDArray[np.object_]:
    shapes = np.empty(len(given), dtype=object)
    shapes[:] = list(given)
    return shapes


def _optional(given: ArrayLike | None) -> Floats | None:
    return None if given is None else np.asarray(given, dtype=np.float64)
