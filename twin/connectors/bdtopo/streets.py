"""Streets of BD TOPO (table TRONCON_DE_ROUTE) as records, cut at their junctions."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from portal.marking import gettext_noop
from twin.analyses.network.defaults import assumed_limit_kmh
from twin.analyses.network.split import split_at_nodes
from twin.connectors.bdtopo.buildings import number
from twin.connectors.bdtopo.names import Names
from twin.connectors.bdtopo.shapes import Shapes, as_array, on_grid
from twin.connectors.bdtopo.wheel import Row
from twin.connectors.contract import Record, Skips

ROAD_CLASS = {
    "Route à 1 chaussée": "carriageway",
    "Route à 2 chaussées": "dual_carriageway",
    "Type autoroutier": "dual_carriageway",
    "Bretelle": "carriageway",
    "Rond-point": "roundabout",
    "Route empierrée": "track",
    "Chemin": "track",
    "Sentier": "path",
    "Escalier": "stairs",
    "Bac ou liaison maritime": "ferry",
}
DIRECTION = {"Sens direct": "forward", "Sens inverse": "backward"}
UNKNOWN_Z = -50.0
SHORTEST_M = 0.05


def names_of(rows: list[Row]) -> Names:
    """What the rows teach about how names are written."""
    return Names(
        [r["NOM_BAN_G"] for r in rows if r["NOM_BAN_G"]],
        [(r["NOM_COLL_G"], r["NOM_BAN_G"]) for r in rows],
    )


def name_of(row: Row, names: Names) -> str:
    """The best readable name of a street, "" when it has none."""
    for side in "GD":
        if row[f"NOM_BAN_{side}"]:
            return row[f"NOM_BAN_{side}"]
    for field in ("NOM_COLL_G", "NOM_COLL_D", "ALIAS_G", "ALIAS_D"):
        if row[field]:
            return names.readable(row[field])
    return ""


def read_streets(rows: list[Row], drawn: Shapes, names: Names, skips: Skips) -> list[Record]:
    """Records of kind street: pieces between junctions, in the direction they were drawn.

    drawn: the rows' shapes, in 3D.
    """
    kept, lines = _lines(rows, drawn, skips)
    if not kept:
        return []
    levels = np.array([int(r["POS_SOL"] or 0) for r in kept])
    split = split_at_nodes(lines, levels)
    flat = on_grid(split.lines)
    length = shapely.length(flat)
    z = [shapely.get_coordinates(line, include_z=True)[[0, -1], 2] for line in split.lines]
    shared = [_attributes(row, names) for row in kept]
    limits = assumed_limit_kmh(
        np.array([a["importance"] for a in shared]),
        np.array([a["road_class"] for a in shared]),
        np.array([a["restricted"] for a in shared]),
    )
    pieces = np.bincount(split.source, minlength=len(kept))
    records = []
    for i, source in enumerate(split.source):
        row = kept[source]
        source_id = row["ID"] if pieces[source] == 1 else f"{row['ID']}.{split.part[i] + 1}"
        if length[i] < SHORTEST_M:
            skips.add("street", gettext_noop("shorter than 5 cm"), source_id)
            continue
        attributes = {
            **shared[source],
            "speed_kmh": limits[source],
            "z_start_m": _height(z[i][0]),
            "z_end_m": _height(z[i][1]),
            "length_m": length[i],
        }
        records.append(Record("street", source_id, flat[i], attributes, "bdtopo"))
    return records


def _lines(rows: list[Row], drawn: Shapes, skips: Skips) -> tuple[list[Row], Any]:
    """Rows and 3D lines of the streets there are; a street in several parts is several rows."""
    kept, lines, seen = [], [], set()
    for row, shape in zip(rows, drawn, strict=True):
        if row["ID"] in seen:
            skips.add("street", gettext_noop("the same street twice"), row["ID"])
        elif shape is None or shape.is_empty or "Line" not in shape.geom_type:
            skips.add("street", gettext_noop("line cannot be read"), row["ID"])
        elif row["ETAT"] == "En projet":
            skips.add("street", gettext_noop("planned, not there yet"), row["ID"])
        else:
            parts = shapely.get_parts(shape)
            for part, line in enumerate(parts):
                own = {**row, "ID": f"{row['ID']}-{part + 1}"} if len(parts) > 1 else row
                kept.append(own)
                lines.append(shapely.force_3d(line, UNKNOWN_Z))
        seen.add(row["ID"])
    return kept, as_array(lines)


def _attributes(row: Row, names: Names) -> dict[str, Any]:
    """What all pieces of a street share."""
    flags = {
        gettext_noop("lanes unknown"): not number(row["NB_VOIES"]) > 0,
        gettext_noop("speed limit assumed"): True,
    }
    return {
        "name": name_of(row, names),
        "road_class": ROAD_CLASS.get(row["NATURE"], "carriageway"),
        "importance": int(row["IMPORTANCE"] or 5),
        "lanes": number(row["NB_VOIES"]) or None,
        "width_m": number(row["LARGEUR"]) or None,
        "mean_speed_kmh": number(row["VIT_MOY_VL"]) or None,
        "direction": DIRECTION.get(row["SENS"], "both"),
        "car": row["ACCES_VL"] != "Physiquement impossible",
        "restricted": row["ACCES_VL"] == "Restreint aux ayants droit",
        "foot": row["NATURE"] not in ("Bac ou liaison maritime", "Type autoroutier")
        and row["ACCES_PED"] in ("", "Libre"),
        "level": int(row["POS_SOL"] or 0),
        "bus": bool(row["BUS"]),
        "quality": "; ".join(text for text, on in flags.items() if on),
    }


def _height(z: float) -> float | None:
    """The height of an end, None where the source does not know it."""
    return None if not z > UNKNOWN_Z else float(z)
