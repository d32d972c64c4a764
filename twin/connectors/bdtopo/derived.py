"""Water and open ground that BD TOPO's extract leaves out, derived from the streets (pure).

Both come from the *faces*: the pieces of ground that ground-level streets enclose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from twin.connectors.bdtopo.shapes import Shapes, as_array, on_grid, one_polygon
from twin.connectors.contract import Bounds, Record

MOST_BUILT = 0.01
"""Share of a water face that buildings may cover: pontoons and bridge heads."""
LEAST_BRIDGES = 2
LEAST_WATER_M2 = 20_000.0
SHORE_M = 8.0
"""Half a quay's width, metres: the face reaches to the middle of the street on the quay."""
LEAST_GROUND_M2 = 10_000.0
LEAST_QUIET = 0.9
KNOWN_WATER = {
    (355662.0, 6688610.0): "La Loire",
    (355658.0, 6690205.0): "L'Erdre",
    (356374.0, 6689224.0): "Canal Saint-Félix",
}
"""Names by a point in the water, EPSG:2154: the source has no water, so we name it by hand."""


@dataclass(frozen=True)
class Faces:
    """Pieces of ground between ground-level streets.

    shapes: polygons, shape (n,). built: share that buildings cover. bridges: streets above ground
    that cross. quiet: share of the edge along unnamed ways without general car traffic.
    """

    shapes: Shapes
    built: NDArray[np.float64]
    bridges: NDArray[np.int64]
    quiet: NDArray[np.float64]


def enclosed(streets: Sequence[Record], buildings: Sequence[Record], edge: Bounds) -> Faces:
    """The faces within `edge`, the outline of the extract."""
    lines = as_array([s.geometry for s in streets])
    level = np.array([s.attributes["level"] for s in streets])
    ground = lines[level == 0]
    quiet = np.array(
        [
            s.attributes["name"] == "" and (s.attributes["restricted"] or not s.attributes["car"])
            for s in streets
            if s.attributes["level"] == 0
        ]
    )
    drawn = [*ground, shapely.box(*edge).exterior]
    noded = shapely.node(shapely.multilinestrings([shapely.linestrings(d.coords) for d in drawn]))
    shapes = as_array(list(shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))))
    return Faces(
        shapes=shapes,
        built=_built(shapes, as_array([b.geometry for b in buildings])),
        bridges=_count(shapes, lines[level >= 1]),
        quiet=_shared_edge(shapes, ground[quiet]) / shapely.length(shapes),
    )


def derive_water(faces: Faces) -> list[Record]:
    """Records of kind water: large faces with next to no buildings, crossed by bridges."""
    wet = (
        (faces.built < MOST_BUILT)
        & (faces.bridges >= LEAST_BRIDGES)
        & (shapely.area(faces.shapes) >= LEAST_WATER_M2)
    )
    records = []
    for shape in faces.shapes[wet]:
        water = one_polygon(on_grid(shapely.buffer(shape, -SHORE_M)).item())
        if water is not None:
            name = next((n for p, n in KNOWN_WATER.items() if shape.contains(shapely.Point(p))), "")
            attributes = {"name": name, "derived": True}
            records.append(Record("water", _place_id(shape), water, attributes, "derived"))
    return records


def derive_green(faces: Faces) -> list[Record]:
    """Records of kind green, category open_ground: no buildings, no through traffic.

    Neighbouring faces that only quiet ways part are one. Parks, cemeteries and promenades look
    alike in this; the data cannot tell them apart.
    """
    calm = (
        (faces.built < MOST_BUILT)
        & (faces.bridges == 0)
        & (faces.quiet >= LEAST_QUIET)
        & (shapely.area(faces.shapes) < LEAST_WATER_M2)
    )
    joined = shapely.get_parts(shapely.union_all(faces.shapes[calm]))
    records = []
    for shape in joined[shapely.area(joined) >= LEAST_GROUND_M2]:
        ground = one_polygon(on_grid(shape).item())
        if ground is not None:
            attributes = {"name": "", "category": "open_ground", "derived": True}
            records.append(Record("green", _place_id(shape), ground, attributes, "derived"))
    return records


def _place_id(shape: shapely.Polygon) -> str:
    """An identifier that stays while the shape's centre stays within the same 10 m cell."""
    centre = shape.centroid
    return f"{int(centre.x // 10)}-{int(centre.y // 10)}"


def _built(shapes: Shapes, buildings: Shapes) -> NDArray[np.float64]:
    face, building = shapely.STRtree(buildings).query(shapes, predicate="intersects")
    shared = shapely.area(shapely.intersection(shapes[face], buildings[building]))
    covered = np.bincount(face, weights=shared, minlength=len(shapes))
    return np.asarray(covered / shapely.area(shapes))


def _count(shapes: Shapes, bridges: Shapes) -> NDArray[np.int64]:
    face, _ = shapely.STRtree(bridges).query(shapes, predicate="intersects")
    return np.bincount(face, minlength=len(shapes)).astype(np.int64)


def _shared_edge(shapes: Shapes, lines: Shapes) -> NDArray[np.float64]:
    """Length of each face's edge that runs along `lines`, metres."""
    edges = shapely.boundary(shapes)
    face, line = shapely.STRtree(lines).query(edges, predicate="intersects")
    shared = shapely.length(shapely.intersection(edges[face], lines[line]))
    return np.bincount(face, weights=shared, minlength=len(shapes)).astype(np.float64)
