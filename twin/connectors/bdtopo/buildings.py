"""Buildings of BD TOPO (table BATIMENT) as records."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from portal.marking import gettext_noop
from twin.connectors.bdtopo.residents import STOREY_M, floor_area_m2, residents
from twin.connectors.bdtopo.shapes import Shapes, as_array, on_grid, one_polygon
from twin.connectors.bdtopo.wheel import Row
from twin.connectors.contract import Bounds, Record, Skips

USAGE = {
    "Résidentiel": "residential",
    "Commercial et services": "commercial",
    "Industriel": "industrial",
    "Agricole": "agricultural",
    "Annexe": "annex",
    "Religieux": "religious",
    "Sportif": "sport",
    "Indifférencié": "undifferentiated",
    "": "",
}
NATURE = {
    "Indifférenciée": "",
    "Industriel, agricole ou commercial": "hall or shop building",
    "Eglise": "church",
    "Chapelle": "chapel",
    "Château": "castle",
    "Tour, donjon": "tower",
    "Monument": "monument",
}
SLIVER = gettext_noop("under 1 m² left at the edge of the extract")
OTHER_PART = gettext_noop("smaller part of a building that the edge cuts")
SMALLEST_M2 = 1.0
LIGHT_HEIGHT_M = 3.0
PLAIN_HEIGHT_M = 6.0
NEAR_M = 0.01


def number(text: str | None) -> float:
    """The number in `text`, NaN where there is none; raises ValueError for other words."""
    return float(text) if text else float("nan")


def read_buildings(rows: list[Row], outlines: Shapes, edge: Bounds, skips: Skips) -> list[Record]:
    """Records of kind building.

    outlines: the rows' shapes. edge: outline of the extract; what it cuts is flagged.
    """
    kept, shapes = _shapes(rows, outlines, skips)
    if not kept:
        return []
    height = np.array([number(r["HAUTEUR"]) for r in kept])
    storeys = np.array([number(r["NB_ETAGES"]) for r in kept])
    dwellings = np.array([number(r["NB_LOGTS"]) for r in kept])
    light = np.array([r["LEGER"] == "Oui" for r in kept])
    assumed = ~(height > 0)
    height = np.where(assumed, _default_height(storeys, light), height)
    usage = [USAGE.get(r["USAGE1"], "undifferentiated") for r in kept]
    area = floor_area_m2(shapely.area(shapes), storeys, height)
    people, guessed = residents(dwellings, area, np.array([u == "residential" for u in usage]))
    cut = _touches(shapes, edge)
    records = []
    for i, row in enumerate(kept):
        flags = {
            gettext_noop("height assumed"): assumed[i],
            gettext_noop("storeys from height"): not storeys[i] >= 1,
            gettext_noop("residents estimated from floor area"): guessed[i],
            gettext_noop("cut at the edge of the map"): cut[i],
            gettext_noop("under construction"): row["ETAT"] == "En construction",
        }
        attributes: dict[str, Any] = {
            "height_m": height[i],
            "ground_z_m": number(row["Z_MIN_SOL"]),
            "storeys": storeys[i],
            "dwellings": dwellings[i],
            "usage": usage[i],
            "usage2": USAGE.get(row["USAGE2"], "undifferentiated"),
            "nature": NATURE.get(row["NATURE"], row["NATURE"]),
            "light": bool(light[i]),
            "floor_area_m2": area[i],
            "residents": people[i],
            "quality": "; ".join(text for text, on in flags.items() if on),
        }
        records.append(Record("building", row["ID"], shapes[i], attributes, "bdtopo"))
    return records


def _shapes(rows: list[Row], outlines: Shapes, skips: Skips) -> tuple[list[Row], Shapes]:
    """Rows with a usable outline, and the outlines."""
    kept, shapes, seen = [], [], set()
    for row, shape in zip(rows, on_grid(outlines), strict=True):
        polygon = one_polygon(shape)
        if row["ID"] in seen:
            skips.add("building", gettext_noop("the same building twice"), row["ID"])
        elif polygon is None:
            skips.add("building", gettext_noop("outline cannot be read"), row["ID"])
        elif polygon.area < SMALLEST_M2:
            skips.add("building", SLIVER, row["ID"])
        else:
            if shape.geom_type == "MultiPolygon":
                skips.add(
                    "building",
                    OTHER_PART,
                    row["ID"],
                )
            seen.add(row["ID"])
            kept.append(row)
            shapes.append(polygon)
    return kept, as_array(shapes)


def _default_height(storeys: Any, light: Any) -> NDArray[np.float64]:
    """Height where the source has none: storeys × 3 m, else 3 m if light, else 6 m."""
    plain = np.where(light, LIGHT_HEIGHT_M, PLAIN_HEIGHT_M)
    return np.where(storeys >= 1, storeys * STOREY_M, plain)


def _touches(shapes: Shapes, edge: Bounds) -> NDArray[np.bool_]:
    """Whether each shape reaches the outline of the extract."""
    gap = np.abs(shapely.bounds(shapes) - np.array(edge))
    return np.asarray((gap < NEAR_M).any(axis=1))
