"""A city one can hold in the head: a grid of streets, each block a piece of 100 m.

Horizontal streets are "Rue A", "Rue B", … from south to north, vertical ones "Rue 1", "Rue 2", …
from west to east. Pieces run east and north. The crossing of Rue A and Rue 1 is at ORIGIN.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from django.contrib.gis.geos import Polygon
from django.utils import timezone

from twin.citystate import CityState, Table
from twin.kinds import DTYPES, EMPTY, KINDS
from twin.models import TwinVersion
from twin.state.columnar import digest_of
from twin.state.loading import save

ORIGIN = (355_000.0, 6_689_000.0)
BLOCK_M = 100.0
LETTERS = "ABCDEFGH"


def urn(name: str, piece: int) -> str:
    """The URN of a piece of a street of the grid: urn("A", 0) is Rue A between Rue 1 and Rue 2."""
    return f"urn:civic:test:street:{name}{piece}"


def _streets(size: int) -> list[tuple[str, str, Any]]:
    found = []
    x0, y0 = ORIGIN
    for i in range(size):
        for j in range(size - 1):
            a, b = j * BLOCK_M, (j + 1) * BLOCK_M
            y, x = y0 + i * BLOCK_M, x0 + i * BLOCK_M
            east = shapely.LineString([(x0 + a, y), (x0 + b, y)])
            north = shapely.LineString([(x, y0 + a), (x, y0 + b)])
            found.append((urn(LETTERS[i], j), f"Rue {LETTERS[i]}", east))
            found.append((urn(str(i + 1), j), f"Rue {i + 1}", north))
    return found


def table(kind: str, urns: list[str], shapes: list[Any], **columns: Any) -> Table:
    """A table of `kind` with all its columns; those not given are missing everywhere."""
    given = {}
    for attribute in KINDS[kind].attributes:
        values = columns.get(attribute.name, [EMPTY[attribute.type]] * len(urns))
        given[attribute.name] = np.array(values, dtype=DTYPES[attribute.type])
    geometry = np.empty(len(shapes), dtype=object)
    geometry[:] = shapes
    return Table(np.array(urns, dtype=str), geometry, given)


def small_city(size: int = 4, digest: str = "d" * 64) -> CityState:
    """The grid with `size` streets each way, two schools, no trees and no green."""
    streets = _streets(size)
    count = len(streets)
    street = table(
        "street",
        [row[0] for row in streets],
        [row[2] for row in streets],
        name=[row[1] for row in streets],
        road_class=["carriageway"] * count,
        importance=[3 if row[1] in ("Rue A", "Rue 1") else 5 for row in streets],
        lanes=[2.0] * count,
        speed_kmh=[50.0] * count,
        direction=["both"] * count,
        car=[True] * count,
        foot=[True] * count,
        length_m=[BLOCK_M] * count,
    )
    schools = [shapely.Point(ORIGIN[0] + d, ORIGIN[1] + d) for d in (10, 250)]
    place = table(
        "place",
        ["urn:civic:test:place:s1", "urn:civic:test:place:s2"],
        schools,
        category=["school", "school"],
    )
    return CityState("EPSG:2154", {"street": street, "place": place}, digest)


def freeze_small_city(size: int = 4) -> TwinVersion:
    """The grid as a frozen version: its files in the artefact store, its row in the database."""
    state = small_city(size)
    tables = {kind: table(kind, [], []) for kind in KINDS} | dict(state.tables)
    digest = digest_of(state.crs, tables)
    prefix = f"test/{digest}"
    save(CityState(state.crs, tables, digest), prefix)
    return TwinVersion.objects.create(
        label="Grid",
        recorded_at=timezone.now(),
        crs=state.crs,
        digest=digest,
        artefact=prefix,
        counts={kind: len(rows) for kind, rows in tables.items()},
        bounds=Polygon.from_bbox((-1.6, 47.1, -1.5, 47.3)),
    )
