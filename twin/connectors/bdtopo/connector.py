"""Puts the parts together: one harvest of the whole extract, or of a window of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import shapely

from portal.errors import BadInput
from portal.marking import gettext_noop
from twin.connectors.bdtopo.around import read_districts, read_trees, read_water
from twin.connectors.bdtopo.buildings import read_buildings
from twin.connectors.bdtopo.credits import sources
from twin.connectors.bdtopo.derived import derive_green, derive_water, enclosed
from twin.connectors.bdtopo.places import places_by_name, places_in_buildings
from twin.connectors.bdtopo.shapes import Shapes, read_wkt
from twin.connectors.bdtopo.streets import names_of, read_streets
from twin.connectors.bdtopo.wheel import LOCK, Wheel
from twin.connectors.contract import Bounds, Harvest, Record, Say, Skips
from twin.kinds import urn_of

CRS = "EPSG:2154"
CITY = "nantes"
CITY_TREES = (
    ("GeoDataFrameDemos4", "commerceFeydeauInNantesTrees"),
    ("GeoDataFrameDemos", "ensaNantesTrees"),
    ("GeoDataFrameDemos6", "nizanDistrictInNantesTrees"),
)
NOT_TAKEN = (
    ("place", "school", gettext_noop("the extract names no school")),
    ("place", "health", gettext_noop("the extract names no doctor, pharmacy or hospital")),
    ("place", "squaresInNantes", gettext_noop("drawn by hand, its source is not stated")),
    ("street", "commerceFeydeauInNantesRailways", gettext_noop("tram and rail have no kind yet")),
)
"""Tables and categories that one would look for: kind, which, why it is not here."""


class BdTopo:
    """Nantes centre, 5.6 km², as of June 2025."""

    name = "bdtopo"

    def __init__(self, lock: Path = LOCK) -> None:
        """lock: the file that pins the wheel by name, version and sha256."""
        self.lock = lock

    def read(self, folder: Path, *, bounds: Bounds | None, say: Say) -> Harvest:
        """All records in EPSG:2154, or those whose middle is within `bounds`."""
        wheel = Wheel(folder, self.lock)
        say("Reading the tables")
        roads = wheel.table("NantesBDT", "__roads")
        houses = wheel.table("NantesBDT", "__buildings")
        skips = Skips()
        try:
            say("Reading streets and buildings")
            drawn = read_wkt([row["geometry"] or "" for row in roads])
            outlines = read_wkt([row["geometry"] or "" for row in houses])
            edge = _edge(drawn, outlines)
            names = names_of(roads)
            streets = read_streets(roads, drawn, names, skips)
            buildings = read_buildings(houses, outlines, edge, skips)
            say("Deriving water, open ground and places")
            faces = enclosed(streets, buildings, edge)
            around = self._around(wheel, edge, skips)
        except (KeyError, TypeError, ValueError) as error:
            raise BadInput(f"The demo data cannot be read: {error!r}.") from error
        for kind, which, reason in NOT_TAKEN:
            skips.add(kind, reason, which)
        records = [*streets, *buildings, *derive_water(faces), *derive_green(faces)]
        records += places_in_buildings(buildings, urn_of(CITY, "building", ""))
        records += places_by_name(roads, streets, names)
        return Harvest(
            city=CITY,
            crs=CRS,
            sources=sources(wheel.sha256),
            records=list(_within([*records, *around], bounds)),
            skipped=skips.rows(),
        )

    def _around(self, wheel: Wheel, edge: Bounds, skips: Skips) -> list[Record]:
        """Trees, districts and basins."""
        seen: set[str] = set()
        records = []
        for module, function in CITY_TREES:
            records += read_trees(wheel.table(module, function), "trees", edge, seen, skips)
        osm = wheel.table("GeoDataFrameDemos", "districtGraslinInNantesTrees")
        records += read_trees(osm, "osm", edge, seen, skips)
        basins = wheel.table("GeoDataFrameDemos4", "commerceFeydeauInNantesWater")
        records += read_water(basins, CRS, edge, skips)
        districts = wheel.table("GeoDataFrameDemosA", "quartiersDeNantes")
        return records + read_districts(districts, CRS, edge, skips)


def _edge(*shapes: Shapes) -> Bounds:
    """The rectangle that the extract was cut to: xmin, ymin, xmax, ymax, whole millimetres."""
    edge = np.round(shapely.total_bounds(np.concatenate(shapes)), 3)
    if not np.isfinite(edge).all():
        raise BadInput("The demo data holds no shape that can be read.")
    return float(edge[0]), float(edge[1]), float(edge[2]), float(edge[3])


def _within(records: Iterable[Record], bounds: Bounds | None) -> Iterable[Record]:
    """Records whose middle is within `bounds`; of water, green and districts, what reaches it."""
    if bounds is None:
        yield from records
        return
    window = shapely.box(*bounds)
    for record in records:
        wide = record.kind in ("water", "green", "district")
        own = record.geometry if wide else record.geometry.centroid
        if window.intersects(own):
            yield record
