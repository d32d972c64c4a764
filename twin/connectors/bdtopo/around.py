"""Trees, basins and districts, from the other tables of the wheel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyproj
import shapely

from portal.marking import gettext_noop
from twin.connectors.bdtopo.shapes import on_grid, one_polygon, read_wkt
from twin.connectors.bdtopo.wheel import Row
from twin.connectors.contract import Bounds, Record, Skips

HEIGHT_M = {"0-5 m": 2.5, "6-10 m": 8.0, "11-15 m": 13.0, "16-20 m": 18.0, "21-30 m": 25.5}
"""Middle of each height class of the city's tree register, metres."""
OUTSIDE = gettext_noop("outside the extract, or outline cannot be read")
EMPTY_PIT = "EMPLACEMENT CONSERVE"


def read_trees(
    rows: list[Row], source: str, edge: Bounds, seen: set[str], skips: Skips
) -> list[Record]:
    """Records of kind tree within `edge`. seen: identifiers so far; a tree is taken once."""
    records = []
    area = shapely.box(*edge)
    for row, point in zip(rows, on_grid(read_wkt([r["geometry"] for r in rows])), strict=True):
        source_id = row.get("MI_PRINX") or f"osm-{row.get('osm_id', '')}"
        reason = _why_not(row, point, source_id, seen, area)
        if reason:
            skips.add("tree", reason, source_id)
            continue
        seen.add(source_id)
        species = " ".join(filter(None, (row.get("genre"), row.get("espece"))))
        attributes = {"height_m": HEIGHT_M.get(row.get("hauteur", "")), "species": species}
        records.append(Record("tree", source_id, point, attributes, source))
    return records


def _why_not(row: Row, point: Any, source_id: str, seen: set[str], area: shapely.Polygon) -> str:
    """Why a tree is left out, "" when it is kept."""
    if source_id in seen:
        return gettext_noop("the same tree twice")
    if row.get("genre") == EMPTY_PIT or row.get("espece") == "VIDE":
        return gettext_noop("place for a tree, without a tree")
    if row.get("genre") == "NA":
        return gettext_noop("drawn by hand, not in the city's register")
    if point is None or point.geom_type != "Point":
        return gettext_noop("place cannot be read")
    return "" if area.contains(point) else gettext_noop("outside the extract")


def read_districts(rows: list[Row], crs: str, edge: Bounds, skips: Skips) -> list[Record]:
    """Records of kind district that reach into `edge`, cut to it. Rows are in EPSG:4326."""
    convert = _to(crs)
    area = shapely.box(*edge)
    records = []
    for row, shape in zip(rows, read_wkt([r["geometry"] for r in rows]), strict=True):
        own = one_polygon(on_grid(shapely.transform(shape, convert)).item()) if shape else None
        if own is None:
            skips.add("district", gettext_noop("outline cannot be read"), row["nom"])
            continue
        inside = one_polygon(on_grid(shapely.intersection(own, area)).item())
        if inside is None:
            skips.add("district", gettext_noop("outside the extract"), row["nom"])
            continue
        name = row["nom"].replace("Ile de", "Île de")
        records.append(Record("district", row["idobj"], inside, {"name": name}, "districts"))
    return records


def read_water(rows: list[Row], crs: str, edge: Bounds, skips: Skips) -> list[Record]:
    """Records of kind water within `edge`. Rows are OpenStreetMap areas in EPSG:4326."""
    convert = _to(crs)
    area = shapely.box(*edge)
    records = []
    for row, shape in zip(rows, read_wkt([r["geometry"] for r in rows]), strict=True):
        basin = one_polygon(on_grid(shapely.transform(shape, convert)).item()) if shape else None
        if basin is None or not area.contains(basin):
            skips.add(
                "water",
                OUTSIDE,
                row["osm_id"],
            )
            continue
        attributes = {"name": row["name"], "derived": False}
        records.append(Record("water", f"osm-{row['osm_id']}", basin, attributes, "osm"))
    return records


def _to(crs: str) -> Callable[[Any], Any]:
    """Turns arrays of longitude and latitude into metres, shape (n, 2)."""
    transformer = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)

    def convert(lonlat: Any) -> Any:
        return shapely.get_coordinates(
            shapely.points(*transformer.transform(lonlat[:, 0], lonlat[:, 1]))
        )

    return convert
