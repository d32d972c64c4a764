"""Cut streets where another street ends on them, so that junctions become end points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Split:
    """Street pieces and where they came from.

    lines: linestrings in their source's direction, shape (m,). source: position in the input,
    shape (m,), ascending. part: number of the piece within its source, from 0.
    """

    lines: NDArray[np.object_]
    source: Ints
    part: Ints


def split_at_nodes(lines: NDArray[Any], levels: NDArray[Any], tolerance_m: float = 0.2) -> Split:
    """The same streets, cut wherever an end of a street of the same level lies on them.

    lines: linestrings (2D or 3D), metric CRS, shape (n,). levels: position above ground, shape
    (n,). Streets that cross without an end there (a bridge over a street) stay whole. The cut
    takes the place of the touching end and the height of the line it cuts.
    """
    lines = np.asarray(lines, dtype=object)
    cuts = _cuts(lines, np.asarray(levels), tolerance_m)
    pieces: list[Any] = []
    source: list[int] = []
    part: list[int] = []
    for row, line in enumerate(lines):
        own = [line] if row not in cuts else _cut(line, cuts[row], tolerance_m)
        pieces += own
        source += [row] * len(own)
        part += list(range(len(own)))
    out = np.empty(len(pieces), dtype=object)
    out[:] = pieces
    return Split(out, np.asarray(source, dtype=np.int64), np.asarray(part, dtype=np.int64))


def _cuts(lines: NDArray[Any], levels: NDArray[Any], tolerance: float) -> dict[int, Floats]:
    """Points to cut each line at: line position -> XY, shape (k, 2)."""
    if not len(lines):
        return {}
    ends = np.concatenate([shapely.get_point(lines, 0), shapely.get_point(lines, -1)])
    owner_level = np.concatenate([levels, levels])
    tree = shapely.STRtree(lines)
    end, line = tree.query(ends, predicate="dwithin", distance=tolerance)
    first = shapely.distance(ends[end], shapely.get_point(lines[line], 0))
    last = shapely.distance(ends[end], shapely.get_point(lines[line], -1))
    inside = (first > tolerance) & (last > tolerance) & (owner_level[end] == levels[line])
    found: dict[int, list[Floats]] = {}
    for e, row in zip(end[inside], line[inside], strict=True):
        found.setdefault(int(row), []).append(shapely.get_coordinates(ends[e])[0])
    return {row: np.array(points) for row, points in found.items()}


def _cut(line: Any, points: Floats, tolerance: float) -> list[Any]:
    """`line` in pieces, cut at the places nearest to `points`."""
    has_z = bool(shapely.has_z(line))
    vertices = shapely.get_coordinates(line, include_z=has_z)
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(vertices[:, :2], axis=0).T))])
    measures = shapely.line_locate_point(shapely.force_2d(line), shapely.points(points))
    pieces = []
    start, head = 0.0, vertices[:1]
    for k in np.argsort(measures, kind="stable"):
        at = float(measures[k])
        if at - start <= tolerance or along[-1] - at <= tolerance:
            continue
        node = points[k] if not has_z else [*points[k], np.interp(at, along, vertices[:, 2])]
        inner = vertices[(along > start + 1e-9) & (along < at - 1e-9)]
        pieces.append(shapely.linestrings(np.vstack([head, inner, [node]])))
        start, head = at, np.array([node])
    pieces.append(shapely.linestrings(np.vstack([head, vertices[along > start + 1e-9]])))
    return pieces
