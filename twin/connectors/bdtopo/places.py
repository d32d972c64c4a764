"""Places one goes to, from what buildings are used for and what streets are called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import shapely

from portal.marking import gettext_noop
from twin.connectors.bdtopo.names import Names, plain
from twin.connectors.bdtopo.shapes import on_grid
from twin.connectors.bdtopo.streets import name_of
from twin.connectors.bdtopo.wheel import Row
from twin.connectors.contract import Record

CATEGORY_OF_USAGE = {"commercial": "shop", "religious": "worship", "sport": "sport"}
CATEGORY_OF_NAME = {
    "Place": "square",
    "Esplanade": "square",
    "Parvis": "square",
    "Square": "park",
    "Jardin": "park",
    "Parc": "park",
}
SMALLEST_M2 = 20.0


def places_in_buildings(buildings: Iterable[Record], urn: str) -> list[Record]:
    """One place per main or second use of a building that people go to.

    urn: start of the buildings' URNs. Light structures and those under 20 m² are left out.
    """
    records = []
    for building in buildings:
        facts = building.attributes
        if facts["light"] or building.geometry.area < SMALLEST_M2:
            continue
        uses = dict.fromkeys((facts["usage"], facts["usage2"]))
        for category in filter(None, (CATEGORY_OF_USAGE.get(use) for use in uses)):
            attributes = {
                "name": "",
                "category": category,
                "building": f"{urn}{building.source_id}",
                "quality": gettext_noop("from the use of the building"),
            }
            point = on_grid(building.geometry.representative_point()).item()
            source_id = f"{building.source_id}-{category}"
            records.append(Record("place", source_id, point, attributes, "derived"))
    return records


def places_by_name(rows: Sequence[Row], streets: Iterable[Record], names: Names) -> list[Record]:
    """One place per square or garden that streets are named after, on the street at its middle.

    rows: the source's streets, for their second names. streets: their records.
    """
    second = {row["ID"]: names.readable(row["ALIAS_G"]) for row in rows if row["ALIAS_G"]}
    first = {row["ID"]: name_of(row, names) for row in rows}
    along: dict[str, list[shapely.LineString]] = {}
    called: dict[str, str] = {}
    for street in streets:
        own = re.split(r"[.-]", street.source_id)[0]
        for name in dict.fromkeys((first.get(own, ""), second.get(own, ""))):
            if name.split(" ")[0] in CATEGORY_OF_NAME:
                source_id = re.sub(r"[^a-z0-9]+", "-", plain(name).lower())
                called.setdefault(source_id, name)
                along.setdefault(source_id, []).append(street.geometry)
    records = []
    for source_id, lines in sorted(along.items()):
        name = called[source_id]
        whole = shapely.multilinestrings(lines)
        middle = shapely.line_interpolate_point(
            nearest := lines[int(shapely.distance(lines, whole.centroid).argmin())],
            shapely.line_locate_point(nearest, whole.centroid),
        )
        attributes = {
            "name": name,
            "category": CATEGORY_OF_NAME[name.split(" ")[0]],
            "building": "",
            "quality": gettext_noop("from the name of the street"),
        }
        records.append(Record("place", source_id, on_grid(middle).item(), attributes, "derived"))
    return records
